// SPDX-License-Identifier: BSD-3-Clause
// What a valid config is read as: defaults, every section, every form of a value.
#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <string>

#include "config_support.hpp"

namespace pairtwist {
namespace {

using config_test::minimal;
using std::numbers::pi;

Job parse(const std::string& text) { return parse_config(text, "fig.toml"); }

TEST(ConfigRead, Defaults) {
  const Job job = parse(minimal());
  const Model& model = job.base.model;
  EXPECT_EQ(model.atoms, 100);
  EXPECT_EQ(model.U, 1.0);
  EXPECT_EQ(model.W0, 1.0);
  EXPECT_EQ(model.detuning, 1.0);
  EXPECT_EQ(model.eta, 0.0);
  EXPECT_EQ(model.kappa, 0.0);
  EXPECT_FALSE(model.kappa_tau_Q.has_value());
  EXPECT_EQ(job.base.light.state, LightState::vacuum);
  EXPECT_EQ(job.base.atoms.state, AtomsState::coherent);
  EXPECT_EQ(job.base.atoms.theta, pi / 2);
  EXPECT_EQ(job.base.time_stop, 0.03);
  EXPECT_EQ(job.time.samples, 101);
  EXPECT_EQ(job.solve.method, Method::automatic);
  EXPECT_EQ(job.solve.tolerance, 1e-8);
  EXPECT_EQ(job.solve.seed, 1);
  EXPECT_TRUE(std::isinf(job.solve.max_seconds));
  EXPECT_EQ(job.output.quantities, std::vector<std::string>{"qfi"});
  EXPECT_EQ(job.output.part_seconds, 30.0);
  EXPECT_EQ(job.rate_unit, "1");
  EXPECT_EQ(job.config_text, minimal());
}

TEST(ConfigRead, ComplexNumbers) {
  const auto eta = [](const std::string& value) {
    return parse(minimal("eta = " + value + "\n")).base.model.eta;
  };
  EXPECT_EQ(eta("320"), 320.0);
  EXPECT_EQ(eta("-2.5"), -2.5);
  EXPECT_EQ(eta("[1, -2.0]"), (std::complex<double>{1.0, -2.0}));
  EXPECT_EQ(eta("{ abs = 320, phase = 0.5 }"), std::polar(320.0, 0.5));
  EXPECT_EQ(eta("{ abs = 320.0 }"), 320.0);
}

TEST(ConfigRead, StatesPumpAndTimes) {
  const Job job = parse(R"(
[model]
atoms = 5
rate_unit = "1/s"
[light]
state = "coherent"
alpha = [0.0, 2.0]
[atoms]
state = "dicke"
m = -1.5
[pump]
segments = [ { until = 0.5, eta = 3 }, { until = 1.0, eta = [0.0, 1.0] } ]
[time]
values = [0, 0.25, 1.5]
unit = "tau_C"
)");
  EXPECT_EQ(job.rate_unit, "1/s");
  EXPECT_EQ(job.base.light.alpha, (std::complex<double>{0.0, 2.0}));
  EXPECT_EQ(job.base.atoms.m, -1.5);
  ASSERT_EQ(job.base.pump.segments.size(), 2U);
  EXPECT_EQ(job.base.pump.segments[0].eta, 3.0);
  EXPECT_EQ(job.base.pump.segments[1].until, 1.0);
  EXPECT_EQ(job.time.values, (std::vector<double>{0.0, 0.25, 1.5}));
  EXPECT_EQ(job.base.time_stop, 1.5);
  EXPECT_EQ(job.time.unit, TimeUnit::tau_C);
}

TEST(ReadConfig, SpacedIntegersAreRoundedAndThereOnce) {
  const Job job = parse_config(
      "[model]\natoms = 2\n[time]\nstop = 1.0\n[scan]\n"
      "axes = [{ key = \"model.atoms\", logspace = [1, 100, 9] }]\n",
      "fig.toml");
  const ScanAxis& axis = job.scan.axes[0];
  EXPECT_EQ(axis.values, (std::vector<double>{1, 2, 3, 6, 10, 18, 32, 56, 100}));
  EXPECT_EQ(axis.spacing, Spacing::logarithmic);
  const Job few = parse_config(
      "[model]\natoms = 2\n[time]\nstop = 1.0\n[scan]\n"
      "axes = [{ key = \"model.atoms\", linspace = [1, 3, 9] }]\n",
      "fig.toml");
  EXPECT_EQ(few.scan.axes[0].values, (std::vector<double>{1, 2, 3}));
  const Job again = parse_config(to_toml(few), "again.toml");
  EXPECT_EQ(again.scan.axes[0].values, few.scan.axes[0].values);
  EXPECT_EQ(to_toml(again), to_toml(few));
  EXPECT_NE(to_toml(few).find("linspace = [1.0, 3.0, 9]"), std::string::npos);
}

TEST(ConfigRead, AxesWithExactEnds) {
  const Job job = parse(minimal(R"([scan]
axes = [
  { key = "model.kappa", logspace = [0.1, 30.0, 7] },
  { key = "model.U", linspace = [0.1, 0.7, 4] },
  { key = "model.atoms", logspace = [10, 100000, 5] },
  { key = "model.tilt", linspace = [-3, 3, 7] },
  { key = "model.dephasing", linspace = [0.3, 0.3, 1] },
])"));
  const auto& axes = job.scan.axes;
  EXPECT_EQ(axes[0].values.size(), 7U);
  EXPECT_EQ(axes[0].values.front(), 0.1);
  EXPECT_EQ(axes[0].values.back(), 30.0);
  EXPECT_NEAR(axes[0].values[3], std::sqrt(3.0), 1e-15);
  EXPECT_EQ(axes[0].spacing, Spacing::logarithmic);
  EXPECT_EQ(axes[1].values.back(), 0.7);
  EXPECT_EQ(axes[1].spacing, Spacing::linear);
  EXPECT_EQ(axes[2].values, (std::vector<double>{10, 100, 1000, 10000, 100000}));
  EXPECT_EQ(axes[3].values, (std::vector<double>{-3, -2, -1, 0, 1, 2, 3}));
  EXPECT_EQ(axes[4].values, std::vector<double>{0.3});
}

TEST(ConfigRead, ScannedKeysNeedNoValueOfTheirOwn) {
  const Job job = parse(R"(
[light]
state = "coherent"
[scan]
axes = [
  { key = "model.atoms", values = [7, 8] },
  { key = "time.stop", values = [2.0, 3.0] },
  { key = "light.alpha.abs", values = [4.0] },
  { key = "light.alpha.phase", values = [0.25] },
  { key = "model.eta", values = [3.0] },
  { key = "model.kappa_tau_Q", values = [0.5] },
]
)");
  EXPECT_EQ(job.base.model.atoms, 7);
  EXPECT_EQ(job.base.time_stop, 2.0);
  EXPECT_EQ(job.base.light.alpha, std::polar(4.0, 0.25));
  EXPECT_EQ(job.base.model.kappa_tau_Q, 0.5);
}

TEST(ConfigRead, Events) {
  const Job job = parse(minimal(R"([output]
quantities = ["qfi", "bell"]
over_time = "final"
events = [ { name = "t45", quantity = "qfi", above = 0.45, scale = "N^2" },
           { name = "steered", quantity = "mandel_q", above = -1 } ]
)"));
  EXPECT_EQ(job.output.over_time, OverTime::final);
  ASSERT_EQ(job.output.events.size(), 2U);
  EXPECT_EQ(job.output.events[0].name, "t45");
  EXPECT_EQ(job.output.events[0].scale, EventScale::N_squared);
  EXPECT_EQ(job.output.events[1].level, -1.0);
  EXPECT_EQ(job.output.events[1].scale, EventScale::one);
}

TEST(ConfigRead, ADefaultThatMeansNothingMayStand) {
  const Job job =
      parse(minimal("[solve]\ncutoff = \"auto\"\nframe = \"auto\"\ntrajectories = 0\n"));
  EXPECT_FALSE(job.solve.cutoff.has_value());
}

TEST(ConfigRead, TrajectoriesOfWhateverLoses) {
  for (const char* loss : {"kappa = 0.1", "two_photon_loss = 0.1", "dephasing = 0.1",
                           "eta = 2.0\nkappa_tau_Q = 0.1"}) {
    for (const char* method : {"auto", "joint"}) {
      const Job job = parse(minimal(
          fmt::format("tunnelling = 0.5\n{}\n[solve]\nmethod = \"{}\"\ntrajectories = 40\nseed = "
                      "9\n[output]\nquantities = [\"spin_mean\"]\n",
                      loss, method)));
      EXPECT_EQ(job.solve.trajectories, 40);
      EXPECT_EQ(job.solve.seed, 9);
    }
  }
}

TEST(ConfigRead, WhatTheFockMethodReads) {
  for (const std::string method : {"auto", "fock"}) {
    const auto solve = [&](const std::string& keys) {
      return parse(minimal("[solve]\nmethod = \"" + method + "\"\n" + keys + "\n")).solve;
    };
    EXPECT_EQ(solve("").frame, Frame::automatic);
    EXPECT_EQ(solve("frame = \"moving\"").frame, Frame::moving);
    EXPECT_EQ(solve("frame = \"laboratory\"").frame, Frame::laboratory);
    EXPECT_EQ(solve("").cutoff, std::nullopt);
    EXPECT_EQ(solve("cutoff = \"auto\"").cutoff, std::nullopt);
    EXPECT_EQ(solve("cutoff = 2").cutoff, 2);
    EXPECT_EQ(solve("cutoff = 1024").cutoff, kLargestCutoff);
    EXPECT_EQ(solve("cutoff_exact = 2").cutoff_exact, 2);
    EXPECT_EQ(solve("cutoff = \"auto\"\ncutoff_exact = 1024").cutoff_exact, kLargestCutoff);
    EXPECT_EQ(solve("cutoff = 40").cutoff_exact, std::nullopt);
  }
}

TEST(ConfigRead, TheFockMethodTreatsEveryLightAndBath) {
  for (const std::string method : {"auto", "fock"}) {
    for (const std::string light :
         {"\"vacuum\"", "\"coherent\"\nalpha = 32.0", "\"fock\"\nn = 0", "\"fock\"\nn = 1023",
          "\"thermal\"\nn = 1024.0", "\"squeezed\"\nr = 4.1", "\"cat\"\nalpha = [0.0, 32.0]",
          "\"cat\"\nalpha = 1e-200\nparity = -1"}) {
      EXPECT_NO_THROW(
          parse(minimal("kerr = -0.5\ntwo_photon_loss = 0.1\nthermal_photons = 0.2\n[solve]\n"
                        "method = \"" +
                        method + "\"\n[light]\nstate = " + light + "\n")))
          << method << ", " << light;
    }
  }
}

TEST(ConfigRead, MuchLightIsNoProblemWithoutPhotonLevels) {
  EXPECT_NO_THROW(parse(minimal("[light]\nstate = \"coherent\"\nalpha = 1e4\n")));
  EXPECT_NO_THROW(parse(minimal("[light]\nstate = \"thermal\"\nn = 1e8\n")));
  EXPECT_NO_THROW(parse(minimal("[light]\nstate = \"squeezed\"\nr = 9.0\n[solve]\ncutoff = 3\n")));
}

TEST(ConfigRead, JustEnoughLevelsForFockLight) {
  for (const std::string key : {"cutoff", "cutoff_exact"}) {
    EXPECT_NO_THROW(parse(minimal("[light]\nstate = \"fock\"\nn = 3\n[solve]\n" + key + " = 4\n")));
  }
}

TEST(ConfigRead, EitherParityOfACat) {
  const auto parity = [](const std::string& more) {
    return parse(minimal("[light]\nstate = \"cat\"\nalpha = 2.0\n" + more)).base.light.parity;
  };
  EXPECT_EQ(parity(""), 1.0);
  EXPECT_EQ(parity("parity = -1\n"), -1.0);
  EXPECT_EQ(parity("[scan]\naxes = [{ key = \"light.parity\", values = [-1, 1] }]\n"), -1.0);
}

TEST(ConfigRead, TheEndsOfThePhotonNumbers) {
  const auto photons_max = [](const std::string& more) {
    return parse(minimal("[output]\nquantities = [\"photon_distribution\"]\n" + more + "\n"))
        .output.photons_max;
  };
  EXPECT_EQ(photons_max(""), 20);
  EXPECT_EQ(photons_max("photons_max = 0"), 0);
  EXPECT_EQ(photons_max("photons_max = 1023"), 1023);
}

TEST(ConfigRead, AnglesAndTheHusimiGrid) {
  const auto angles = [](const std::string& value) {
    return parse(minimal("[output]\nquantities = [\"cfi\"]\nangles = " + value + "\n"))
        .output.angles;
  };
  EXPECT_EQ(angles("[1, -0.5, 1.5707963267948966]").values,
            (std::vector{1.0, -0.5, std::numbers::pi / 2}));
  const AngleSpec spaced = angles("{ linspace = [0.0, 3.0, 4] }");
  EXPECT_EQ(spaced.values, (std::vector{0.0, 1.0, 2.0, 3.0}));
  EXPECT_EQ(spaced.spacing, Spacing::linear);

  const auto grid = [](const std::string& more) {
    return parse(minimal("[output]\nquantities = [\"husimi\"]\n" + more + "\n")).output.husimi_grid;
  };
  EXPECT_EQ(grid("").theta, 91);
  EXPECT_EQ(grid("").phi, 181);
  EXPECT_EQ(grid("husimi_grid = [2, 10000]").theta, 2);
  EXPECT_EQ(grid("husimi_grid = [2, 10000]").phi, 10000);
}

TEST(ConfigRead, TheDistributionOfWhateverLightThereIs) {
  for (const std::string light :
       {"\"vacuum\"", "\"coherent\"\nalpha = 1e3", "\"thermal\"\nn = 2e3", "\"squeezed\"\nr = 5.0",
        "\"fock\"\nn = 3", "\"cat\"\nalpha = 2.0"}) {
    const std::string start =
        "[output]\nquantities = [\"qfi\", \"photon_distribution\"]\n[light]\n";
    EXPECT_NO_THROW(parse(minimal(start + "state = " + light + "\n"))) << light;
    EXPECT_NO_THROW(parse(minimal("thermal_photons = 0.5\n" + start + "state = " + light +
                                  "\n[solve]\nframe = \"laboratory\"\n")))
        << light;
  }
  // Where the closed form solves every point, no frame is taken.
  EXPECT_NO_THROW(
      parse(minimal("[output]\nquantities = [\"photon_distribution\"]\n"
                    "[solve]\nframe = \"moving\"\n")));
}

TEST(ConfigRead, TheTimeThatAPointMayTake) {
  const auto seconds = [](const std::string& value) {
    return parse(minimal("[solve]\nmax_seconds = " + value + "\n")).solve.max_seconds;
  };
  EXPECT_EQ(seconds("2"), 2.0);
  EXPECT_EQ(seconds("0.25"), 0.25);
  EXPECT_TRUE(std::isinf(seconds("inf")));
}

TEST(ConfigRead, TheEndsOfTheTolerance) {
  EXPECT_EQ(parse(minimal("[solve]\ntolerance = 1e-14\n")).solve.tolerance, 1e-14);
  EXPECT_EQ(parse(minimal("[solve]\ntolerance = 0.1\n")).solve.tolerance, 0.1);
}

TEST(ConfigRead, TitlesInAnyScript) {
  EXPECT_EQ(parse("\xef\xbb\xbftitle = \"\u03b7\u00e9\"  # \u03b7\n" + minimal()).title,
            "\u03b7\u00e9");
  // A backslash at a line's end, then a letter that toml++ trips over unless mended.
  EXPECT_EQ(parse("title = \"\"\"a\\\n  \u00e9t\u00e9\"\"\"\n" + minimal()).title,
            "a\u00e9t\u00e9");
}

TEST(ConfigRead, PathsAreRelativeToTheConfig) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("pairtwist_config_paths_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder / "data");
  std::ofstream(folder / "data" / "start.h5") << "x";
  std::ofstream(folder / "fig.toml")
      << minimal("[atoms]\nstate = \"file\"\npath = \"data/../data/start.h5\"\n");
  const Job job = read_config((folder / "fig.toml").string());
  EXPECT_EQ(job.base.atoms.file, (folder / "data" / "start.h5").string());
  std::filesystem::remove_all(folder);
}

TEST(ConfigRead, NamesOfChoices) {
  EXPECT_EQ(to_string(TimeUnit::tau_Q), "tau_Q");
  EXPECT_EQ(to_string(Method::closed_form), "closed_form");
  EXPECT_EQ(to_string(BackendChoice::automatic), "auto");
  EXPECT_EQ(to_string(Frame::laboratory), "laboratory");
  EXPECT_EQ(to_string(OverTime::extrema), "extrema");
  EXPECT_EQ(to_string(EventScale::N_squared), "N^2");
  EXPECT_EQ(to_string(LightState::squeezed), "squeezed");
  EXPECT_EQ(to_string(AtomsState::dicke), "dicke");
  EXPECT_EQ(to_string(Spacing::logarithmic), "logspace");
}

}  // namespace
}  // namespace pairtwist
