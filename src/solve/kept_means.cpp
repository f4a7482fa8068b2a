// SPDX-License-Identifier: BSD-3-Clause
#include "solve/kept_means.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

namespace pairtwist {
namespace {

using Means = TrajectoryMeans;
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Where one set of one point and time lies in a batch's arrays, of which `solution` are side by
/// side.
class Places {
 public:
  Places(const engines::Batch& batch, std::int64_t b, const Means& means)
      : batch_(batch), b_(b), of_sum_(batch.want_sums) {
    // Points that need no rho_A may lie beside others that do.
    const std::int64_t dim = batch.starts[b]->dim();
    if (batch.want_coherence && dim <= means.dim) dim_ = dim;
  }

  std::int64_t sum(std::int64_t solution, std::int64_t k, int which) const {
    return ((solution * batch_.size() + b_) * of_sum_.count + of_sum_.of[which]) * batch_.n_times +
           k;
  }
  std::int64_t probability(std::int64_t solution, std::int64_t k) const {
    return ((solution * batch_.n_times + k) * batch_.size() + b_) * batch_.distribution_levels;
  }
  std::int64_t element(std::int64_t solution, std::int64_t k) const {
    return (solution * batch_.n_times + k) * batch_.total_density() + batch_.density_offset[b_];
  }
  bool wants(int sum) const { return of_sum_.of[sum] >= 0; }
  std::int64_t dim() const { return dim_; }
  std::int64_t photon_numbers() const { return batch_.distribution_levels; }

 private:
  const engines::Batch& batch_;
  std::int64_t b_;
  SumPlaces of_sum_;
  std::int64_t dim_ = 0;
};

/// A set's arrays, and which of those that lie side by side there.
template <class Real, class Element>
struct Solution {
  Real* sums;
  Real* distribution;
  Element* density;
  std::int64_t number = 0;
};

template <class Real, class Element>
void keep_set(const Places& at, const Solution<Real, Element>& from, std::int64_t k,
              const Means& means, double* set) {
  for (int sum = 0; sum < moment_sums; ++sum)
    if (at.wants(sum)) set[Means::first_sum + sum] = from.sums[at.sum(from.number, k, sum)];
  if (at.wants(photon_excess)) {
    const double photons = set[Means::first_sum + photon_mean];
    set[Means::first_sum + photon_excess] += photons * photons;
  }
  std::copy_n(from.distribution + at.probability(from.number, k), at.photon_numbers(),
              set + Means::first_probability);
  double* next = set + means.first_element();
  const auto* rho = from.density + at.element(from.number, k);
  for (std::int64_t i = 0; i < at.dim(); ++i) {
    *next++ = rho[i * at.dim() + i].real();
    for (std::int64_t j = i + 1; j < at.dim(); ++j) {
      *next++ = rho[i * at.dim() + j].real();
      *next++ = rho[i * at.dim() + j].imag();
    }
  }
}

template <class Real, class Element>
void restore_set(const Places& at, const Solution<Real, Element>& to, std::int64_t k,
                 const Means& means, const double* set) {
  for (int sum = 0; sum < moment_sums; ++sum)
    if (at.wants(sum)) to.sums[at.sum(to.number, k, sum)] = set[Means::first_sum + sum];
  if (at.wants(photon_excess)) {
    const double photons = set[Means::first_sum + photon_mean];
    to.sums[at.sum(to.number, k, photon_excess)] -= photons * photons;
  }
  std::copy_n(set + Means::first_probability, at.photon_numbers(),
              to.distribution + at.probability(to.number, k));
  const double* next = set + means.first_element();
  auto* rho = to.density + at.element(to.number, k);
  for (std::int64_t i = 0; i < at.dim(); ++i) {
    rho[i * at.dim() + i] = *next++;
    for (std::int64_t j = i + 1; j < at.dim(); ++j, next += 2) {
      rho[i * at.dim() + j] = {next[0], next[1]};
      rho[j * at.dim() + i] = {next[0], -next[1]};
    }
  }
}

/// Whether a set has all that the batch wants.
bool is_whole(const Places& at, const Means& means, const double* set) {
  double sum = 0.0;  // not a number if one of them is none
  for (int which = 0; which < moment_sums; ++which)
    if (at.wants(which)) sum += set[Means::first_sum + which];
  for (std::int64_t n = 0; n < at.photon_numbers(); ++n) sum += set[Means::first_probability + n];
  for (std::int64_t i = 0; i < at.dim() * at.dim(); ++i) sum += set[means.first_element() + i];
  return !std::isnan(sum);
}

}  // namespace

void keep_means(const engines::Batch& batch, const engines::BatchView& view, std::int64_t b,
                const TrajectoryMeans& means, std::span<double> row) {
  std::fill(row.begin(), row.end(), not_a_number);
  if (view.gave_up(b) != 0) return;
  using From = Solution<const double, const std::complex<double>>;
  const Places at(batch, b, means);
  double* set = row.data();
  for (std::int64_t k = 0; k < batch.n_times; ++k) {
    set[Means::state_rounding] = view.state_rounding[b];
    const bool light = view.photon_rounding != nullptr;
    const PhotonRounding rounding =
        light ? view.photon_rounding[b * batch.n_times + k] : PhotonRounding{};
    set[Means::number_rounding] = rounding.second;
    set[Means::pairs_rounding] = rounding.fourth;
    for (std::int64_t s = 0; s < trajectory_sets; ++s, set += means.size()) {
      const From from = s == set_of_mean ? From{view.sums, view.distribution, view.density}
                        : s == set_of_check
                            ? From{view.sums_before, view.distribution_before, view.density_before}
                            : From{view.sums_without, view.distribution_without,
                                   view.density_without, s - first_set_without};
      keep_set(at, from, k, means, set);
    }
  }
}

void restore_means(const engines::Batch& batch, std::int64_t b, const TrajectoryMeans& means,
                   std::span<const double> row, engines::HostResult& result) {
  using To = Solution<double, std::complex<double>>;
  const Places at(batch, b, means);
  const double* set = row.data();
  for (std::int64_t k = 0; k < batch.n_times; ++k) {
    result.state_rounding[b] = set[Means::state_rounding];
    if (!result.photon_rounding.empty())
      result.photon_rounding[b * batch.n_times + k] = {set[Means::number_rounding],
                                                       set[Means::pairs_rounding]};
    for (std::int64_t s = 0; s < trajectory_sets; ++s, set += means.size()) {
      if (!is_whole(at, means, set)) result.failed[b] = engines::every_block;
      const To to = s == set_of_mean
                        ? To{result.sums.data(), result.distribution.data(), result.density.data()}
                    : s == set_of_check
                        ? To{result.sums_before.data(), result.distribution_before.data(),
                             result.density_before.data()}
                        : To{result.sums_without.data(), result.distribution_without.data(),
                             result.density_without.data(), s - first_set_without};
      restore_set(at, to, k, means, set);
    }
  }
}

}  // namespace pairtwist
