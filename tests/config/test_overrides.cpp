// SPDX-License-Identifier: BSD-3-Clause
// --set key=VALUE: every form it takes, and every way it can be wrong.
#include <complex>
#include <numbers>
#include <string>

#include "config_support.hpp"

namespace pairtwist {
namespace {

using config_test::contains;
using config_test::minimal;
using config_test::refusal;

Job with(const std::string& text, const std::vector<std::string>& overrides) {
  return parse_config(text, "fig.toml", overrides);
}

TEST(ConfigOverrides, ReplaceAndAdd) {
  const Job job = with(minimal("U = 3.0\n"), {"model.U=0.25", "model.W0=2", "title=\"a b\""});
  EXPECT_EQ(job.base.model.U, 0.25);
  EXPECT_EQ(job.base.model.W0, 2.0);
  EXPECT_EQ(job.title, "a b");
}

TEST(ConfigOverrides, AreAppliedInOrder) {
  EXPECT_EQ(with(minimal(), {"model.U=1.5", "model.U=2.5"}).base.model.U, 2.5);
}

TEST(ConfigOverrides, ThatAreNoTomlAreBareStrings) {
  const Job job = with(minimal(), {"light.state=coherent", "light.alpha=[1, 2]", "title=a=b # c"});
  EXPECT_EQ(job.base.light.state, LightState::coherent);
  EXPECT_EQ(job.base.light.alpha, (std::complex<double>{1.0, 2.0}));
  EXPECT_EQ(job.title, "a=b # c");
  EXPECT_EQ(with(minimal(), {"title="}).title, "");
}

TEST(ConfigOverrides, CannotSmuggleInOtherKeys) {
  EXPECT_EQ(with(minimal(), {"title=1\n[model]\natoms=7"}).title, "1\n[model]\natoms=7");
}

TEST(ConfigOverrides, MakeASectionOrAnArray) {
  const Job job = with(
      minimal(), {"pump.switch_off=max_qfi", "scan.axes=[{ key = 'model.U', values = [1, 2] }]"});
  EXPECT_TRUE(job.base.pump.switch_off_at_max_qfi);
  ASSERT_EQ(job.scan.axes.size(), 1U);
  EXPECT_EQ(job.scan.axes[0].values, (std::vector<double>{1.0, 2.0}));
}

TEST(ConfigOverrides, AnAxisTakesThePlaceOfAWordAsOfANumber) {
  const std::string axes = "[{ key = \"pump.switch_off\", linspace = [0.005, 0.02, 8] }]";
  const std::string pump = "eta = 3.0\n[pump]\nswitch_off = \"max_qfi\"\n";
  const auto expect_axis = [](const Job& job) {
    EXPECT_FALSE(job.base.pump.switch_off_at_max_qfi);
    EXPECT_EQ(job.base.pump.switch_off, 0.005);
    ASSERT_EQ(job.scan.axes.size(), 1U);
    EXPECT_EQ(job.scan.axes[0].values.size(), 8U);
  };
  const Job set = with(minimal(pump), {"scan.axes=" + axes});
  expect_axis(set);
  EXPECT_EQ(set.notes,
            std::vector<std::string>{"fig.toml:7: pump.switch_off = \"max_qfi\" is left out: --set "
                                     "scan.axes takes its place"});
  const Job whole = with(minimal(pump + "[scan]\naxes = " + axes + "\n"), {});
  expect_axis(whole);
  EXPECT_TRUE(whole.notes.empty());
  const Job word =
      with(minimal("eta = 3.0\n[scan]\naxes = " + axes + "\n"), {"pump.switch_off=max_qfi"});
  expect_axis(word);
  ASSERT_EQ(word.notes.size(), 1U);
  EXPECT_TRUE(
      word.notes[0].starts_with("--set pump.switch_off: means nothing beside the scan axis"));
}

TEST(ConfigOverrides, GiveWhatTheFileLacks) {
  const Job job = with("", {"model.atoms=5", "time.stop=2.0"});
  EXPECT_EQ(job.base.model.atoms, 5);
  EXPECT_EQ(job.base.time_stop, 2.0);
}

TEST(ConfigOverrides, ReplaceAPartOfAComplexNumber) {
  using std::numbers::pi;
  const auto eta = [](const std::string& written, const std::string& assignment) {
    return with(minimal(written), {assignment}).base.model.eta;
  };
  EXPECT_EQ(eta("eta = { abs = 320.0, phase = 0.5 }\n", "model.eta.abs=300"),
            std::polar(300.0, 0.5));
  EXPECT_EQ(eta("eta = 320.0\n", "model.eta.abs=300"), 300.0);
  EXPECT_EQ(eta("eta = -320.0\n", "model.eta.abs=300"), std::polar(300.0, pi));
  EXPECT_EQ(eta("eta = [0.0, 2.0]\n", "model.eta.phase=0"), 2.0);
  EXPECT_EQ(eta("", "model.eta.abs=300"), 300.0);
  EXPECT_TRUE(contains(refusal(minimal(), {"model.eta.phase=1"}),
                       "--set model.eta.phase: model.eta.abs: missing"));
}

TEST(ConfigOverrides, ReplaceWhatAnEntryOfAnArraySays) {
  const std::string pulses = minimal(
      "[pump]\nsegments = [{ until = 0.01, eta = 3.0 }, { until = 0.02, eta = [0.0, 2.0] }]\n");
  const auto segments = [&](const std::string& assignment) {
    return with(pulses, {assignment}).base.pump.segments;
  };
  EXPECT_EQ(segments("pump.segments[1].eta=5")[1].eta, 5.0);
  EXPECT_EQ(segments("pump.segments[1].eta=5")[0].eta, 3.0);
  EXPECT_LT(std::abs(segments("pump.segments[1].eta.abs=4")[1].eta - std::complex(0.0, 4.0)),
            1e-15);
  EXPECT_EQ(segments("pump.segments[0].transverse=1")[0].transverse, 1.0);
  EXPECT_EQ(segments("pump.segments[0]={ until = 0.005, eta = 1 }")[0].until, 0.005);
  EXPECT_EQ(with(pulses, {"output.events=[{ name = 'a', quantity = 'qfi', above = 1 }]",
                          "output.events[0].above=2"})
                .output.events[0]
                .level,
            2.0);
  ConfigChanges without;
  without.unset = {"pump.segments[1].eta"};
  without.set = {"pump.segments[1].eta=7"};
  EXPECT_EQ(parse_config(pulses, "fig.toml", without).base.pump.segments[1].eta, 7.0);
}

TEST(ConfigOverrides, OfAnEntryThatIsNotThereSayTheWayOut) {
  const std::string pulse = minimal("[pump]\nsegments = [{ until = 0.01, eta = 3.0 }]\n");
  EXPECT_TRUE(contains(refusal(pulse, {"pump.segments[1].eta=5"}),
                       "--set pump.segments[1].eta: found entry [1], allowed: 0 ... 0, those that "
                       "pump.segments has"));
  EXPECT_TRUE(contains(refusal(minimal(), {"pump.segments[0].eta=5"}),
                       "--set pump.segments[0].eta: pump.segments is not there, and no array whose "
                       "entries could be set one by one; --set 'pump.segments=[...]' gives all"));
  EXPECT_TRUE(contains(refusal(minimal("U = 1.0\n"), {"model.U[0]=5"}), "model.U is 1.0 (float)"));
  EXPECT_TRUE(contains(refusal(pulse, {"pump.segments[0].eta=a"}),
                       "--set pump.segments[0].eta: found \"a\" (string)"));
  for (const std::string wrong : {"pump.segments[]", "pump.segments[x]", "[0]", "pump.segments[0"})
    EXPECT_TRUE(contains(refusal(pulse, {wrong + "=5"}), "as in pump.segments[0].eta")) << wrong;
}

TEST(ConfigOverrides, OfAnAxisOverTheEndOfThePumpSayHowToHaveItAtTheMaximum) {
  EXPECT_TRUE(contains(
      refusal(minimal("[scan]\naxes = [{ key = \"pump.switch_off\", values = [\"max_qfi\"] }]\n")),
      "scan.axes[0].values: found \"max_qfi\" (string), allowed: a number from 1e-300 to 1e300; "
      "pump.switch_off = \"max_qfi\" without this axis ends the pump of each point"));
}

TEST(ConfigOverrides, AreNamedInMessages) {
  EXPECT_TRUE(contains(refusal(minimal(), {"model.kapa=1"}),
                       "--set model.kapa: unknown key; did you mean model.kappa?"));
  EXPECT_TRUE(contains(refusal(minimal(), {"model.kappa=-1"}),
                       "--set model.kappa: found -1 (integer), allowed:"));
  EXPECT_TRUE(contains(refusal(minimal(), {"model.kappa=nan"}), "found nan (float)"));
  EXPECT_TRUE(contains(refusal(minimal(), {"output.quantities=[\"QFI\"]"}),
                       "--set output.quantities[0]: found \"QFI\""));
  EXPECT_TRUE(contains(refusal(minimal(), {"model.kappa=fast"}), "found \"fast\" (string)"));
  EXPECT_TRUE(contains(refusal(minimal(), {"output.quantities=qfi"}),
                       "--set output.quantities: found \"qfi\" (string)"));
  EXPECT_TRUE(contains(refusal(minimal(), {"scan.axes=[{ key = 'model.U', values = [nan] }]"}),
                       "--set scan.axes: model.U: found nan"));
}

TEST(ConfigOverrides, MeetOneAnother) {
  const std::string message =
      refusal(minimal("eta = 1.0\n"), {"model.kappa_tau_Q=1", "model.kappa=0.5"});
  EXPECT_TRUE(contains(message,
                       "--set model.kappa: found together with model.kappa_tau_Q (--set "
                       "model.kappa_tau_Q), allowed: one of the two"));
}

/// An axis is the file's, and nothing but taking it away lets the key through.
TEST(ConfigOverrides, BesideAnAxisOfTheFileSayTheWayOut) {
  const auto axis = [](const std::string& key) {
    return minimal("eta = 1.0\n[scan]\naxes = [{ key = \"" + key + "\", values = [1.0, 2.0] }]\n");
  };
  const std::string way_out = "--unset scan.axes takes all axes away";
  EXPECT_TRUE(contains(refusal(axis("model.kappa_tau_Q"), {"model.kappa=1"}),
                       "allowed: one of the two; " + way_out));
  EXPECT_TRUE(contains(refusal(axis("model.kappa"), {"model.kappa_tau_Q=1"}),
                       "allowed: one of them; " + way_out));
  EXPECT_TRUE(contains(refusal(axis("time.stop"), {"time.values=[0.0, 1.0]"}), way_out));
  EXPECT_FALSE(
      contains(refusal(axis("model.kappa_tau_Q"), {"model.kappa=1",
                                                   "scan.axes=[{ key = 'model.kappa_tau_Q', "
                                                   "values = [1.0] }]"}),
               way_out));
}

TEST(ConfigOverrides, OfAxesTakeThePlaceOfWhatTheFileSays) {
  const Job job = with(minimal("eta = 1.0\nkappa_tau_Q = 0.5\n"),
                       {"scan.axes=[{ key = 'model.kappa', values = [1.0, 2.0] }]"});
  EXPECT_FALSE(job.base.model.kappa_tau_Q);
  ASSERT_EQ(job.notes.size(), 1U);
  EXPECT_TRUE(contains(job.notes[0], "model.kappa_tau_Q is left out: --set scan.axes takes its"));
  EXPECT_EQ(with(minimal("eta = 1.0\nkappa_tau_Q = 0.5\n"),
                 {"scan.axes=[{ key = 'model.eta', values = [1.0, 2.0] }]"})
                .base.model.kappa_tau_Q,
            0.5);
}

TEST(ConfigOverrides, OfQuantitiesShowTheArrayThatWasMeant) {
  const auto said = [](const std::string& value) {
    return refusal(minimal(), {"output.quantities=" + value});
  };
  EXPECT_TRUE(contains(said("bell"), "--set 'output.quantities=[\"bell\"]'"));
  EXPECT_TRUE(contains(said("[bell, qfi]"), "--set 'output.quantities=[\"bell\", \"qfi\"]'"));
  EXPECT_TRUE(contains(said("g2,qfi"), "--set 'output.quantities=[\"g2\", \"qfi\"]'"));
  EXPECT_FALSE(contains(said("!"), "quantities, ["));
  EXPECT_TRUE(contains(refusal(minimal("[output]\nquantities = \"bell\"\n")),
                       "allowed: an array of names of quantities, [\"bell\"]"));
}

TEST(ConfigOverrides, ThatLostTheirQuotesAreTold) {
  const std::string hint = "this is no TOML: texts in it need quotes";
  EXPECT_TRUE(contains(refusal(minimal(), {"scan.axes=[{key=model.U, values=[1,2]}]"}), hint));
  EXPECT_FALSE(contains(refusal(minimal(), {"scan.axes=3"}), hint));
  EXPECT_FALSE(contains(refusal(minimal("[scan]\naxes = \"[1]\"\n")), hint));
}

TEST(ConfigOverrides, OfAnAxisOverAComplexKeySayWhichAxesThereAre) {
  EXPECT_TRUE(contains(
      refusal(minimal(), {"scan.axes=[{ key = 'model.eta', values = [[1.0, 2.0]] }]"}),
      "allowed: a finite number; model.eta.abs and model.eta.phase are axes of their own"));
}

TEST(ConfigOverrides, OfWrongForm) {
  EXPECT_TRUE(contains(refusal(minimal(), {"model.kappa"}), "--set model.kappa: found no '='"));
  EXPECT_TRUE(contains(refusal(minimal(), {"=1"}), "found an empty key"));
  EXPECT_TRUE(contains(refusal(minimal(), {"model.=1"}), "found an empty key"));
  EXPECT_TRUE(contains(refusal(minimal(), {"model..U=1"}), "found an empty key"));
  EXPECT_TRUE(contains(refusal(minimal(), {"model U=1"}), "found a key with other characters"));
  EXPECT_TRUE(contains(refusal(minimal(), {"model.U.x=1"}),
                       "--set model.U.x: model.U: found a table, allowed: a finite number"));
  EXPECT_TRUE(contains(refusal(minimal("U = 2.0\n"), {"model.U.x=1"}),
                       "--set model.U.x: model.U is 2.0 (float) and holds no keys"));
  EXPECT_TRUE(contains(refusal(minimal(), {"scan.axes=[]", "scan.axes.0.key=model.U"}),
                       "scan.axes is an empty array and holds no keys"));
}

TEST(ConfigOverrides, OfMonstrousSize) {
  std::string key = "a";
  for (int i = 1; i < 100'000; ++i) key += ".a";
  EXPECT_TRUE(contains(refusal(minimal(), {key + "=1"}), "dotted key of more than 16 parts"));
  EXPECT_TRUE(contains(refusal(minimal(), {"title={" + key + "=1}"}), "dotted key of more than"));
  EXPECT_TRUE(contains(refusal(minimal(), {"title=" + std::string(100'000, '[')}), "nested"));
}

}  // namespace
}  // namespace pairtwist
