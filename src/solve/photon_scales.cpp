// SPDX-License-Identifier: BSD-3-Clause
#include "solve/photon_scales.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pairtwist {
namespace {

constexpr double none = std::numeric_limits<double>::infinity();

/// A smaller scale is not tried.
constexpr double least_scale = 1e-50;

}  // namespace

double smaller_scale(double photons, double scale, double error) {
  const double noise = 2.0 * std::min(error, 1e-6) * scale;
  return std::max(0.5 * photons, noise);
}

void PhotonScales::reset(std::int64_t points, std::int64_t n_times) {
  n_times_ = n_times;
  scales_.assign(static_cast<std::size_t>(points * n_times), 1.0);
  logs_.assign(static_cast<std::size_t>(points), none);
  photons_.assign(scales_.size(), none);
}

std::span<const double> PhotonScales::of(std::int64_t p, std::int64_t from, std::int64_t to) const {
  if (scales_.empty()) return {};
  return std::span(scales_).subspan(static_cast<std::size_t>(p * n_times_ + from),
                                    static_cast<std::size_t>(to - from));
}

double PhotonScales::log_at_start(std::int64_t p) const { return logs_.empty() ? none : logs_[p]; }

void PhotonScales::note(std::int64_t p, std::int64_t k, double photons) {
  if (!photons_.empty()) photons_[p * n_times_ + k] = photons;
}

bool PhotonScales::noted(std::int64_t p) const {
  if (photons_.empty()) return false;
  const auto first = photons_.begin() + p * n_times_;
  return std::any_of(first, first + n_times_, [](double photons) { return photons != none; });
}

std::vector<char> PhotonScales::lower(std::int64_t p, std::span<const double> times, double error,
                                      const Use& use) {
  std::vector<char> lowered(times.size(), 0);
  // ln s_0 that all samples so far, from the last one on, can do with.
  double least = none;
  const std::int64_t first = p * n_times_;
  const auto lower_at = [&](std::int64_t k) {
    const double scale = std::exp(std::min(least - use.decay * times[k], 0.0));
    scales_[first + k] = std::min(scales_[first + k], scale);
  };
  for (std::int64_t k = n_times_ - 1; k >= 0; --k) {
    const std::int64_t i = first + k;
    if (photons_[i] != none) {
      const double smaller = smaller_scale(photons_[i], scales_[i], error);
      if (smaller >= least_scale) {
        least = std::min(least, std::log(smaller) + use.decay * times[k]);
        lowered[k] = 1;
      }
    }
    lower_at(k);
    photons_[i] = none;
  }
  if (use.everywhere)
    for (std::int64_t k = 0; k < n_times_; ++k) lower_at(k);
  logs_[p] = std::min(logs_[p], least);
  return lowered;
}

}  // namespace pairtwist
