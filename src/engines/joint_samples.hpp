// SPDX-License-Identifier: BSD-3-Clause
// What is kept of the joint method's states at the sample times, and the sums and rho_A that they
// come to.
#pragma once

#include <algorithm>
#include <complex>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "engines/joint_chain.hpp"
#include "observables/atomic_state.hpp"
#include "observables/moment_sums.hpp"
#include "observables/moment_weights.hpp"

namespace pairtwist::engines {

/// Of one point: weighted states are added, one after another.
class JointSamples {
 public:
  /// whole: rho_A itself is wanted, not its moments alone. photon_numbers: 0, 1, ... of which P(n)
  /// is.
  JointSamples(const JointChain& chain, std::int64_t n_times, bool whole,
               std::int64_t photon_numbers);

  /// light: of the state.
  template <class State>
  void add(std::int64_t k, double weight, const State& state, const PhotonMoments& light) {
    const std::int32_t sites = chain_.sites();
    for (std::int32_t s = 0; s < sites; ++s)
      for (std::int32_t r = s; r < std::min(sites, s + band_); ++r)
        traced_[place(k, s, r)] += weight * state.traced(s, r);
    number_[k] += weight * light.number;
    pairs_[k] += weight * light.pairs;
    for (std::int32_t s = 0; s < sites; ++s)
      for (std::int32_t n = 0; n < state.layout().levels[s] && n < photon_numbers_; ++n)
        distribution_[k * photon_numbers_ + n] += weight * state.population(s, n);
  }

  /// Of add(), traced(s, r) with 0 <= r - s < band are read.
  std::int32_t band() const { return band_; }
  std::int64_t bytes() const {
    return static_cast<std::int64_t>(sizeof(std::complex<double>) * traced_.size() +
                                     sizeof(double) *
                                         (number_.size() + pairs_.size() + distribution_.size()));
  }
  /// Others of the same shape, as many times.
  void add(const JointSamples& others, double times);

  /// <m_i|rho_A|m_j>, m = -N/2 + i; of rho_A's moments alone |i - j| <= 2.
  std::complex<double> rho(std::int64_t k, std::int64_t i, std::int64_t j) const;
  /// Adds to sums [MomentSum] (moment_sums.hpp), as they are wanted.
  void sum(std::int64_t k, const MomentWeights& start, std::uint32_t wanted, double* sums) const;
  const double* distribution(std::int64_t k) const {
    return distribution_.data() + k * photon_numbers_;
  }

 private:
  std::int64_t place(std::int64_t k, std::int32_t s, std::int32_t r) const {
    return (k * chain_.sites() + s) * band_ + (r - s);
  }

  const JointChain& chain_;
  std::int32_t band_;  ///< sites s ... s + band - 1 of which elements are kept
  std::int64_t photon_numbers_;
  std::vector<std::complex<double>> traced_;  ///< [k][s][r - s]
  std::vector<double> number_, pairs_;        ///< [k]  <a†a>, <a†²a²>
  std::vector<double> distribution_;          ///< [k][n]
};

}  // namespace pairtwist::engines
