// SPDX-License-Identifier: BSD-3-Clause
// The formulas of the registry, one function a quantity: each writes its value or values of one
// state; a matrix or a table in full, whatever the verdict. Units and shapes are those of the
// registry (registry.cpp); every number here is free of dimension.
#pragma once

#include <span>

#include "observables/atomic_state.hpp"
#include "observables/registry.hpp"

namespace pairtwist::formulas {

using Values = std::span<double>;
using Verdicts = std::span<Verdict>;

// qfi.cpp
void qfi_short(const SumSeries& series, Values out, Verdicts verdicts);
Verdict qfi(const AtomicState& state, std::span<double> out);

// qfi_matrix.cpp
Verdict qfi_optimal(const AtomicState& state, std::span<double> out);
Verdict qfi_optimal_direction(const AtomicState& state, std::span<double> out);
Verdict qfi_matrix(const AtomicState& state, std::span<double> out);

// approximations.cpp: functions of the point's parameters (its constant pump model.eta) and t only
void qfi_oat(const SumSeries& series, Values out, Verdicts verdicts);
void qfi_p8(const SumSeries& series, Values out, Verdicts verdicts);
void qfi_b39(const SumSeries& series, Values out, Verdicts verdicts);
void qfi_b40(const SumSeries& series, Values out, Verdicts verdicts);
void qfi_d3(const SumSeries& series, Values out, Verdicts verdicts);

// bell.cpp
Verdict bell(const AtomicState& state, std::span<double> out);
void bell_from_sums(const SumSeries& series, Values out, Verdicts verdicts);

// squeezing.cpp
void squeezing_wineland(const SumSeries& series, Values out, Verdicts verdicts);
void squeezing_kitagawa_ueda(const SumSeries& series, Values out, Verdicts verdicts);

// purity.cpp, density_matrix.cpp, spin_mean.cpp
Verdict purity(const AtomicState& state, std::span<double> out);
void purity_from_sums(const SumSeries& series, Values out, Verdicts verdicts);
Verdict rho(const AtomicState& state, std::span<double> out);
void spin_mean(const SumSeries& series, Values out, Verdicts verdicts);

// entropy.cpp, multiple_quantum.cpp
Verdict entropy(const AtomicState& state, std::span<double> out);
Verdict multiple_quantum(const AtomicState& state, std::span<double> out);

// cfi.cpp, husimi.cpp: need their OutputTables
Verdict cfi(const AtomicState& state, std::span<double> out);
void errors_of_cfi(const AtomicState& state, std::span<double> errors);
Verdict husimi(const AtomicState& state, std::span<double> out);

// photons.cpp
/// What rounding may put values at time k off by that are <a†²a²> divided by so few photons
/// squared.
double rounding_of_pairs(const SumSeries& series, std::size_t k, double photons);
void photon_number(const SumSeries& series, Values out, Verdicts verdicts);
void mandel_q(const SumSeries& series, Values out, Verdicts verdicts);
void g2(const SumSeries& series, Values out, Verdicts verdicts);

// photon_distribution.cpp
Verdict photon_distribution(const AtomicState& state, std::span<double> out);

}  // namespace pairtwist::formulas
