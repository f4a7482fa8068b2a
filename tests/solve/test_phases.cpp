// SPDX-License-Identifier: BSD-3-Clause
// Phases of any size, through everything that turns a coherence: right to the tolerance, or not
// called good. The references are in 113-bit arithmetic.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <quadmath.h>

#include <cmath>
#include <random>

#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

using Quad = __float128;

struct QuadComplex {
  Quad re, im;
};
QuadComplex operator*(QuadComplex a, QuadComplex b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
QuadComplex operator+(QuadComplex a, QuadComplex b) { return {a.re + b.re, a.im + b.im}; }
QuadComplex conj(QuadComplex a) { return {a.re, -a.im}; }
QuadComplex turn(Quad phase) { return {cosq(phase), sinq(phase)}; }

/// A start along theta = pi/2, phi, lossless light from alpha0 (real) under a pump eta (real).
struct Case {
  int atoms = 3;
  double U = 0.0, W0 = 0.0, detuning = 0.0, tilt = 0.0, phi = 0.0, eta = 0.0, alpha0 = 0.0;
  double time = 0.0;

  Quad omega(Quad m) const { return 2 * Quad(W0) * m * m - Quad(detuning); }

  /// alpha_m, and int eta alpha_m dt (src/physics/coherent.hpp); omega_m is 0 or far from it.
  QuadComplex field(Quad m) const {
    const Quad w = omega(m);
    if (w == 0) return {Quad(alpha0) - Quad(eta) * time, 0};
    const QuadComplex decay = turn(-w * Quad(time));
    const QuadComplex first = QuadComplex{0, -1 / w} * QuadComplex{1 - decay.re, -decay.im};
    return QuadComplex{alpha0, 0} * decay + QuadComplex{-eta, 0} * first;
  }
  QuadComplex drive(Quad m) const {
    const Quad w = omega(m);
    if (w == 0) return {Quad(eta) * (Quad(alpha0) * time - Quad(eta) * time * time / 2), 0};
    const QuadComplex inverse = {0, -1 / w};
    const QuadComplex decay = turn(-w * Quad(time));
    const QuadComplex first = inverse * QuadComplex{1 - decay.re, -decay.im};
    const QuadComplex second = inverse * QuadComplex{Quad(time) - first.re, -first.im};
    return QuadComplex{eta, 0} * (QuadComplex{alpha0, 0} * first + QuadComplex{-eta, 0} * second);
  }

  QuadComplex coherence(Quad m, Quad n) const {
    QuadComplex log_v = {0, 0};
    if (W0 != 0.0 && m * m != n * n) {
      log_v = field(m) * conj(field(n)) + drive(m) + conj(drive(n));
      log_v.re -= Quad(alpha0) * alpha0;
    }
    log_v.im -= Quad(U) * (m * m - n * n) * time + Quad(tilt) * (m - n) * time;
    const Quad size = expq(log_v.re);
    return QuadComplex{size, 0} * turn(log_v.im + Quad(phi) * (n - m));
  }

  std::string config(double tolerance, const std::string& more) const {
    return fmt::format(
        "[model]\natoms = {}\nU = {:.17e}\nW0 = {:.17e}\ndetuning = {:.17e}\ntilt = {:.17e}\neta = "
        "{:.17e}\n"
        "[light]\nstate = \"coherent\"\nalpha = {:.17e}\n[atoms]\nphi = {:.17e}\n"
        "[time]\nvalues = [0.0, {:.17e}]\n[output]\nquantities = [\"rho\", \"spin_mean\"]\n"
        "[solve]\ntolerance = {:.17e}\n{}",
        atoms, U, W0, detuning, tilt, eta, alpha0, phi, time, tolerance, more);
  }
};

class Phases : public OnEveryBackend {
 protected:
  std::mt19937_64 random{seed()};

  static std::uint64_t seed() {
    const char* given = std::getenv("PAIRTWIST_TEST_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : 20261124;
  }
  double log_uniform(double low, double high) {
    return std::exp(std::uniform_real_distribution(std::log(low), std::log(high))(random));
  }

  /// The largest error of rho over the tolerance if the point is good, else of what is a number.
  void check(const Case& c, double tolerance, const std::string& more) {
    SCOPED_TRACE(testing::Message() << "seed " << seed() << "\n" << c.config(tolerance, more));
    const JobResult result = run_config(c.config(tolerance, more), backend());
    const bool good = result.flags.at("status")[0] == static_cast<std::int8_t>(Status::good);
    const auto dim = static_cast<std::size_t>(c.atoms + 1);
    for (std::size_t i = 0; i < dim; ++i) {
      for (std::size_t j = 0; j < dim; ++j) {
        const Quad m = Quad(static_cast<double>(i)) - Quad(c.atoms) / 2;
        const Quad n = Quad(static_cast<double>(j)) - Quad(c.atoms) / 2;
        const QuadComplex v = c.coherence(m, n);
        const double weight =
            std::sqrt(binomial(c.atoms, i) * binomial(c.atoms, j)) * std::pow(0.5, c.atoms);
        const std::size_t at = dim * dim + i * dim + j;
        const double re = result["rho_re"][at], im = result["rho_im"][at];
        if (std::isnan(re) || std::isnan(im)) {
          EXPECT_FALSE(good);
          continue;
        }
        EXPECT_NEAR(re, weight * static_cast<double>(v.re), tolerance);
        EXPECT_NEAR(im, weight * static_cast<double>(v.im), tolerance);
      }
    }
    for (const double spin : result["spin_mean"]) EXPECT_TRUE(std::isfinite(spin) || !good);
  }

  static double binomial(int n, std::size_t k) {
    double result = 1.0;
    for (std::size_t i = 0; i < k; ++i)
      result *= (n - static_cast<double>(i)) / (static_cast<double>(i) + 1.0);
    return result;
  }
};

TEST_P(Phases, AreRightOrLost) {
  const std::vector<std::string> methods = {"method = \"closed_form\"\n", "method = \"gaussian\"\n",
                                            "method = \"fock\"\nframe = \"moving\"\n",
                                            "method = \"fock\"\nframe = \"laboratory\"\n"};
  for (int i = 0; i < 240; ++i) {
    Case c;
    c.atoms = static_cast<int>(2 + random() % 4);
    c.time = log_uniform(1e-3, 1e3);
    const double phase = log_uniform(1e12, 1e20);
    const double tolerance = std::pow(10.0, -static_cast<double>(random() % 11) - 4.0);
    // What is to be told apart is told apart by other light, too.
    switch (i % 6) {
      case 0:
        c.tilt = phase / c.time;
        break;
      case 1:
        c.phi = phase;
        break;
      case 2:
        c.U = phase / c.time;
        break;
      case 3:
        c.W0 = phase / c.time;
        c.alpha0 = 0.7;
        break;
      case 4:
        c.detuning = phase / c.time;
        c.W0 = 1.0 / c.time;
        c.alpha0 = 0.7;
        break;
      default:
        c.detuning = phase / c.time;
        c.W0 = log_uniform(1e-3, 1.0) * c.detuning;
        c.eta = log_uniform(1e-3, 1.0) * c.detuning;
        c.alpha0 = 0.4;
    }
    const bool everywhere = i % 12 < 6 || c.tilt != 0.0;
    check(c, tolerance, methods[everywhere ? 0 : 1 + random() % 3]);
    if (HasFailure()) return;
  }
}

/// The phase of U is put on at the end of a block, with all its digits: no method loses by it.
TEST_P(Phases, OfTheAtomsAloneAreKeptByEveryMethod) {
  for (const std::string method : {"closed_form", "gaussian", "fock"}) {
    for (int i = 0; i < 8; ++i) {
      Case c;
      c.atoms = static_cast<int>(2 + random() % 4);
      c.time = log_uniform(1e-1, 1e1);
      c.U = log_uniform(1e7, 1e14) / c.time;
      c.W0 = 0.3;
      c.detuning = 1.0;
      c.alpha0 = 0.7;
      const std::string more = "method = \"" + method + "\"\n";
      check(c, 1e-8, more);
      const JobResult result = run_config(c.config(1e-8, more), backend());
      EXPECT_EQ(result.flags.at("status")[0], static_cast<std::int8_t>(Status::good))
          << method << ", U t = " << c.U * c.time;
    }
  }
}

TEST_P(Phases, OfOneAxisTwistingAlone) {
  // F = N + N(N-1)/2 (1 - cos^{N-2} 2Ut) by its formula, and by the solution.
  for (int i = 0; i < 60; ++i) {
    const double time = log_uniform(1e-3, 1e3);
    const double U = log_uniform(1e6, 1e20) / time;
    const JobResult result = run_config(
        fmt::format("[model]\natoms = 4\nU = {:.17e}\nW0 = 0.0\n[time]\nvalues = [0.0, {:.17e}]\n"
                    "[output]\nquantities = [\"qfi\", \"qfi_oat\"]\n",
                    U, time),
        backend());
    SCOPED_TRACE(testing::Message() << "seed " << seed() << ", U = " << U << ", t = " << time);
    const bool good = result.flags.at("status")[0] == static_cast<std::int8_t>(Status::good);
    const Quad c = cosq(2 * Quad(U) * time);
    const double expected = 4.0 + 6.0 * static_cast<double>(1 - c * c);
    for (const char* name : {"qfi", "qfi_oat"}) {
      const double value = result[name][1];
      EXPECT_TRUE(std::isfinite(value) || !good);
      if (std::isfinite(value)) {
        EXPECT_NEAR(value, expected, 16e-8) << name;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Phases, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
