// SPDX-License-Identifier: BSD-3-Clause
// From a job to its points: shapes, order, resolved scales, rates, times and pump.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <string>

#include "pairtwist/error.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {
namespace {

constexpr double kForever = std::numeric_limits<double>::infinity();

Job job_of(const std::string& text) { return parse_config(text, "fig.toml"); }

Scan scan_of(const std::string& text) { return Scan(job_of(text)); }

/// The paper's parameters: U = W0 = detuning = 1 are the defaults.
std::string paper(const std::string& more) {
  return "[time]\nstop = 0.03\nsamples = 4\n[model]\natoms = 100\neta = 320.0\n" + more;
}

TEST(Scan, WithoutAxesIsOnePoint) {
  const Scan scan = scan_of(paper(""));
  EXPECT_EQ(scan.size(), 1U);
  EXPECT_TRUE(scan.shape().empty());
  EXPECT_EQ(scan.describe(0), "");
  EXPECT_EQ(scan.time(), (std::vector<double>{0.0, 0.01, 0.02, 0.03}));
  const Point point = scan.point(0);
  EXPECT_EQ(point.parameters.model.atoms, 100);
  EXPECT_EQ(point.time_scale, 1.0);
  ASSERT_EQ(point.segments.size(), 1U);
  EXPECT_EQ(point.segments[0].until, kForever);
  EXPECT_EQ(point.segments[0].eta, 320.0);
}

TEST(Scan, TimeScalesOfThePaper) {
  EXPECT_NEAR(scan_of(paper("")).point(0).tau_Q, 0.0113570037, 5e-11);
  const Point fifty =
      scan_of("[time]\nstop = 1\n[model]\natoms = 50\neta = [0.0, -320.0]\n").point(0);
  EXPECT_NEAR(fifty.tau_Q, 0.0127478056, 5e-11);
  EXPECT_EQ(fifty.tau_C, kForever);
  const Point coherent = scan_of(
                             "[time]\nstop = 1\n[model]\natoms = 100\nW0 = -1.0\n"
                             "[light]\nstate = \"coherent\"\nalpha = { abs = 6.324555320336759 }\n")
                             .point(0);
  EXPECT_NEAR(coherent.tau_C, 0.00125, 1e-17);
  EXPECT_EQ(coherent.tau_Q, kForever);
}

TEST(Scan, TauQHoldsNoMatterHowExtremeTheNumbers) {
  for (const double eta : {1e-150, 1e-90, 1.0, 1e90, 1e150}) {
    Job job = job_of(paper(""));
    job.base.model.eta = eta;
    const double expected = std::pow(9.0 / 400.0, 1.0 / 6.0) * std::pow(eta, -2.0 / 3.0);
    EXPECT_NEAR(Scan(job).point(0).tau_Q / expected, 1.0, 1e-13) << eta;
  }
}

TEST(Scan, GridHasTheFirstAxisSlowest) {
  const Scan scan = scan_of(paper(R"([scan]
axes = [ { key = "model.kappa", values = [0.0, 0.5] }, { key = "model.U", values = [1, 2, 3] },
         { key = "model.atoms", values = [10, 11] } ]
)"));
  EXPECT_EQ(scan.size(), 12U);
  EXPECT_EQ(scan.shape(), (std::vector<std::size_t>{2, 3, 2}));
  std::size_t index = 0;
  for (const double kappa : {0.0, 0.5}) {
    for (const double U : {1.0, 2.0, 3.0}) {
      for (const std::int64_t atoms : {10, 11}) {
        const Model model = scan.point(index++).parameters.model;
        EXPECT_EQ(model.kappa, kappa);
        EXPECT_EQ(model.U, U);
        EXPECT_EQ(model.atoms, atoms);
      }
    }
  }
  EXPECT_EQ(scan.describe(9), "model.kappa = 0.5, model.U = 2, model.atoms = 11");
}

TEST(Scan, ZipTakesTheAxesTogether) {
  const Scan scan = scan_of(paper(R"([scan]
mode = "zip"
axes = [ { key = "model.kappa", values = [0.0, 0.5, 0.7] },
         { key = "model.atoms", linspace = [10, 30, 3] } ]
)"));
  EXPECT_EQ(scan.size(), 3U);
  EXPECT_EQ(scan.shape(), std::vector<std::size_t>{3});
  EXPECT_EQ(scan.point(1).parameters.model.kappa, 0.5);
  EXPECT_EQ(scan.point(2).parameters.model.atoms, 30);
  EXPECT_EQ(scan.describe(2), "model.kappa = 0.7, model.atoms = 30");
}

TEST(Scan, KappaTauQIsResolvedAtEachPoint) {
  const Scan scan = scan_of(paper(R"([scan]
axes = [ { key = "model.kappa_tau_Q", values = [0.0, 0.1, 10.0] },
         { key = "model.atoms", values = [50, 100] } ]
)"));
  for (std::size_t i = 0; i < scan.size(); ++i) {
    const Point point = scan.point(i);
    const double kappa_tau_Q = *point.parameters.model.kappa_tau_Q;
    EXPECT_EQ(point.parameters.model.kappa, kappa_tau_Q / point.tau_Q);
  }
  EXPECT_NEAR(scan.point(4).parameters.model.kappa, 784.449, 5e-4);  // 10 / tau_Q, N = 50
}

TEST(Scan, ModulusAndPhase) {
  const Scan both = scan_of(paper(R"([scan]
axes = [ { key = "model.eta.phase", values = [0.5, 1.5] },
         { key = "model.eta.abs", values = [0.0, 300.0] } ]
)"));
  EXPECT_EQ(both.point(0).parameters.model.eta, 0.0);
  EXPECT_EQ(both.point(1).parameters.model.eta, std::polar(300.0, 0.5));
  EXPECT_EQ(both.point(3).parameters.model.eta, std::polar(300.0, 1.5));
  const Scan phase =
      scan_of(paper("[scan]\naxes = [{ key = \"model.eta.phase\", values = [2] }]\n"));
  EXPECT_EQ(phase.point(0).parameters.model.eta, std::polar(320.0, 2.0));
  const Scan modulus = scan_of(
      "[time]\nstop = 1\n[model]\natoms = 2\neta = [0.0, -3.0]\n"
      "[scan]\naxes = [{ key = \"model.eta.abs\", values = [5] }]\n");
  EXPECT_NEAR(std::abs(modulus.point(0).parameters.model.eta - std::complex<double>(0.0, -5.0)),
              0.0, 1e-15);
}

/// 0 has no phase, but a config can give it one for an axis over its modulus.
TEST(Scan, AModulusOfZeroKeepsItsPhaseBesideAnAxisOverIt) {
  const std::string axis = "[scan]\naxes = [{ key = \"KEY.abs\", values = [0.0, 2.0] }]\n";
  const auto scanned = [&](const std::string& given, const std::string& key) {
    std::string axes = axis;
    return scan_of("[time]\nstop = 1\n[model]\natoms = 2\n" + given +
                   axes.replace(axes.find("KEY"), 3, key))
        .point(1);
  };
  const auto expect_near = [](std::complex<double> found) {
    EXPECT_NEAR(std::abs(found - std::polar(2.0, 0.5)), 0.0, 1e-15);
  };
  const std::string zero = " = { abs = 0.0, phase = 0.5 }\n";
  expect_near(scanned("eta" + zero, "model.eta").parameters.model.eta);
  expect_near(scanned("transverse" + zero, "model.transverse").parameters.model.transverse);
  expect_near(
      scanned("[light]\nstate = \"coherent\"\nalpha" + zero, "light.alpha").parameters.light.alpha);
  expect_near(scanned("[[pump.segments]]\nuntil = 1.0\neta" + zero, "pump.segments[0].eta")
                  .segments[0]
                  .eta);
}

TEST(Scan, TimesInUnitsOfTauQ) {
  const Scan scan = scan_of(
      "[time]\nstop = 3.0\nsamples = 4\nunit = \"tau_Q\"\n[pump]\nswitch_off = 2.0\n"
      "[model]\neta = 320.0\n[scan]\naxes = [{ key = \"model.atoms\", values = [50, 100] }]\n");
  EXPECT_EQ(scan.time(), (std::vector<double>{0.0, 1.0, 2.0, 3.0}));
  for (std::size_t i = 0; i < 2; ++i) {
    const Point point = scan.point(i);
    EXPECT_EQ(point.time_scale, point.tau_Q);
    ASSERT_EQ(point.segments.size(), 2U);
    EXPECT_EQ(point.segments[0].until, 2.0 * point.tau_Q);
    EXPECT_EQ(point.segments[0].eta, 320.0);
    EXPECT_EQ(point.segments[1].until, kForever);
    EXPECT_EQ(point.segments[1].eta, 0.0);
  }
}

TEST(Scan, TimesInUnitsOfTauC) {
  const Scan scan = scan_of(
      "[time]\nvalues = [0, 1, 4]\nunit = \"tau_C\"\n[model]\natoms = 100\n"
      "[light]\nstate = \"coherent\"\n"
      "[scan]\naxes = [{ key = \"light.alpha\", values = [2, 4] }]\n");
  EXPECT_EQ(scan.time(), (std::vector<double>{0.0, 1.0, 4.0}));
  EXPECT_EQ(scan.point(0).time_scale, 0.0125);
  EXPECT_EQ(scan.point(1).time_scale, 0.003125);
}

TEST(Scan, AScannedStopGoesIntoTheTimeScale) {
  const Scan scan = scan_of(
      "[time]\nsamples = 3\nunit = \"tau_Q\"\n[pump]\nswitch_off = 0.5\n[model]\natoms = 10\n"
      "eta = 2.0\n[scan]\naxes = [{ key = \"time.stop\", values = [2.0, 5.0] }]\n");
  EXPECT_TRUE(scan.stop_is_scanned());
  EXPECT_EQ(scan.time(), (std::vector<double>{0.0, 0.5, 1.0}));
  const Point point = scan.point(1);
  EXPECT_EQ(point.parameters.time_stop, 5.0);
  EXPECT_EQ(point.time_scale, point.tau_Q * 5.0);
  EXPECT_EQ(point.segments[0].until, 0.5 * point.tau_Q);  // not in units of the stop
}

TEST(Scan, SegmentsEndWithoutPump) {
  const Scan scan = scan_of(paper(
      "[pump]\nsegments = [{ until = 0.01, eta = 7.0 }, { until = 0.02, eta = [0.0, 1.0] }]\n"));
  const std::vector<PumpSegment> segments = scan.point(0).segments;
  ASSERT_EQ(segments.size(), 3U);
  EXPECT_EQ(segments[0].until, 0.01);
  EXPECT_EQ(segments[0].eta, 7.0);
  EXPECT_EQ(segments[1].eta, (std::complex<double>{0.0, 1.0}));
  EXPECT_EQ(segments[2].until, kForever);
  EXPECT_EQ(segments[2].eta, 0.0);
}

TEST(Scan, BothPumpsEndTogether) {
  const Scan scan =
      scan_of(paper("[pump]\nsegments = [{ until = 0.01, eta = 7.0, transverse = [1.0, 2.0] },\n"
                    "{ until = 0.02, eta = 3.0 }]\n"));
  const std::vector<PumpSegment> segments = scan.point(0).segments;
  ASSERT_EQ(segments.size(), 3U);
  EXPECT_EQ(segments[0].transverse, (std::complex<double>{1.0, 2.0}));
  EXPECT_EQ(segments[0].at(2.0), (std::complex<double>{7.0 - 16.0, 8.0}));  // eta + 2i Wt m²
  EXPECT_EQ(segments[1].transverse, 0.0);
  EXPECT_TRUE(segments[2].dark());

  const Point off = scan_of(
                        "[model]\natoms = 2\ntransverse = { abs = 2.0, phase = 0.0 }\n[pump]\n"
                        "switch_off = 0.5\n[time]\nstop = 1.0\n[scan]\naxes = [{ key = "
                        "\"model.transverse.abs\", values = [2.0, 3.0] }]\n")
                        .point(1);
  ASSERT_EQ(off.segments.size(), 2U);
  EXPECT_EQ(off.segments[0].transverse, 3.0);
  EXPECT_TRUE(off.segments[1].dark());
}

TEST(Scan, MaxQfiIsTheConstantPump) {
  const Point point = scan_of(paper("[pump]\nswitch_off = \"max_qfi\"\n")).point(0);
  EXPECT_TRUE(point.parameters.pump.switch_off_at_max_qfi);
  ASSERT_EQ(point.segments.size(), 1U);
  EXPECT_EQ(point.segments[0].eta, 320.0);
}

TEST(Scan, LastTimeIsExactlyTheStop) {
  const Scan scan = scan_of("[time]\nstop = 0.7\nsamples = 7\n[model]\natoms = 1\n");
  EXPECT_EQ(scan.time().back(), 0.7);
  EXPECT_EQ(scan.time().front(), 0.0);
}

TEST(Scan, RefusesAJobThatWasNotRead) {
  Job job = job_of(paper(""));
  job.scan.axes = {{"model.kapa", {1.0}, Spacing::list}};
  EXPECT_THROW(Scan{job}, UsageError);
  job.solve.method = Method::fock;
  job.scan.axes = {{"model.tunnelling", {0.0, 1.0}, Spacing::list}};
  EXPECT_THROW(Scan{job}, UsageError);
  job.scan.axes = {{"model.kappa", {}, Spacing::list}};
  EXPECT_THROW(Scan{job}, UsageError);
  job.scan.axes = {{"light.state", {}, Spacing::list}};
  EXPECT_THROW(Scan{job}, UsageError);
  job.scan.axes = {{"light.state", {0.0, 99.0}, Spacing::list, 0, {"vacuum", "none"}}};
  EXPECT_THROW(Scan{job}, UsageError);
}

TEST(Scan, EveryPointOfADickeScanIsChecked) {
  Job job = job_of("[time]\nstop = 1\n[model]\natoms = 6\n[atoms]\nstate = \"dicke\"\nm = 0\n");
  job.scan.axes = {{"model.atoms", {6, 8, 10}, Spacing::list},
                   {"model.U", {1.0, 2.0}, Spacing::list},
                   {"atoms.m", {-3, 0, 3}, Spacing::list}};
  EXPECT_EQ(Scan(job).size(), 18U);
  job.scan.axes[0].values = {6, 8, 7, 10};  // odd in the middle, where no corner is
  EXPECT_THROW(Scan{job}, UsageError);
  job.scan.axes[0].values = {6, 8, 10};
  job.scan.axes[2].values = {-3, 0.5, 3};
  EXPECT_THROW(Scan{job}, UsageError);
  job.scan.mode = ScanMode::zip;
  job.scan.axes = {{"model.atoms", {1, 2, 3}, Spacing::list},
                   {"atoms.m", {0.5, 1, -1.5}, Spacing::list}};
  EXPECT_EQ(Scan(job).size(), 3U);
  job.scan.axes[1].values = {0.5, 0.5, -1.5};
  EXPECT_THROW(Scan{job}, UsageError);
}

TEST(Scan, AMillionPointsTakeNoTime) {
  const Job job = job_of(paper(R"([scan]
axes = [ { key = "model.kappa", linspace = [0.0, 10.0, 1000] },
         { key = "model.U", linspace = [0.0, 10.0, 1000] } ]
)"));
  const auto start = std::chrono::steady_clock::now();
  const Scan scan(job);
  EXPECT_EQ(scan.size(), 1'000'000U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  EXPECT_EQ(scan.point(999'999).parameters.model.kappa, 10.0);
}

}  // namespace
}  // namespace pairtwist
