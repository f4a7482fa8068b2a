// SPDX-License-Identifier: BSD-3-Clause
// Keys that change nothing beside what else a config says: what is refused, and what is said.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config_support.hpp"

namespace pairtwist {
namespace {

using config_test::contains;
using config_test::minimal;
using config_test::refusal;

std::vector<std::string> notes_of(const std::string& text,
                                  const std::vector<std::string>& overrides = {}) {
  return parse_config(text, "fig.toml", overrides).notes;
}

/// The one note on the config.
std::string note_of(const std::string& text, const std::vector<std::string>& overrides = {}) {
  const std::vector<std::string> notes = notes_of(text, overrides);
  EXPECT_EQ(notes.size(), 1U) << text;
  return notes.empty() ? std::string{} : notes.front();
}

const std::string kPulses = "[pump]\nsegments = [{ until = 0.01, eta = 3.0 }]\n";

std::string axis_over(const std::string& key) {
  return "[scan]\naxes = [{ key = \"" + key + "\", values = [1.0, 2.0] }]\n";
}

TEST(IdleKeys, EtaBesideSegmentsIsSaid) {
  const std::string note = note_of(minimal("eta = 320.0\n" + kPulses));
  EXPECT_TRUE(contains(note,
                       "fig.toml:5: model.eta: found 320.0 (float), which is no pump beside "
                       "pump.segments, each of which has its own eta"));
  EXPECT_TRUE(contains(note, "tau_Q"));
  EXPECT_TRUE(contains(note, "pump.factor"));
  EXPECT_EQ(notes_of(minimal("eta = 0.0\n" + kPulses)), std::vector<std::string>{});
  EXPECT_EQ(notes_of(minimal("eta = 320.0\n")), std::vector<std::string>{});
}

TEST(IdleKeys, EtaThatGivesTheUnitOfTimeIsNoMistake) {
  EXPECT_EQ(notes_of(minimal("eta = 3.0\nkappa_tau_Q = 1.0\n" + kPulses)),
            std::vector<std::string>{});
  const std::string unit = "[time]\nstop = 2.0\nunit = \"tau_Q\"\n[model]\natoms = 10\n";
  EXPECT_EQ(notes_of(unit + "eta = 3.0\n" + kPulses), std::vector<std::string>{});
  EXPECT_TRUE(contains(note_of(unit + "eta = 3.0\n" + kPulses, {"model.eta=5"}),
                       "--set model.eta: found 5 (integer), which is no pump"));
  EXPECT_TRUE(contains(note_of(unit + kPulses + axis_over("model.eta")),
                       "scan.axes: the axis over model.eta varies no pump"));
}

TEST(IdleKeys, EtaThatIsAskedForAndChangesNothingIsRefused) {
  EXPECT_TRUE(contains(refusal(minimal(kPulses + axis_over("model.eta"))),
                       "model.eta: found a scan axis over this key, which means nothing beside "
                       "pump.segments, each of which has its own eta; allowed: pump.factor, of all "
                       "of them, or pump.segments[0].eta"));
  EXPECT_TRUE(contains(refusal(minimal(kPulses + axis_over("model.eta.abs"))),
                       "model.eta.abs: found a scan axis over this key"));
  // No unit of time has the phase.
  EXPECT_TRUE(contains(
      refusal(minimal("eta = 3.0\nkappa_tau_Q = 1.0\n" + kPulses + axis_over("model.eta.phase"))),
      "model.eta.phase: found a scan axis over this key"));
  EXPECT_TRUE(contains(refusal(minimal(kPulses), {"model.eta=5"}),
                       "--set model.eta: found 5 (integer), which means nothing beside "
                       "pump.segments"));
  EXPECT_TRUE(contains(
      refusal(minimal(axis_over("model.eta")), {"pump.segments=[{ until = 0.01, eta = 3.0 }]"}),
      "--unset scan.axes takes all axes away"));
}

TEST(IdleKeys, ABathBehindAClosedMirrorIsSaid) {
  const std::string text = minimal("thermal_photons = 2.0\n");
  EXPECT_TRUE(contains(note_of(text),
                       "model.thermal_photons means nothing here: it is of the bath behind "
                       "the mirror, and model.kappa, by which photons come through, is 0"));
  EXPECT_EQ(notes_of(minimal("thermal_photons = 2.0\nkappa = 1.0\n")), std::vector<std::string>{});
  EXPECT_EQ(notes_of(text + axis_over("model.kappa")), std::vector<std::string>{});
}

TEST(IdleKeys, LevelsAndFramesThatNoPointReadsAreSaid) {
  for (const std::string key : {"cutoff = 30", "cutoff_exact = 30", "frame = \"moving\""}) {
    const std::string name = "solve." + key.substr(0, key.find(' '));
    EXPECT_TRUE(contains(note_of(minimal("[solve]\n" + key + "\n")),
                         "fig.toml:6: " + name +
                             " means nothing here: no point is of a method "
                             "that reads it"));
    EXPECT_EQ(notes_of(minimal("kerr = 1.0\n[solve]\n" + key + "\n")), std::vector<std::string>{});
    EXPECT_EQ(notes_of(minimal("[solve]\n" + key + "\n" + axis_over("model.kerr"))),
              std::vector<std::string>{});
  }
  EXPECT_EQ(notes_of(minimal("[solve]\ncutoff = \"auto\"\nframe = \"auto\"\n")),
            std::vector<std::string>{});
  EXPECT_TRUE(contains(note_of(minimal("tunnelling = 1.0\n[solve]\nframe = \"moving\"\n")),
                       "solve.frame means nothing here"));
}

TEST(IdleKeys, AnEndOfNoPumpIsSaid) {
  // As where --set pump.switch_off takes the place of segments.
  for (const std::string end : {"0.01", "0.05"})
    EXPECT_TRUE(contains(note_of(minimal("[pump]\nswitch_off = " + end + "\n")),
                         "pump.switch_off means nothing here: there is no pump"));
  EXPECT_EQ(notes_of(minimal("transverse = 3.0\n[pump]\nswitch_off = 0.01\n")),
            std::vector<std::string>{});
}

TEST(IdleKeys, APumpThatStaysOnToTheEndIsSaid) {
  EXPECT_TRUE(contains(note_of(minimal("eta = 3.0\n[pump]\nswitch_off = 0.05\n")),
                       "pump.switch_off: found 0.05, beyond time.stop = 0.03: the pump stays on to "
                       "the end"));
  EXPECT_EQ(notes_of(minimal("eta = 3.0\n[pump]\nswitch_off = 0.03\n")),
            std::vector<std::string>{});
  EXPECT_TRUE(contains(
      note_of(minimal("eta = 3.0\n[scan]\naxes = [{ key = \"pump.switch_off\", values = [0.01, "
                      "0.04] }]\n")),
      "found 0.04, beyond time.stop = 0.03: the pump stays on to the end (at the point "
      "pump.switch_off = 0.04)"));
}

TEST(IdleKeys, SegmentsThatNeverComeAreSaid) {
  EXPECT_TRUE(contains(note_of(minimal("[pump]\nsegments = [{ until = 0.04, eta = 3.0 }, { until = "
                                       "0.05, eta = 4.0 }]\n")),
                       "pump.segments[1]: begins at 0.04, not before time.stop = 0.03: nothing is "
                       "solved with it"));
  // One that is cut off by the end is as usual.
  EXPECT_EQ(notes_of(minimal("[pump]\nsegments = [{ until = 0.04, eta = 3.0 }]\n")),
            std::vector<std::string>{});
}

}  // namespace
}  // namespace pairtwist
