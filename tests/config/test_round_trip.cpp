// SPDX-License-Identifier: BSD-3-Clause
// The resolved config, read again, is the same job bit for bit; and it is readable.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <string>
#include <string_view>

#include "config/axes.hpp"
#include "config_support.hpp"
#include "same_job.hpp"

namespace pairtwist {
namespace {

using config_test::contains;
using config_test::minimal;

/// Any finite double: every bit pattern can come up, and plain numbers often do.
double any_number() {
  const auto pattern = *rc::gen::arbitrary<std::uint64_t>();
  const double plain = 0.125 * static_cast<double>(pattern % 2001) - 125.0;
  if (*rc::gen::arbitrary<bool>()) return plain;
  const double wild = std::bit_cast<double>(pattern * 0x9E3779B97F4A7C15U);  // spread the bits
  return std::isfinite(wild) ? wild : plain;
}

double positive_number() { return std::clamp(std::abs(any_number()), 1e-30, 1e30); }

std::complex<double> any_complex() {
  return *rc::gen::arbitrary<bool>() ? std::complex<double>{any_number()}
                                     : std::complex<double>{any_number(), any_number()};
}

template <class T>
T any_of(std::initializer_list<T> choices) {
  return *rc::gen::elementOf(std::vector<T>(choices));
}

/// Control characters, quotes and backslashes, and some of UTF-8.
std::string any_text() {
  return *rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
          rc::gen::map(rc::gen::inRange(1, 128),
                       [](int c) { return std::string(1, static_cast<char>(c)); }),
          rc::gen::just(std::string("\u03b7")), rc::gen::just(std::string("\"\"\"")))),
      [](const std::vector<std::string>& parts) {
        std::string text;
        for (const std::string& part : parts) text += part;
        return text;
      });
}

std::vector<double> increasing(double first) {
  std::vector<double> values{first};
  const auto more = *rc::gen::inRange(1, 6);
  for (int i = 0; i < more; ++i) values.push_back(values.back() * 2.0 + positive_number());
  return values;
}

Model any_model() {
  Model model;
  model.atoms = 2 * *rc::gen::inRange<std::int64_t>(1, 500'000'000);
  model.U = any_number();
  model.W0 = any_number();
  model.detuning = any_number();
  model.eta = any_complex();
  model.tilt = any_number();
  model.transverse = any_complex();
  model.dephasing = std::abs(any_number());
  if (*rc::gen::arbitrary<bool>()) {
    model.kappa = std::abs(any_number());
  } else {
    model.W0 = positive_number();
    model.eta = {positive_number(), any_number() * 1e-200};
    model.kappa_tau_Q = positive_number();
  }
  return model;
}

Pump any_pump() {
  Pump pump;
  const int kind = any_of({0, 1, 2, 3});
  if (kind == 1) pump.switch_off = positive_number();
  if (kind == 2) pump.switch_off_at_max_qfi = true;
  if (kind == 3) {
    for (const double until : increasing(positive_number())) {
      pump.segments.push_back({until, any_complex(), any_complex()});
    }
  }
  return pump;
}

ScanAxis any_axis(const std::string& key) {
  ScanAxis axis{key, {}, any_of({Spacing::list, Spacing::linear, Spacing::logarithmic})};
  if (axis.spacing == Spacing::list) {
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
      const double value = positive_number();
      if (std::ranges::find(axis.values, value) == axis.values.end()) axis.values.push_back(value);
    }
  } else {
    axis.values = config::spaced_values(axis.spacing, positive_number(), positive_number(),
                                        *rc::gen::inRange<std::int64_t>(2, 20));
    axis.asked = static_cast<std::int64_t>(axis.values.size());
    // Between ends that are almost equal rounding repeats values, not always side by side.
    std::vector<double> once;
    for (const double value : axis.values)
      if (std::ranges::find(once, value) == once.end()) once.push_back(value);
    axis.values = once;
  }
  return axis;
}

