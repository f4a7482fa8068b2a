// SPDX-License-Identifier: BSD-3-Clause
// CODATA 2018, SI.
#pragma once

namespace pairtwist::lab {

inline constexpr double hbar = 1.054571817e-34;                // J s
inline constexpr double bohr_radius = 5.29177210903e-11;       // m
inline constexpr double atomic_mass_unit = 1.66053906660e-27;  // kg

}  // namespace pairtwist::lab
