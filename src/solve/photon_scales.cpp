#include "solve/photon_scales.hpp"

#include <algorithm>
#include <limits>

namespace pairtwist {
namespace {

constexpr double none = std::numeric_limits<double>::infinity();

/// A smaller scale is not tried.
constexpr double least_scale = 1e-50;

/// The scale to solve for next, when `photons` were found with the present one.
double smaller_scale(double photons, double scale, double error) {
  const double noise = 2.0 * std::min(error, 1e-6) * scale;
  return std::max(0.5 * photons, noise);
}

}  // namespace

void PhotonScales::reset(std::int64_t points, std::int64_t n_times) {
  n_times_ = n_times;
  scales_.assign(static_cast<std::size_t>(points * n_times), 1.0);
  photons_.assign(scales_.size(), none);
  wanted_.assign(scales_.size(), 0);
}

std::span<const double> PhotonScales::of(std::int64_t p, std::int64_t from, std::int64_t to) const {
  if (scales_.empty()) return {};
  return std::span(scales_).subspan(static_cast<std::size_t>(p * n_times_ + from),
                                    static_cast<std::size_t>(to - from));
}

void PhotonScales::note(std::int64_t p, std::int64_t k, double photons) {
  if (!photons_.empty()) photons_[p * n_times_ + k] = photons;
}

void PhotonScales::abandon(std::int64_t p, std::int64_t k) {
  found(p, k);
  note(p, k, none);
}

bool PhotonScales::noted(std::int64_t p) const {
  if (photons_.empty()) return false;
  const auto first = photons_.begin() + p * n_times_;
  return std::any_of(first, first + n_times_, [](double photons) { return photons != none; });
}

bool PhotonScales::lower(std::int64_t p, double error, bool everywhere) {
  double least = none;
  for (std::int64_t i = (p + 1) * n_times_ - 1; i >= p * n_times_; --i) {
    wanted_[i] = 0;
    if (photons_[i] != none) {
      const double smaller = smaller_scale(photons_[i], scales_[i], error);
      if (smaller >= least_scale) {
        least = std::min(least, smaller);
        wanted_[i] = 1;
      }
    }
    scales_[i] = std::min(scales_[i], least);
    photons_[i] = none;
  }
  if (everywhere) {
    const auto first = scales_.begin() + p * n_times_;
    std::fill(first, first + n_times_, *first);
  }
  return least != none;
}

}  // namespace pairtwist