/// Any light of which there is not too much for the Fock method; nothing from a file.
Light any_light() {
  Light light;
  light.state = any_of({LightState::vacuum, LightState::coherent, LightState::fock,
                        LightState::thermal, LightState::squeezed, LightState::cat});
  const bool has_alpha = light.state == LightState::coherent || light.state == LightState::cat;
  if (has_alpha) light.alpha = std::polar(std::min(positive_number(), 31.0), any_number());
  if (light.state == LightState::fock) light.n = *rc::gen::inRange(0, 1024);
  if (light.state == LightState::thermal) light.n = std::min(positive_number(), 1024.0);
  if (light.state == LightState::squeezed) {
    light.r = std::min(positive_number(), 4.0);
    light.angle = any_number();
  }
  if (light.state == LightState::cat) light.parity = any_of({1.0, -1.0});
  return light;
}

/// Whatever the Fock method treats or reads.
void make_fock(Job& job) {
  Model& model = job.base.model;
  model.kerr = any_number();
  model.two_photon_loss = std::abs(any_number());
  model.thermal_photons = std::abs(any_number());
  job.base.light = any_light();
  job.base.pump.switch_off_at_max_qfi = false;
  job.solve.frame = any_of({Frame::automatic, Frame::moving, Frame::laboratory});
  const bool fock = job.base.light.state == LightState::fock;
  const auto least = std::max<std::int64_t>(
      2, fock ? static_cast<std::int64_t>(job.base.light.n) + 1 : std::int64_t{0});
  const auto levels = *rc::gen::inRange<std::int64_t>(least, 1025);
  const int kind = any_of({0, 1, 2});
  if (kind == 1) job.solve.cutoff = levels;
  if (kind == 2) job.solve.cutoff_exact = levels;
}

/// Trajectories of whatever the joint method treats.
void make_trajectories(Job& job) {
  Model& model = job.base.model;
  model.tunnelling = positive_number();
  if (!model.kappa_tau_Q) model.kappa = positive_number();
  job.base.light = {};
  job.base.pump.switch_off_at_max_qfi = false;
  job.solve = {};
  job.solve.method = any_of({Method::automatic, Method::joint});
  job.solve.trajectories = kTrajectoryGroups * *rc::gen::inRange<std::int64_t>(1, 50'000'000);
  job.solve.seed = *rc::gen::inRange<std::int64_t>(0, INT64_MAX);
  job.solve.max_seconds = positive_number();
  job.output = {};
  job.output.quantities = {"purity", "photon_number"};
  job.output.over_time = any_of({OverTime::all, OverTime::final});
}

AngleSpec any_angles() {
  const auto angle = [] { return std::fmod(any_number(), 2.0 * std::numbers::pi); };
  AngleSpec angles;
  angles.spacing = any_of({Spacing::list, Spacing::linear});
  if (angles.spacing == Spacing::list) {
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i) angles.values.push_back(angle());
  } else {
    angles.values = config::spaced_values(Spacing::linear, angle(), angle(),
                                          *rc::gen::inRange<std::int64_t>(2, 20));
  }
  return angles;
}

