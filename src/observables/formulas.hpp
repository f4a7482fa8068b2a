// The formulas of the registry, one function a quantity: each writes its value or values of one
// state. Units and shapes are those of the registry (registry.cpp); every number here is free of
// dimension.
#pragma once

#include <span>

#include "observables/atomic_state.hpp"
#include "pairtwist/observables.hpp"

namespace pairtwist::formulas {

using Values = std::span<double>;
using Trusts = std::span<Trust>;

// qfi.cpp
void qfi_short(const SumSeries& series, Values out, Trusts trust);
Trust qfi(const AtomicState& state, std::span<double> out);

// approximations.cpp: functions of the point's parameters (its constant pump model.eta) and t only
void qfi_oat(const SumSeries& series, Values out, Trusts trust);
void qfi_p8(const SumSeries& series, Values out, Trusts trust);
void qfi_b39(const SumSeries& series, Values out, Trusts trust);
void qfi_b40(const SumSeries& series, Values out, Trusts trust);
void qfi_d3(const SumSeries& series, Values out, Trusts trust);

// bell.cpp
Trust bell(const AtomicState& state, std::span<double> out);

// squeezing.cpp
void squeezing_wineland(const SumSeries& series, Values out, Trusts trust);
void squeezing_kitagawa_ueda(const SumSeries& series, Values out, Trusts trust);

// purity.cpp, density_matrix.cpp, spin_mean.cpp
Trust purity(const AtomicState& state, std::span<double> out);
Trust rho(const AtomicState& state, std::span<double> out);
void spin_mean(const SumSeries& series, Values out, Trusts trust);

// photons.cpp
/// Whether rounding leaves too little of <a†²a²> at time k for values that are divided by so few
/// photons.
bool lost_to_rounding(const SumSeries& series, std::size_t k, double photons);
void photon_number(const SumSeries& series, Values out, Trusts trust);
void mandel_q(const SumSeries& series, Values out, Trusts trust);
void g2(const SumSeries& series, Values out, Trusts trust);

// photon_distribution.cpp
Trust photon_distribution(const AtomicState& state, std::span<double> out);

}  // namespace pairtwist::formulas
