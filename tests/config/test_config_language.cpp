// SPDX-License-Identifier: BSD-3-Clause
// Axes over words and over segments of the pump, spaced times, events below a level; what the
// command line leaves without a meaning; symbols of the physics; the lists of keys.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "config/key_lines.hpp"
#include "config_support.hpp"
#include "pairtwist/scan.hpp"
#include "same_job.hpp"

namespace pairtwist {
namespace {

using config_test::contains;
using config_test::minimal;
using config_test::refusal;

Job parse(const std::string& text, const ConfigChanges& changes = {}) {
  return parse_config(text, "fig.toml", changes);
}

void expect_round_trip(const Job& job) {
  config_test::expect_same(job, parse_config(to_toml(job), "resolved.toml"));
}

const std::string kLights = minimal(
    "[light]\nalpha = 2.0\nn = 0.5\n[scan]\naxes = [\n"
    "{ key = \"light.state\", values = [\"vacuum\", \"coherent\", \"thermal\"] },\n"
    "{ key = \"solve.method\", values = [\"closed_form\", \"fock\"] }]\n");

TEST(ConfigWords, AreAxes) {
  const Job job = parse(kLights);
  const Scan scan(job);
  EXPECT_EQ(job.scan.axes[0].words, (std::vector<std::string>{"vacuum", "coherent", "thermal"}));
  ASSERT_EQ(scan.size(), 6U);
  EXPECT_EQ(scan.point(0).parameters.light.state, LightState::vacuum);
  EXPECT_EQ(scan.point(3).parameters.light.state, LightState::coherent);
  EXPECT_EQ(scan.point(3).parameters.light.alpha, 2.0);
  EXPECT_EQ(scan.point(3).parameters.method, Method::fock);
  EXPECT_EQ(scan.point(4).parameters.light.n, 0.5);
  EXPECT_EQ(scan.point(4).parameters.method, Method::closed_form);
  EXPECT_EQ(scan.describe(3), "light.state = \"coherent\", solve.method = \"fock\"");
  expect_round_trip(job);
}

TEST(ConfigWords, DecideWhatMeansSomethingForSomePoint) {
  EXPECT_TRUE(contains(refusal(minimal("[scan]\naxes = [{ key = \"light.state\", "
                                       "values = [\"vacuum\", \"squeezed\"] }]\n")),
                       "light.r: missing, but required"));
  EXPECT_TRUE(contains(refusal(minimal("[light]\nalpha = 1.0\n[scan]\naxes = [{ key = "
                                       "\"light.state\", values = [\"vacuum\", \"thermal\"] }, "
                                       "{ key = \"light.n\", values = [1.5] }]\n")),
                       "light.alpha means nothing for light.state = \"vacuum\" or \"thermal\""));
  // Fock states and thermal light share a key; the stricter one holds.
  EXPECT_TRUE(contains(refusal(minimal("[scan]\naxes = [{ key = \"light.state\", values = "
                                       "[\"fock\", \"thermal\"] }, { key = \"light.n\", "
                                       "values = [1.5] }]\n")),
                       "found 1.5"));
  const Job numbers =
      parse(minimal("[scan]\naxes = [{ key = \"light.n\", linspace = [0, 4, 3] }, "
                    "{ key = \"light.state\", values = [\"fock\", \"thermal\"] }]\n"));
  EXPECT_EQ(numbers.scan.axes[0].key, "light.n");
  EXPECT_EQ(numbers.scan.axes[0].values, (std::vector<double>{0, 2, 4}));
  expect_round_trip(numbers);
}

TEST(ConfigWords, AreJudgedAtEveryPoint) {
  // In the middle of the axis, where no corner of numbers is.
  EXPECT_TRUE(contains(
      refusal(minimal("[light]\nn = 2\n[solve]\nmethod = \"closed_form\"\n[scan]\naxes = [{ key = "
                      "\"light.state\", values = [\"vacuum\", \"fock\", \"thermal\"] }]\n")),
      "at the point light.state = \"fock\""));
  EXPECT_TRUE(contains(refusal(minimal("[scan]\naxes = [{ key = \"light.state\", values = "
                                       "[\"vacum\"] }]\n")),
                       "scan.axes[0].values[0]: found \"vacum\" (string), allowed: \"vacuum\""));
  EXPECT_TRUE(contains(refusal(minimal("[scan]\naxes = [{ key = \"light.state\", linspace = "
                                       "[0, 1, 2] }]\n")),
                       "values = [...]"));
  EXPECT_TRUE(contains(refusal(minimal("[solve]\nmethod = \"closed_form\"\n[scan]\naxes = [{ key "
                                       "= \"solve.frame\", values = [\"moving\"] }]\n")),
                       "means nothing for solve.method = \"closed_form\""));
}

const std::string kPulses =
    "[pump]\nsegments = [{ until = 0.01, eta = 3.0 }, { until = 0.02, eta = [0.0, 2.0] }]\n";

TEST(ConfigSegments, AreAxes) {
  const Job job = parse(
      minimal(kPulses +
              "factor = 2.0\n[scan]\naxes = [{ key = \"pump.segments[1].eta\", values = [5.0, "
              "7.0] }, { key = \"pump.segments[0].until\", values = [0.005, 0.015] }]\n"));
  const Scan scan(job);
  const std::vector<PumpSegment> last = scan.point(3).segments;
  ASSERT_EQ(last.size(), 3U);
  EXPECT_EQ(last[0].eta, 6.0);
  EXPECT_EQ(last[0].until, 0.015);
  EXPECT_EQ(last[1].eta, 14.0);
  EXPECT_EQ(last[2].eta, 0.0);
  expect_round_trip(job);
}

TEST(ConfigSegments, HaveModulusPhaseAndACommonFactor) {
  const Job job = parse(
      minimal(kPulses +
              "[scan]\naxes = [{ key = \"pump.segments[1].eta.abs\", values = [4.0] }, { key = "
              "\"pump.segments[0].eta.phase\", values = [0.5] }, { key = \"pump.factor\", values "
              "= [0.5, 3.0] }]\n"));
  const std::vector<PumpSegment> segments = Scan(job).point(1).segments;
  EXPECT_NEAR(std::abs(segments[1].eta - std::complex<double>(0.0, 12.0)), 0.0, 1e-14);
  EXPECT_NEAR(std::abs(segments[0].eta - 3.0 * std::polar(3.0, 0.5)), 0.0, 1e-14);
  expect_round_trip(job);
}

TEST(ConfigSegments, NeedNoValueThatAnAxisGives) {
  const Job job = parse(
      minimal("[pump]\nsegments = [{ eta = 3.0 }, { until = 0.02 }]\n[scan]\naxes = [{ key = "
              "\"pump.segments[0].until\", values = [0.01] }, { key = \"pump.segments[1].eta.abs\","
              " values = [4.0] }]\n"));
  EXPECT_EQ(Scan(job).point(0).segments[1].eta, 4.0);
}

TEST(ConfigSegments, AreRefusedOutOfOrderAndOutOfReach) {
  const auto with_axis = [](const std::string& axis) {
    return refusal(minimal(kPulses + "[scan]\naxes = [{ " + axis + " }]\n"));
  };
  EXPECT_TRUE(contains(with_axis("key = \"pump.segments[0].until\", values = [0.01, 0.03]"),
                       "pump.segments[1].until: found 0.02, allowed: later than the segment "
                       "before, which ends at 0.03 (at the point pump.segments[0].until = 0.03)"));
  EXPECT_TRUE(contains(with_axis("key = \"pump.segments[2].eta\", values = [1]"),
                       "over the segment 2, allowed: 0 ... 1"));
  EXPECT_TRUE(contains(refusal(minimal("[scan]\naxes = [{ key = \"pump.segments[0].eta\", values = "
                                       "[1] }]\n")),
                       "means nothing without pump.segments"));
  EXPECT_TRUE(contains(refusal(minimal("[pump]\nfactor = 2.0\n")),
                       "pump.factor means nothing for a pump without segments"));
}

TEST(ConfigTimes, MayBeSpaced) {
  const auto times = [](const std::string& spaced) {
    const Job job = parse("[model]\natoms = 2\n[time]\nvalues = { " + spaced + " }\n");
    expect_round_trip(job);
    EXPECT_EQ(job.base.time_stop, job.time.values.back());
    return job.time.values;
  };
  EXPECT_EQ(times("logspace = [0.01, 100.0, 3]"), (std::vector<double>{0.0, 0.01, 1.0, 100.0}));
  EXPECT_EQ(times("linspace = [0.0, 1.0, 3]"), (std::vector<double>{0.0, 0.5, 1.0}));
  EXPECT_EQ(times("linspace = [1.0, 2.0, 3]"), (std::vector<double>{0.0, 1.0, 1.5, 2.0}));
}

TEST(ConfigTimes, RefuseSpacesThatDoNotIncrease) {
  const auto message = [](const std::string& spaced) {
    return refusal("[model]\natoms = 2\n[time]\nvalues = { " + spaced + " }\n");
  };
  EXPECT_TRUE(contains(message("linspace = [2.0, 1.0, 3]"), "allowed: a < b"));
  EXPECT_TRUE(contains(message("linspace = [-1.0, 1.0, 3]"), "linspace[0]: found -1.0"));
  EXPECT_TRUE(contains(message("linspace = [0.0, 0.0, 1]"), "allowed: a < b"));
  EXPECT_TRUE(contains(message("logspace = [1.0, 2.0, 3], linspace = [1.0, 2.0, 3]"), "both"));
  EXPECT_TRUE(contains(message(""), "none of linspace and logspace"));
}

TEST(ConfigEvents, MayBeBelowAndHaveALabel) {
  const Job job =
      parse(minimal("[output]\nevents = [{ name = \"a\", quantity = \"qfi\", below = 0.5, label = "
                    "\"$t_a$\" }]\n"));
  EXPECT_TRUE(job.output.events[0].below);
  EXPECT_EQ(job.output.events[0].level, 0.5);
  EXPECT_EQ(job.output.events[0].label, "$t_a$");
  expect_round_trip(job);
  const auto message = [](const std::string& levels) {
    return refusal(
        minimal("[output]\nevents = [{ name = \"a\", quantity = \"qfi\"" + levels + " }]\n"));
  };
  EXPECT_TRUE(contains(message(""), "found neither above nor below"));
  EXPECT_TRUE(contains(message(", above = 1, below = 2"), "found both above and below"));
}

TEST(ConfigIntegers, SayWhatWasDropped) {
  const Job job =
      parse(minimal("[scan]\naxes = [{ key = \"model.atoms\", logspace = [1, 10, 9] }]\n"));
  ASSERT_EQ(job.notes.size(), 1U);
  EXPECT_TRUE(contains(job.notes[0], "model.atoms: 7 of the 9 values"));
}

/// Of words and numbers, wherever they stand; points of a zip may have one in common.
TEST(ConfigAxes, OfAGridHaveEachValueOnce) {
  const auto axis = [](const std::string& values, const std::string& mode = "grid") {
    return parse(minimal("[scan]\nmode = \"" + mode + "\"\naxes = [{ key = " + values + " }]\n"));
  };
  const Job numbers = axis("\"model.kappa\", values = [2.0, 1, 2, 0.0, 1.0, -0.0]");
  EXPECT_EQ(numbers.scan.axes[0].values, (std::vector{2.0, 1.0, 0.0}));
  ASSERT_EQ(numbers.notes.size(), 1U);
  EXPECT_EQ(numbers.notes[0],
            "model.kappa: 3 of the 6 values of the axis are left, each of them once");
  EXPECT_TRUE(parse(to_toml(numbers)).notes.empty());
  const Job words = axis("\"atoms.state\", values = [\"coherent\", \"coherent\"]");
  EXPECT_EQ(words.scan.axes[0].words, std::vector<std::string>{"coherent"});
  EXPECT_EQ(words.notes.at(0),
            "atoms.state: 1 of the 2 values of the axis is left, each of them once");
  const Job same = axis("\"model.eta\", linspace = [0.5, 0.5, 4]");
  EXPECT_EQ(same.scan.axes[0].values, std::vector{0.5});
  expect_round_trip(same);
  EXPECT_TRUE(axis("\"model.kappa\", values = [1.0, 1.0]", "zip").notes.empty());
}

/// The notes of a config with these --set.
std::vector<std::string> notes(const std::string& text, std::vector<std::string> set,
                               std::vector<std::string> unset = {}) {
  return parse(text, {.set = std::move(set), .unset = std::move(unset), .known_files = {}}).notes;
}

TEST(ConfigOverrides, LeaveOutWhatTheyMakeMeaningless) {
  const struct {
    std::string text;
    std::string set;
    std::string note;
  } cases[] = {
      {minimal("[light]\nstate = \"coherent\"\nalpha = 2.0\n"), "light.state=vacuum",
       "fig.toml:7: light.alpha means nothing for light.state = \"vacuum\", which --set "
       "light.state makes it; left out"},
      {minimal("[solve]\nmethod = \"fock\"\ncutoff = 40\n"), "solve.method=gaussian",
       "solve.cutoff means nothing"},
      {minimal("[solve]\nmethod = \"fock\"\nframe = \"moving\"\n"), "solve.method=gaussian",
       "solve.frame means nothing"},
      {minimal("[output]\nquantities = [\"cfi\"]\nangles = [0.5]\n"), "output.quantities=[\"qfi\"]",
       "output.angles means nothing for output.quantities without \"cfi\", which --set "
       "output.quantities makes it; left out"},
      {minimal("eta = 3.0\nkappa_tau_Q = 1.0\n"), "model.kappa=2.0",
       "fig.toml:6: model.kappa_tau_Q is left out: --set model.kappa takes its place"},
      {"[model]\natoms = 2\n[time]\nvalues = [0.0, 1.0]\n", "time.stop=3.0",
       "fig.toml:4: time.values is left out"},
      {minimal("eta = 3.0\n" + std::string(kPulses)), "pump.switch_off=0.01",
       "pump.segments is left out"},
      {minimal("[scan]\naxes = [{ key = \"model.U\", values = [1, 2] }]\n"), "model.U=5",
       "--set model.U: means nothing beside the scan axis"},
      {minimal("[light]\nalpha = 1.0\nn = 2.0\n[scan]\naxes = [{ key = \"light.state\", values = "
               "[\"coherent\", \"thermal\"] }]\n"),
       "scan.axes=[{ key = \"light.state\", values = [\"coherent\", \"vacuum\"] }]",
       "light.n means nothing for light.state = \"coherent\" or \"vacuum\", which --set scan.axes "
       "makes it; left out"},
  };
  for (const auto& each : cases) {
    const std::vector<std::string> said = notes(each.text, {each.set});
    ASSERT_EQ(said.size(), 1U) << each.set;
    EXPECT_TRUE(contains(said[0], each.note));
  }
}

TEST(ConfigOverrides, AreRefusedWhereTheyMeanNothingThemselves) {
  EXPECT_TRUE(contains(refusal(minimal(), {"light.alpha=1"}),
                       "--set light.alpha means nothing for light.state = \"vacuum\""));
  EXPECT_TRUE(contains(refusal(minimal("[light]\nalpha = 1.0\n"), {"model.U=2"}), "fig.toml:6"));
}

TEST(ConfigOverrides, AreNotNamedTwice) {
  const std::string message = refusal(minimal(), {"model.eta=\"x\""});
  EXPECT_TRUE(message.starts_with("--set model.eta: found \"x\""));
}

TEST(ConfigOverrides, UnsetKeysAndSections) {
  const std::string text = minimal("U = 3.0\n[light]\nstate = \"coherent\"\nalpha = 2.0\n");
  const Job job = parse(text, {.set = {}, .unset = {"model.U", "light"}, .known_files = {}});
  EXPECT_EQ(job.base.model.U, 1.0);
  EXPECT_EQ(job.base.light.state, LightState::vacuum);
  EXPECT_TRUE(contains(notes(text, {}, {"light.state"}).at(0), "which --unset light.state makes"));
  try {
    parse(text, {.set = {}, .unset = {"model.u"}, .known_files = {}});
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_TRUE(contains(error.what(),
                         "--unset model.u: found no such key in fig.toml; did you mean model.U?"));
  }
}

TEST(ConfigSymbols, HintAtTheirKeys) {
  EXPECT_TRUE(contains(refusal(minimal("J = 1.0\n")), "J is model.tunnelling"));
  EXPECT_TRUE(contains(refusal(minimal("Dc = 1.0\n")), "Dc is model.detuning"));
  EXPECT_TRUE(contains(refusal(minimal("n_th = 1.0\n")), "n_th is model.thermal_photons"));
  EXPECT_TRUE(contains(refusal(minimal("g = 1.0\n")), "g is model.U, which `pairtwist lab`"));
  EXPECT_TRUE(contains(refusal(minimal("Omega = 1.0\n")), "pairtwist lab"));
  EXPECT_TRUE(contains(refusal("N = 10\n"), "N is model.atoms"));
  EXPECT_TRUE(contains(refusal(minimal("[scan]\naxes = [{ key = \"model.J\", values = [1] }]\n")),
                       "J is model.tunnelling"));
}

/// A guess takes the place of the list, and is of three at most, those with the word in their own
/// names first.
TEST(ConfigQuantities, GuessesAFewOfThem) {
  const auto of = [](const std::string& name) {
    return refusal(minimal("[output]\nquantities = [\"" + name + "\"]\n"));
  };
  EXPECT_TRUE(contains(of("fisher"),
                       "did you mean qfi or qfi_optimal or qfi_optimal_direction? "
                       "`pairtwist quantities` lists them all"));
  EXPECT_TRUE(contains(of("photon"), "did you mean photon_number or photon_distribution"));
  EXPECT_FALSE(contains(of("fisher"), "husimi"));
  EXPECT_FALSE(contains(of("qfj"), "husimi"));
}

TEST(ConfigScan, SaysThatPointsAreTheSameOne) {
  const auto said = [](const std::string& methods, const std::string& frames,
                       const std::string& mode = "") {
    return notes(minimal("[scan]\n" + mode + "axes = [{ key = \"solve.method\", values = " +
                         methods + " }, { key = \"solve.frame\", values = " + frames + " }]\n"),
                 {});
  };
  const std::string frames = R"(["moving", "laboratory"])";
  const std::vector<std::string> notes = said(R"(["fock", "joint", "closed_form"])", frames);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_TRUE(contains(notes[0],
                       "scan.axes: solve.frame means nothing for solve.method = \"joint\" "
                       "or \"closed_form\": there the 2 points along the axis over it "
                       "are the same one"));
  EXPECT_TRUE(said(R"(["fock", "auto"])", frames).empty());
  EXPECT_TRUE(said(R"(["fock", "joint"])", R"(["moving"])").empty());
  EXPECT_TRUE(said(R"(["fock", "joint"])", frames, "mode = \"zip\"\n").empty());
}

TEST(ConfigBell, SaysWhyOddAtomsHaveNone) {
  const std::string bell = "[output]\nquantities = [\"bell\"]\n";
  EXPECT_TRUE(notes(minimal(bell), {}).empty());
  const std::vector<std::string> said =
      notes(minimal("[scan]\naxes = [{ key = \"model.atoms\", values = [4, 7] }]\n" + bell), {});
  ASSERT_EQ(said.size(), 1U);
  EXPECT_TRUE(contains(said[0], "bell is -inf for odd N, here 7"));
}

TEST(ConfigBell, SaysNothingWhereOddAtomsHaveOne) {
  const std::string bell = "[output]\nquantities = [\"bell\"]\n";
  const auto said = [&](const std::string& text, const std::vector<std::string>& set) {
    return notes(minimal(text + bell), set).size();
  };
  const std::string odd = "model.atoms=5";
  EXPECT_EQ(said("", {odd}), 1U);
  EXPECT_EQ(said("", {odd, "model.tilt=0.3"}), 0U);
  EXPECT_EQ(said("", {odd, "atoms.theta=0.8"}), 0U);
  EXPECT_EQ(said("", {odd, "atoms.phi=0.1"}), 0U);
  EXPECT_EQ(said("", {odd, "atoms.state=dicke", "atoms.m=0.5"}), 0U);
  const std::string over = "[scan]\naxes = [{ key = \"";
  EXPECT_EQ(said(over + "model.tilt\", values = [0, 1] }]\n", {odd}), 1U);
  EXPECT_EQ(said(over + "atoms.phi\", values = [0, 1] }]\n", {odd}), 1U);
  EXPECT_EQ(said(over + "model.tilt\", values = [1, 2] }]\n", {odd}), 0U);
  EXPECT_EQ(said(over + "atoms.theta\", values = [0.3, 0.9] }]\n", {odd}), 0U);
  EXPECT_EQ(said(over + "atoms.m\", values = [0.5, 1.5] }]\n", {odd, "atoms.state=dicke"}), 0U);
  const std::string zip =
      "[scan]\nmode = \"zip\"\naxes = [{ key = \"model.atoms\", values = [4, 5] }, "
      "{ key = \"model.tilt\", values = ";
  EXPECT_EQ(said(zip + "[0, 1] }]\n", {}), 0U);
  EXPECT_EQ(said(zip + "[1, 0] }]\n", {}), 1U);
}

TEST(ConfigKeys, EachHasALine) {
  const std::vector<config::KeyLine> lines = config::key_lines();
  std::vector<std::string> paths;
  for (const config::KeyLine& line : lines) {
    EXPECT_FALSE(line.meaning.empty()) << line.path;
    EXPECT_FALSE(line.allowed.empty()) << line.path;
    EXPECT_EQ(std::ranges::count(paths, line.path), 0) << line.path;
    paths.push_back(line.path);
  }
  // Every key that a resolved config has.
  for (const auto& [path, value] :
       config::resolved_values(to_toml(parse(minimal("kappa_tau_Q = 1.0\neta = 1.0\n" + kPulses)))))
    EXPECT_EQ(std::ranges::count(paths, path), 1) << path;
}

TEST(ConfigKeys, OfTextsThatNoProgramWroteEndWithoutAFault) {
  using Values = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(config::resolved_values("[a]\nx = [\n\n  1,\n]\n"), (Values{{"a.x", "[1]"}}));
  EXPECT_EQ(config::resolved_values("x = [\n\n"), (Values{{"x", "[]"}}));
  EXPECT_EQ(config::resolved_values("[\n"), Values{});
}

TEST(ConfigKeys, KnowWhatIsNotDefault) {
  const auto changed = [](const std::string& more) {
    std::string all;
    for (const auto& [key, value] : config::not_default(to_toml(parse(minimal(more)))))
      all += key + " = " + value + "\n";
    return all;
  };
  EXPECT_EQ(changed(""), "model.atoms = 100\ntime.stop = 0.03\n");
  EXPECT_EQ(changed("eta = [1.0, 2.0]\n[light]\nstate = \"squeezed\"\nr = 0.5\n"),
            "model.atoms = 100\nmodel.eta = [1.0, 2.0]\nlight.state = \"squeezed\"\nlight.r = 0.5\n"
            "time.stop = 0.03\n");
  EXPECT_TRUE(contains(changed(kPulses),
                       "pump.segments = [{ until = 0.01, eta = 3.0 }, { until = 0.02, eta = [0.0, "
                       "2.0] }]\n"));
}

TEST(ConfigTemplate, IsAConfig) {
  const std::string text = config::config_template();
  const Job job = parse(text);
  EXPECT_EQ(job.base.model.atoms, 100);
  // Every key of a section stands in it, most of them as comments.
  for (const char* key : {"\n# kappa_tau_Q = ", "\n# segments = ", "\n# tolerance = 1e-08",
                          "\n# husimi_grid = [91, 181]"})
    EXPECT_TRUE(contains(text, key));
  // Defaults that are written out change nothing.
  std::string uncommented = text;
  for (const char* key : {"U", "samples", "tolerance", "over_time", "rate_unit"}) {
    const std::string line = fmt::format("\n# {} = ", key);
    const std::size_t at = uncommented.find(line);
    ASSERT_NE(at, std::string::npos) << key;
    uncommented.erase(at + 1, 2);
  }
  config_test::expect_same(job, parse(uncommented));
}

}  // namespace
}  // namespace pairtwist
