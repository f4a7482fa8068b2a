// SPDX-License-Identifier: BSD-3-Clause
// What must hold between the parameters of a point: a method that can treat them, spins that exist,
// time scales that are finite. Every point of a scan is held to it.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "config/axes.hpp"

namespace pairtwist::config {

/// 1, tau_Q or tau_C of this point: the factor from the config's time unit to absolute time.
double unit_scale(TimeUnit unit, const Parameters& point);

/// The first point found to break a rule, named in the text if there are axes. scan_violation()
/// must have found nothing. Not every point of a grid is visited, but none escapes (see the .cpp).
std::optional<Violation> point_violation(const Job& job);

/// What a point may break.
using PointRule = std::function<std::optional<Violation>(const Parameters&)>;

/// The first point found to break a rule on words and on the magnitudes of the scanned numbers: if
/// two values of a number keep it, so must every value in between.
std::optional<Violation> first_broken(const Job& job, const PointRule& rule);

/// Among output.quantities, or for an event.
bool asks_for(const Job& job, std::string_view quantity);

}  // namespace pairtwist::config
