// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_generator.hpp"

#include <algorithm>
#include <cmath>

#include "physics/sector_pump.hpp"

namespace pairtwist::engines {

JointGenerator::JointGenerator(const JointPoint& point, const JointChain& chain, bool of_matrix)
    : point_(point), chain_(chain), of_matrix_(of_matrix) {
  for (const double element : chain.hop) hop_.push_back(point.tunnelling * element);
  const double bath = point.kappa * point.thermal_photons;
  for (std::int32_t s = 0; s < chain.sites(); ++s) {
    const double m = chain.m[s];
    const double fold = s == 0 ? point.tunnelling * chain.fold : 0.0;
    energy_.push_back({point.U * m * m + point.tilt * m - fold,
                       2.0 * point.W0 * m * m - point.detuning - 0.5 * point.kerr,
                       0.5 * point.kerr});
    loss_.push_back({-0.5 * (bath + point.dephasing * m * m),
                     -0.5 * (point.kappa + 2.0 * bath - point.two_photon_loss),
                     -0.5 * point.two_photon_loss});
  }
}

/// Site m is pumped by eta_m (docs/physics.md, 1).
void JointGenerator::use(const physics::CoherentSegment& segment) {
  pump_re_.clear();
  pump_im_.clear();
  for (const double m : chain_.m) {
    const auto pump = physics::sector_pump(segment, m * m);
    pump_re_.push_back(pump.re);
    pump_im_.push_back(pump.im);
  }
}

/// Sum of the moduli of what couples this element to others from one side.
double JointGenerator::couplings(const JointLayout& layout, std::int32_t s, std::int32_t n) const {
  const double below = std::sqrt(static_cast<double>(n));
  const double above = n + 1 < layout.levels[s] ? std::sqrt(n + 1.0) : 0.0;
  double sum = std::abs(pump(s)) * (below + above);
  if (s > 0 && n < layout.levels[s - 1]) sum += std::abs(hop_[s - 1]);
  if (s + 1 < layout.sites() && n < layout.levels[s + 1]) sum += std::abs(hop_[s]);
  return sum;
}

/// Half of the symmetric part of the jumps out of and into an element (n, k), of which √(n k) <=
/// (n + k)/2 makes one share of n and one of k.
double JointGenerator::share_of_jumps(std::int32_t n) const {
  const double photons = n;
  const double single = point_.kappa * (1.0 + 2.0 * point_.thermal_photons);
  return 0.5 *
         (single * (photons + 0.5) + point_.two_photon_loss * (photons * photons + photons + 1.0));
}

/// At least the largest part of the numerical range along (along, across), by Gershgorin's circles.
double JointGenerator::support(const JointLayout& layout, double along, double across) const {
  double left = -HUGE_VAL;
  double right = -HUGE_VAL;
  for (std::int32_t s = 0; s < layout.sites(); ++s) {
    const double m = chain_.m[s];
    const double dephasing = of_matrix_ ? 0.5 * point_.dephasing * m * m : 0.0;
    for (std::int32_t n = 0; n < layout.levels[s]; ++n) {
      const double turn = -across * energy(s, n);
      double both =
          along * (loss_[s].at(n) + dephasing) + std::abs(across) * couplings(layout, s, n);
      if (of_matrix_) both += std::hypot(along, across) * share_of_jumps(n);
      left = std::max(left, both + turn);
      right = std::max(right, both - turn);
    }
  }
  if (!of_matrix_) return left;
  // -gamma_phi (m - m')²/2
  const double widest = chain_.m.back() - chain_.m.front();
  return left + right + std::max(-along, 0.0) * 0.5 * point_.dephasing * widest * widest;
}

void JointGenerator::measure(const JointLayout& layout) {
  using namespace physics::faber;
  double of_box[Box::directions];
  for (int i = 0; i < Box::directions; ++i)
    of_box[i] = support(layout, Box::cosine_of(i), Box::sine_of(i));
  const Outline outline{Box(of_box)};
  double around[Outline::directions];
  for (int i = 0; i < Outline::directions; ++i)
    around[i] = support(layout, outline.cosine_of(i), outline.sine_of(i));
  range_ = outline.ellipse(around);
  if (of_matrix_) range_.im = 0.0;  // Hermitian matrices stay so
}

void JointGenerator::fit(const JointLayout& layout) {
  measure(layout);
  if (!(range_.gamma > 0.0)) range_.gamma = 1.0;
  const double over = 1.0 / range_.gamma;
  const double sides = of_matrix_ ? 0.5 : 1.0;
  decay_.clear();
  turn_.clear();
  for (std::int32_t s = 0; s < layout.sites(); ++s) {
    const OfLevel& loss = loss_[s];
    const OfLevel& energy = energy_[s];
    decay_.push_back({over * (loss.a - sides * range_.re), over * loss.b, over * loss.c});
    turn_.push_back({-over * (energy.a + sides * range_.im), -over * energy.b, -over * energy.c});
  }
  const auto beyond = static_cast<std::size_t>(layout.most_levels() + 2 * JointLayout::widest);
  for (std::size_t n = roots_.size(); n < beyond; ++n)
    roots_.push_back(std::sqrt(static_cast<double>(n)));
  const auto scaled = [over](const std::vector<double>& values) {
    std::vector<double> result;
    for (const double value : values) result.push_back(over * value);
    return result;
  };
  scaled_re_ = scaled(pump_re_);
  scaled_im_ = scaled(pump_im_);
  scaled_hop_ = scaled(hop_);
}

JointTables JointGenerator::tables() const {
  return {.decay = decay_.data(),
          .turn = turn_.data(),
          .decays = !point_.lossless(),
          .roots = roots_.data(),
          .pump_re = scaled_re_.data(),
          .pump_im = scaled_im_.data(),
          .hop = scaled_hop_.data()};
}

JointJumps JointGenerator::jumps() const {
  const double over = 1.0 / range_.gamma;
  const double bath = point_.kappa * point_.thermal_photons;
  return {.loss = over * (point_.kappa + bath),
          .bath = over * bath,
          .two_photon = over * point_.two_photon_loss,
          .dephasing = over * point_.dephasing,
          .m = chain_.m.data()};
}

}  // namespace pairtwist::engines
