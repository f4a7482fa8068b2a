// The formulas of the registry, one function a quantity: each writes its value or values of one
// state. Units and shapes are those of the registry (registry.cpp); every number here is free of
// dimension.
#pragma once

#include <span>

#include "observables/atomic_state.hpp"
#include "pairtwist/observables.hpp"

namespace pairtwist::formulas {

// qfi.cpp
Trust qfi(const AtomicState& state, std::span<double> out);

// approximations.cpp: functions of the point's parameters (its constant pump model.eta) and t only
Trust qfi_oat(const AtomicState& state, std::span<double> out);
Trust qfi_p8(const AtomicState& state, std::span<double> out);
Trust qfi_b39(const AtomicState& state, std::span<double> out);
Trust qfi_b40(const AtomicState& state, std::span<double> out);
Trust qfi_d3(const AtomicState& state, std::span<double> out);

// bell.cpp
Trust bell(const AtomicState& state, std::span<double> out);

// squeezing.cpp
Trust squeezing_wineland(const AtomicState& state, std::span<double> out);
Trust squeezing_kitagawa_ueda(const AtomicState& state, std::span<double> out);

// purity.cpp, density_matrix.cpp, spin_mean.cpp
Trust purity(const AtomicState& state, std::span<double> out);
Trust rho(const AtomicState& state, std::span<double> out);
Trust spin_mean(const AtomicState& state, std::span<double> out);

// photons.cpp
/// Whether rounding leaves too little of <a†²a²> for values that are divided by so few photons.
bool lost_to_rounding(const AtomicState& state, double photons);
Trust photon_number(const AtomicState& state, std::span<double> out);
Trust mandel_q(const AtomicState& state, std::span<double> out);
Trust g2(const AtomicState& state, std::span<double> out);

// photon_distribution.cpp
Trust photon_distribution(const AtomicState& state, std::span<double> out);

}  // namespace pairtwist::formulas
