// SPDX-License-Identifier: BSD-3-Clause
// Laboratory numbers: golden values of the paper's appendix C, limits, and each integral again by
// quadrature in three dimensions.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "lab/constants.hpp"
#include "lab/laboratory.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::lab {
namespace {

using std::numbers::pi;

/// Appendix C: rubidium, 87 u, 100 a0, R0 = 250 a0.
Laboratory appendix_c(Form form) {
  Laboratory lab;
  lab.atoms = 20;
  lab.mass = 87.0 * atomic_mass_unit;
  lab.scattering_length = 100.0 * bohr_radius;
  lab.molecule = molecule_of_size(form, 250.0 * bohr_radius);
  lab.rabi_frequency = 2.0 * pi * 750e3;
  lab.laser_detuning = 2.0 * pi * 2e6;
  lab.wave_number = 2.0 * pi / 780e-9;
  lab.waist = 3e-6;
  lab.kappa = 100.0;
  lab.photons = 1.0;
  lab.transverse = {0.3, -0.2};
  lab.transverse_length = std::sqrt(hbar / (lab.mass * 2.0 * pi * 2000.0));
  lab.well = [](double x) {
    return 2.0 * pi * 2000.0 * std::pow(std::pow(x / 1.1e-6, 2) - 1.0, 2);
  };
  lab.reach = 2.2e-6;
  return lab;
}

TEST(LaboratoryNumbers, HasTheStrengthOfAppendixC) {
  const Derived exponential = derive(appendix_c(Form::exponential));
  EXPECT_NEAR(exponential.U0 / exponential.g, 0.5296, 5e-5);
  const Derived gaussian = derive(appendix_c(Form::gaussian));
  EXPECT_NEAR(gaussian.U0 / gaussian.g, 0.106, 5e-4);
  EXPECT_NEAR(overlap(molecule_of_size(Form::gaussian, 1.0)), 2.239, 5e-4);
}

/// The integrals over |phi|⁴, f|phi|⁴ and f²|phi|⁴ as a sum over a grid in three dimensions.
TEST(LaboratoryNumbers, IntegralsAreThoseOfThreeDimensions) {
  const Laboratory lab = appendix_c(Form::exponential);
  const Derived d = derive(lab);
  const double l = lab.transverse_length;
  const double step = l / 12.0;
  double plain = 0.0, once = 0.0, twice = 0.0;
  for (std::size_t i = 0; i < d.states.x.size(); ++i) {
    const double x = d.states.x[i];
    const double w4 = std::pow(d.states.w[i], 4) * d.states.step;
    for (double y = -5.0 * l; y <= 5.0 * l; y += step) {
      for (double z = -5.0 * l; z <= 5.0 * l; z += step) {
        const double phi4 =
            w4 * std::pow(std::exp(-(y * y + z * z) / (l * l)) / (pi * l * l), 2) * step * step;
        const double f =
            std::cos(lab.wave_number * z) * std::exp(-(x * x + y * y) / (lab.waist * lab.waist));
        plain += phi4;
        once += f * phi4;
        twice += f * f * phi4;
      }
    }
  }
  EXPECT_NEAR((d.U - d.side_U) / (d.g * plain), 1.0, 1e-9);
  EXPECT_NEAR(d.side_U / (2.0 * d.U0 * std::norm(lab.transverse) * plain), 1.0, 1e-9);
  EXPECT_NEAR(d.W0 / (d.U0 * twice), 1.0, 1e-9);
  EXPECT_NEAR(std::abs(d.transverse / (d.U0 * lab.transverse * once) - 1.0), 0.0, 1e-9);
  // As arXiv:2406.14461, A16d, has it for a mode of peak 1, with sigma = waist/√2.
  const double sigma = lab.waist / std::numbers::sqrt2;
  const double over_x =
      d.states.integral([&](double x) { return std::exp(-x * x / (sigma * sigma)); });
  const double k2l2 = std::pow(lab.wave_number * l, 2);
  const double printed = d.U0 * sigma * (1.0 + std::exp(-0.5 * k2l2)) /
                         (2.0 * pi * l * l * std::sqrt(2.0 * (l * l + 2.0 * sigma * sigma))) *
                         over_x;
  EXPECT_NEAR(d.W0 / printed, 1.0, 1e-12);
}

/// U0 ∫(f a† + eta_t*)(f a + eta_t) Ψ†Ψ†ΨΨ + g/2 ∫Ψ†Ψ†ΨΨ over n_1 + n_2 = N atoms, term by term.
TEST(LaboratoryNumbers, ASidePumpIsThatOfPairsInBothModes) {
  Laboratory lab = appendix_c(Form::exponential);
  lab.atoms = 6;
  lab.pump = {40.0, 9.0};
  lab.detuning = 70.0;
  const Derived d = derive(lab);
  Laboratory bare = lab;
  bare.transverse = 0.0;
  const Derived without = derive(bare);
  EXPECT_EQ(without.pump, lab.pump);
  EXPECT_EQ(without.side_U, 0.0);
  const double phi4 = without.U / without.g;
  const auto energy = [&](double pairs) {
    return (0.5 * d.g + d.U0 * std::norm(lab.transverse)) * phi4 * pairs;
  };
  const double middle = 2.0 * 3.0 * 2.0;  // pairs at m = 0, three atoms in each mode
  for (int first = 0; first <= 6; ++first) {
    const int second = 6 - first;
    const double m = 0.5 * (first - second);
    const double pairs = first * (first - 1.0) + second * (second - 1.0);
    EXPECT_NEAR(d.U * m * m, energy(pairs) - energy(middle), 1e-12 * energy(middle)) << m;
    // -i eta_m is what stands before a†.
    const std::complex<double> before = {lab.pump.imag(), -lab.pump.real()};
    const std::complex<double> all = before + d.transverse * pairs;
    const std::complex<double> eta_m =
        d.pump + std::complex<double>(0.0, 2.0 * m * m) * d.transverse;
    const std::complex<double> ours = {eta_m.imag(), -eta_m.real()};
    EXPECT_NEAR(std::abs(ours / all - 1.0), 0.0, 1e-12) << m;
    // a†a has -Dc + W0 pairs in the laboratory.
    EXPECT_NEAR((2.0 * d.W0 * m * m - d.shifted_detuning) / (d.W0 * pairs - lab.detuning), 1.0,
                1e-12)
        << m;
  }
}

/// A harmonic trap: levels, and U = g/((2 pi)^{3/2} l_x l²).
TEST(DoubleWell, IsTheHarmonicOscillatorWithoutABarrier) {
  const double omega = 2.0 * pi * 300.0;
  const double hbar_over_m = hbar / (87.0 * atomic_mass_unit);
  const double length = std::sqrt(hbar_over_m / omega);
  const WellStates states =
      solve_well([=](double x) { return 0.5 * omega * omega * x * x / hbar_over_m; }, hbar_over_m,
                 5.0 * length);
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(states.energy[i] / omega, i + 0.5, 1e-9);
  EXPECT_LT(states.error, 1e-9);
}

/// Two wells far apart: what is localised in one is its oscillator's ground state.
TEST(DoubleWell, HasOscillatorsFarApart) {
  const Laboratory base = appendix_c(Form::exponential);
  const double hbar_over_m = hbar / base.mass;
  const double half = 4e-6, barrier = 2.0 * pi * 200e3;
  Laboratory lab = base;
  lab.well = [=](double x) { return barrier * std::pow(std::pow(x / half, 2) - 1.0, 2); };
  lab.reach = 1.5 * half;
  const Derived d = derive(lab);
  const double omega = std::sqrt(8.0 * barrier * hbar_over_m) / half;
  const double length = std::sqrt(hbar_over_m / omega);
  const double harmonic =
      d.g / (std::pow(2.0 * pi, 1.5) * length * lab.transverse_length * lab.transverse_length);
  EXPECT_NEAR(d.epsilon / (0.5 * omega), 1.0, 0.02);
  EXPECT_NEAR((d.U - d.side_U) / harmonic, 1.0, 0.02);
  EXPECT_LT(std::abs(d.tunnelling), 1e-9 * omega);
}

/// The splitting of a quartic well again, by finite differences of order 2 extrapolated to order 4.
TEST(DoubleWell, SplitsAsFiniteDifferencesSay) {
  const Laboratory lab = appendix_c(Form::exponential);
  const double hbar_over_m = hbar / lab.mass;
  const Derived d = derive(lab);
  // Sturm's count of eigenvalues below e, of the tridiagonal matrix, halves an interval.
  const auto level = [&](int index, int points) {
    const double reach = 2.6e-6, step = 2.0 * reach / (points + 1);
    const double hop = 0.5 * hbar_over_m / (step * step);
    double low = 0.0, high = 2.0 * pi * 4000.0;
    for (int i = 0; i < 100; ++i) {
      const double e = 0.5 * (low + high);
      int below = 0;
      double q = 1.0;
      for (int j = 1; j <= points; ++j) {
        q = 2.0 * hop + lab.well(-reach + j * step) - e - (j > 1 ? hop * hop / q : 0.0);
        if (q < 0.0) ++below;
      }
      (below > index ? high : low) = e;
    }
    return 0.5 * (low + high);
  };
  for (int i = 0; i < 3; ++i) {
    const double coarse = level(i, 1999), fine = level(i, 3999);
    EXPECT_NEAR(d.states.energy[i] / ((4.0 * fine - coarse) / 3.0), 1.0, 1e-8);
  }
  const double coarse = level(1, 1999) - level(0, 1999), fine = level(1, 3999) - level(0, 3999);
  EXPECT_NEAR(d.tunnelling / ((4.0 * fine - coarse) / 3.0), 1.0, 1e-5);
  EXPECT_EQ(d.tunnelling, 2.0 * d.hopping);
}

/// ln J falls as the root of the barrier, in the semiclassical approximation, until rounding is all
/// there is of it: no number is made of that, and none but that is left out.
TEST(DoubleWell, SaysWhatOfTheSplittingIsRounding) {
  const Laboratory base = appendix_c(Form::exponential);
  const double half = 1.1e-6;
  double last = 0.0;
  bool resolved = true;
  for (const double hertz : {2e3, 4e3, 8e3, 1.6e4, 3.2e4, 6.4e4, 1.28e5, 2.56e5}) {
    SCOPED_TRACE(hertz);
    const double barrier = 2.0 * pi * hertz;
    Laboratory lab = base;
    lab.well = [=](double x) { return barrier * std::pow(std::pow(x / half, 2) - 1.0, 2); };
    lab.reach = 1.5 * half;
    const Derived d = derive(lab);
    EXPECT_GT(d.tunnelling_error, 0.0);
    EXPECT_LT(d.tunnelling_error, 1e-9 * d.states.energy[0]);
    EXPECT_EQ(d.hopping, 0.5 * d.tunnelling);
    const bool is_resolved = d.tunnelling > 0.0;
    EXPECT_LE(is_resolved, resolved);  // never again
    if (is_resolved) {
      EXPECT_GT(d.tunnelling, d.tunnelling_error);
      // Smaller than before, or larger by the error at most.
      EXPECT_TRUE(last == 0.0 || d.tunnelling < last + d.tunnelling_error);
    } else {
      EXPECT_LT(std::abs(d.states.energy[1] - d.states.energy[0]), d.tunnelling_error);
    }
    resolved = is_resolved;
    last = d.tunnelling;
  }
  EXPECT_FALSE(resolved);
}

TEST(DoubleWell, WithOneMinimumIsRefused) {
  Laboratory lab = appendix_c(Form::exponential);
  lab.well = [](double x) { return 1e16 * x * x; };
  EXPECT_THROW(derive(lab), UsageError);
}

}  // namespace
}  // namespace pairtwist::lab
