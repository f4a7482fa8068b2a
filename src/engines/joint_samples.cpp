// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_samples.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

#include "observables/ladder.hpp"

namespace pairtwist::engines {
namespace {

/// |m - m'| <= 2 is enough for the moments.
constexpr std::int32_t band_of_moments = 3;

}  // namespace

JointSamples::JointSamples(const JointChain& chain, std::int64_t n_times, bool whole,
                           std::int64_t photon_numbers)
    : chain_(chain),
      band_(whole ? chain.sites() : std::min(chain.sites(), band_of_moments)),
      photon_numbers_(photon_numbers),
      traced_(static_cast<std::size_t>(n_times * chain.sites() * band_)),
      number_(static_cast<std::size_t>(n_times)),
      pairs_(static_cast<std::size_t>(n_times)),
      distribution_(static_cast<std::size_t>(n_times * photon_numbers)) {}

void JointSamples::add(const JointSamples& others, double times) {
  const auto add_to = [times](auto& to, const auto& from) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += times * from[i];
  };
  add_to(traced_, others.traced_);
  add_to(number_, others.number_);
  add_to(pairs_, others.pairs_);
  add_to(distribution_, others.distribution_);
}

std::complex<double> JointSamples::rho(std::int64_t k, std::int64_t i, std::int64_t j) const {
  // Of the even sector, |±m> are the halves of one site.
  const auto site = [this](std::int64_t of) {
    return static_cast<std::int32_t>(chain_.even ? std::abs(2 * of - chain_.atoms) / 2 : of);
  };
  const auto part = [this](std::int64_t of) {
    return chain_.even && 2 * of != chain_.atoms ? 1.0 / std::numbers::sqrt2 : 1.0;
  };
  const std::int32_t s = site(i);
  const std::int32_t r = site(j);
  assert(std::abs(s - r) < band_);
  const std::complex<double> value =
      s <= r ? traced_[place(k, s, r)] : std::conj(traced_[place(k, r, s)]);
  return part(i) * part(j) * value;
}

void JointSamples::sum(std::int64_t k, const MomentWeights& start, std::uint32_t wanted,
                       double* sums) const {
  std::complex<double> plus = 0.0, plus_z = 0.0, plus2 = 0.0;
  double z = 0.0, z2 = 0.0;
  for (std::int64_t i = 0; i <= chain_.atoms; ++i) {
    const std::int64_t two_m = 2 * i - chain_.atoms;
    const double m = 0.5 * static_cast<double>(two_m);
    const double population = rho(k, i, i).real();
    z += m * population;
    z2 += m * m * population;
    if (i + 1 > chain_.atoms) break;
    const double up = raising_element(chain_.atoms, two_m);
    const std::complex<double> next = up * rho(k, i, i + 1);
    plus += next;
    plus_z += static_cast<double>(two_m + 1) * next;
    if (i + 2 <= chain_.atoms)
      plus2 += up * raising_element(chain_.atoms, two_m + 2) * rho(k, i, i + 2);
  }
  const auto lost = [&](std::uint32_t bit, MomentSum re, std::complex<double> by) {
    if ((wanted & bit) == 0) return;
    sums[re] += by.real();
    sums[re + 1] += by.imag();
  };
  lost(want_plus, lost_plus_re, start.start_plus - plus);
  lost(want_plus_z, lost_plus_z_re, start.start_plus_z - plus_z);
  lost(want_plus2, lost_plus2_re, start.start_plus2 - plus2);
  if ((wanted & want_z) != 0) {
    sums[lost_z] += start.z - z;
    sums[lost_z2] += start.z2 - z2;
  }
  if ((wanted & want_light) == 0) return;
  sums[photon_mean] += number_[k];
  sums[photon_excess] += pairs_[k] - number_[k] * number_[k];
}

}  // namespace pairtwist::engines
