// SPDX-License-Identifier: BSD-3-Clause
// The classical Fisher information of counting atoms after e^{i angle J_y}: F = sum p'_m²/p_m.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "observables/cfi_at_poles.hpp"
#include "observables/counted_outcomes.hpp"
#include "observables/counting.hpp"
#include "observables/density_matrix.hpp"
#include "observables/formulas.hpp"
#include "observables/output_tables.hpp"

namespace pairtwist::formulas {
namespace {

/// (2 angles, i): what the frequencies of one parity add to p - at_start and to p'.
Eigen::MatrixXd part_of(const CountingTables::Frequencies& frequencies,
                        const CountingSeries::Coefficients& coefficients) {
  Eigen::MatrixXd part = frequencies.cosines * coefficients.cosines;
  if (coefficients.sines.size() > 0) part.noalias() += frequencies.sines * coefficients.sines;
  return part;
}

/// rho with all m from -N/2 to N/2.
Eigen::MatrixXcd whole_matrix(const AtomicState& state) {
  if (state.dim() == state.atoms() + 1) return density_matrix(state);
  Eigen::MatrixXcd rho = Eigen::MatrixXcd::Zero(state.atoms() + 1, state.atoms() + 1);
  const std::int64_t first = (state.start().two_m(0) + state.atoms()) / 2;
  rho.block(first, first, state.dim(), state.dim()) = density_matrix(state);
  return rho;
}

/// Whether the weights of a state are those of its start.
bool has_weights_of_start(const AtomicState& state) {
  return state.blocks() || state.time() == 0.0;
}

/// F at every angle. In the even sector p_m(x) is even and of odd N/2 + m without a constant, so
/// that p'²/p has its limit 2 p'' = 4 <m|V† J_y rho J_y V|m> at x = 0 and is as well known beside
/// it: what errors make of p falls with x² there, as p does.
void count(const AtomicState& state, std::span<FisherTerm> out) {
  const CountingTables& tables = *state.tables().counting;
  const bool even = in_even_sector(state.even_sector(), state.start().symmetric, state.time());
  const Eigen::MatrixXcd rho = whole_matrix(state);
  if (!rho.allFinite()) {  // no comparison below would see it
    std::ranges::fill(out, FisherTerm{std::numeric_limits<double>::quiet_NaN(), 0.0});
    return;
  }
  const CountingSeries series = counting_series(tables, rho, even);
  const Eigen::MatrixXd of_even = part_of(tables.even, series.even);
  const Eigen::MatrixXd of_odd = part_of(tables.odd, series.odd);
  const double of_v = state.coherence_error().of_one();
  const CountedState counted{.atoms = tables.atoms,
                             .angles = tables.angles(),
                             .x = tables.x.data(),
                             .raising = tables.raising.data(),
                             .of_even = of_even.data(),
                             .of_odd = of_odd.data(),
                             .even_at_zero = series.even.at_zero.data(),
                             .odd_at_zero = series.odd.at_zero.data(),
                             .even_sector = even,
                             .error = of_v + rounding_of_counting(tables.atoms)};
  std::vector<double> of_start;  // where an angle is a pole
  for (std::size_t angle = 0; angle < out.size(); ++angle) {
    if (is_pole(tables.x[angle]) && has_weights_of_start(state)) {
      if (of_start.empty()) of_start = moduli_of_every_m(state.start());
      const auto re = [&](std::int64_t i, std::int64_t k) { return rho(i, k).real(); };
      out[angle] =
          fisher_at_a_pole(of_start.data(), tables.atoms + 1, tables.raising.data(), re, of_v);
    } else {
      out[angle] = fisher_of_outcomes(counted, static_cast<std::int64_t>(angle));
    }
  }
}

/// F at every angle, and what is open of it over what solve.tolerance allows.
void values_and_errors(const AtomicState& state, std::span<double> out, std::span<double> errors) {
  std::vector<FisherTerm> found;
  std::span<const FisherTerm> terms = state.counted(out.size());
  if (terms.empty()) {
    found.resize(out.size());
    count(state, found);
    terms = found;
  }
  const double allowed = state.tolerance() * scale_of(Scale::N_squared, state.atoms());
  for (std::size_t angle = 0; angle < out.size(); ++angle) {
    out[angle] = terms[angle].value;
    errors[angle] = allowed > 0.0 ? terms[angle].error / allowed : 0.0;
  }
}

}  // namespace

Verdict cfi(const AtomicState& state, std::span<double> out) {
  std::vector<double> errors(out.size());
  values_and_errors(state, out, errors);
  return {.error = *std::ranges::max_element(errors)};
}

void errors_of_cfi(const AtomicState& state, std::span<double> errors) {
  std::vector<double> values(errors.size());
  values_and_errors(state, values, errors);
}

}  // namespace pairtwist::formulas