Job any_job() {
  Job job;
  job.title = any_text();
  job.rate_unit = any_text();
  job.base.model = any_model();
  if (*rc::gen::arbitrary<bool>()) {
    job.base.light.state = LightState::coherent;
    job.base.light.alpha = any_complex();
  }
  if (*rc::gen::arbitrary<bool>()) {
    job.base.atoms.state = AtomsState::dicke;
    job.base.atoms.m = any_of({-1.0, 0.0, 1.0});
  } else {
    job.base.atoms.theta = std::fmod(positive_number(), std::numbers::pi);
    job.base.atoms.phi = any_number();
  }
  job.base.pump = any_pump();
  if (!job.base.pump.segments.empty()) job.base.model.transverse = 0.0;
  if (*rc::gen::arbitrary<bool>()) {
    job.base.time_stop = positive_number();
    job.time.samples = *rc::gen::inRange(2, 1000);
  } else {
    job.time.values = increasing(0.0);
    job.base.time_stop = job.time.values.back();
  }
  // Beside segments nothing but tau_Q is made of eta.
  const bool eta_is_read = job.base.pump.segments.empty() || job.base.model.kappa_tau_Q;
  for (const char* key : {"model.U", "model.eta.abs", "model.tilt", "model.dephasing"}) {
    if (std::string_view(key) == "model.eta.abs" && !eta_is_read) continue;
    if (*rc::gen::arbitrary<bool>()) job.scan.axes.push_back(any_axis(key));
  }
  job.solve.method =
      any_of({Method::automatic, Method::closed_form, Method::gaussian, Method::fock});
  if (job.solve.method == Method::gaussian) job.base.pump.switch_off_at_max_qfi = false;
  const bool may_be_fock = job.solve.method == Method::automatic && *rc::gen::arbitrary<bool>();
  if (job.solve.method == Method::fock || may_be_fock) make_fock(job);
  job.solve.backend = any_of({BackendChoice::automatic, BackendChoice::cpu, BackendChoice::cuda});
  job.solve.tolerance = std::clamp(positive_number(), 1e-14, 0.1);
  if (*rc::gen::arbitrary<bool>()) job.output.quantities = {"bell", "qfi", "purity"};
  job.output.over_time = any_of({OverTime::all, OverTime::final, OverTime::extrema});
  const bool may_have_distribution =
      job.output.over_time != OverTime::extrema && job.solve.method != Method::gaussian;
  if (may_have_distribution && *rc::gen::arbitrary<bool>()) {
    job.output.quantities.emplace_back("photon_distribution");
    job.output.photons_max = *rc::gen::inRange<std::int64_t>(0, 1024);
    if (job.solve.frame == Frame::moving) job.solve.frame = Frame::laboratory;
  }
  if (job.output.over_time != OverTime::extrema && *rc::gen::arbitrary<bool>()) {
    job.output.quantities.emplace_back("cfi");
    job.output.angles = any_angles();
    job.output.quantities.emplace_back("husimi");
    job.output.husimi_grid = {*rc::gen::inRange<std::int64_t>(2, 10001),
                              *rc::gen::inRange<std::int64_t>(2, 10001)};
  }
  job.output.part_seconds = positive_number();
  if (*rc::gen::arbitrary<bool>()) {
    job.output.events = {{"first", "qfi", any_number(), EventScale::N_squared},
                         {"second", "bell", any_number(), EventScale::N}};
  }
  if (*rc::gen::inRange(0, 4) == 0) make_trajectories(job);
  return job;
}

// RapidCheck prints the seed of every run.
RC_GTEST_PROP(ConfigRoundTrip, ResolvedConfigIsTheSameJob, ()) {
  const Job job = any_job();
  const std::string text = to_toml(job);
  RC_LOG(text);
  const Job again = parse_config(text, "resolved.toml");
  config_test::expect_same(job, again);
  RC_ASSERT(!::testing::Test::HasFailure());
  RC_ASSERT(to_toml(again) == text);
}

TEST(ConfigRoundTrip, AwkwardNumbers) {
  Job job = parse_config(minimal(), "fig.toml");
  for (const double value : {-0.0, 5e-324, -2.2250738585072014e-308, 1.7976931348623157e308, 0.1,
                             1e22, 1e23, 123456789012345680.0}) {
    job.base.model.U = value;
    job.base.model.eta = {value, -0.0};
    config_test::expect_same(job, parse_config(to_toml(job), "resolved.toml"));
  }
}

TEST(ConfigRoundTrip, AwkwardText) {
  Job job = parse_config(minimal(), "fig.toml");
  job.title = "a \"quoted\" \\ back\nnew\ttab\x01\x7f \u03b7 ''' \"\"\" # [x] a.b.c";
  config_test::expect_same(job, parse_config(to_toml(job), "resolved.toml"));
}

