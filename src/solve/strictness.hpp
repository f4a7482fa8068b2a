// SPDX-License-Identifier: BSD-3-Clause
// How strictly blocks are solved: at first, when a quantity has changed too much with the cutoff,
// and when it needs coherences as good as can be.
#pragma once

namespace pairtwist {

/// Of the steps of an integration; below, they would be refused for their rounding.
inline constexpr double least_tolerance = 1e-16;

/// How often a point comes back with limits a hundred times stricter.
inline constexpr int most_attempts = 3;

/// engines::Batch::tolerance of a solve.tolerance, finer by so many powers of ten.
double tolerance_of_steps(double tolerance, int powers, bool strictest);

/// By how many powers of ten steps of this tolerance are to be finer for an error that is so many
/// times what it may be; 0 where that comes to the strictest ones, nearly.
int finer_steps(double of_steps, double error);

/// engines::FockLimits::change.
double change_with_cutoff(double tolerance, int attempt, bool strictest);

/// engines::Batch::most_steps.
double most_steps(double tolerance);

}  // namespace pairtwist
