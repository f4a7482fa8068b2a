// SPDX-License-Identifier: BSD-3-Clause
#include "solve/jackknife.hpp"

#include <cmath>

namespace pairtwist {

Jackknife::Jackknife(std::span<const double> all)
    : all_(all.begin(), all.end()), sum_(all.size()), squares_(all.size()) {}

void Jackknife::add(std::span<const double> without) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const double difference = without[i] - all_[i];
    sum_[i] += difference;
    squares_[i] += difference * difference;
  }
  groups_ += 1.0;
}

double Jackknife::value(std::size_t i) const {
  return all_[i] - (groups_ - 1.0) / groups_ * sum_[i];
}

double Jackknife::error(std::size_t i) const {
  const double spread = squares_[i] - sum_[i] * sum_[i] / groups_;
  // Not std::max: what is not a number must stay so.
  return std::sqrt((groups_ - 1.0) / groups_ * (spread < 0.0 ? 0.0 : spread));
}

}  // namespace pairtwist