TEST(ConfigRoundTrip, WritesOneKeyALineAndNothingMeaningless) {
  const std::string text = to_toml(parse_config(minimal("eta = 320\n"), "fig.toml"));
  for (const char* line :
       {"\n[model]\natoms = 100\nU = 1.0\n", "\neta = 320.0\nkappa = 0.0\n",
        "\n[light]\nstate = \"vacuum\"\n\n[atoms]\nstate = \"coherent\"\ntheta = ",
        "\n[time]\nstop = 0.03\nsamples = 101\nunit = \"1\"\n",
        ("\n[solve]\nmethod = \"auto\"\nbackend = \"auto\"\nframe = \"auto\"\ntolerance = 1e-08\n"
         "cutoff = \"auto\"\ntrajectories = 0\nseed = 1\nmax_seconds = inf\n"),
        "\nquantities = [\"qfi\"]\nover_time = \"all\"\nevents = []\n"}) {
    EXPECT_TRUE(contains(text, line));
  }
  for (const char* key : {"alpha", "kappa_tau_Q", "cutoff_exact", "switch_off", "segments"}) {
    EXPECT_FALSE(contains(text, key)) << key;
  }
}

TEST(ConfigRoundTrip, WritesPhotonLevelsOnlyWhereTheyAreRead) {
  const auto resolved = [](const std::string& keys) {
    return to_toml(parse_config(minimal("[solve]\n" + keys + "\n"), "fig.toml"));
  };
  for (const std::string method : {"closed_form", "gaussian"}) {
    const std::string text = resolved("method = \"" + method + "\"\ncutoff = \"auto\"");
    EXPECT_FALSE(contains(text, "cutoff")) << method;
    EXPECT_FALSE(contains(text, "frame")) << method;
  }
  const std::string ceiling = resolved("method = \"fock\"\nframe = \"moving\"\ncutoff = 40");
  EXPECT_TRUE(contains(ceiling, "\nframe = \"moving\"\n"));
  EXPECT_TRUE(contains(ceiling, "\ncutoff = 40\n"));
  const std::string exact = resolved("method = \"fock\"\ncutoff_exact = 30");
  EXPECT_TRUE(contains(exact, "\ncutoff_exact = 30\n"));
  EXPECT_FALSE(contains(exact, "\ncutoff = "));
}

TEST(ConfigRoundTrip, WritesPhotonNumbersOnlyWhereTheyAreRead) {
  const auto resolved = [](const std::string& keys) {
    return to_toml(parse_config(minimal("[output]\n" + keys + "\n"), "fig.toml"));
  };
  EXPECT_FALSE(contains(resolved("quantities = [\"photon_number\"]"), "photons_max"));
  const std::string quantities = "quantities = [\"photon_number\", \"photon_distribution\"]\n";
  EXPECT_TRUE(contains(resolved(quantities), "\nphotons_max = 20\n"));
  EXPECT_TRUE(contains(resolved(quantities + "photons_max = 7"), "\nphotons_max = 7\n"));
}

TEST(ConfigRoundTrip, LightFromAFile) {
  const Job job =
      parse_config(minimal("[light]\nstate = \"file\"\npath = \"/proc/self/exe\"\n"), "fig.toml");
  EXPECT_EQ(job.base.light.file, "/proc/self/exe");
  config_test::expect_same(job, parse_config(to_toml(job), "resolved.toml"));
}

TEST(ConfigRoundTrip, KeepsTheSpacingOfAxes) {
  const Job job =
      parse_config(minimal("[scan]\naxes = [{ key = \"model.U\", logspace = [0.1, 3.0, 9] },\n"
                           "{ key = \"model.atoms\", linspace = [10, 100, 10] },\n"
                           "{ key = \"model.W0\", values = [1, 2.5] }]\n"),
                   "fig.toml");
  const std::string text = to_toml(job);
  EXPECT_TRUE(contains(text, "{ key = \"model.U\", logspace = [0.1, 3.0, 9] }"));
  EXPECT_TRUE(contains(text, "{ key = \"model.W0\", values = [1.0, 2.5] }"));
  config_test::expect_same(job, parse_config(text, "resolved.toml"));
}

}  // namespace
}  // namespace pairtwist
