// SPDX-License-Identifier: BSD-3-Clause
// The classical Fisher information of counting atoms after e^{i angle J_y}: F = sum p'_m²/p_m.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "observables/cfi_at_poles.hpp"
#include "observables/counting.hpp"
#include "observables/density_matrix.hpp"
#include "observables/formulas.hpp"
#include "observables/output_tables.hpp"

namespace pairtwist::formulas {
namespace {

/// p and p' at one angle, all outcomes, and what they may be off by.
struct Outcomes {
  std::vector<double> p, slope;              ///< [i]
  std::vector<double> p_error, slope_error;  ///< [i]
  std::vector<double> most;                  ///< [i]  the square root of what p may be
};

/// p'²/p of one outcome. It is no larger than 4 <m|J_y rho J_y|m>, and that, since rho is positive,
/// than the square of (<m+1|J_+|m> sqrt p_{m+1} + <m|J_+|m-1> sqrt p_{m-1}): a p that is lost in
/// rounding leaves at most that open.
FisherTerm term_of(const CountingTables& tables, const Outcomes& at, std::size_t i) {
  double reach = 0.0;
  if (i > 0) reach += tables.raising[i - 1] * at.most[i - 1];
  if (i + 1 < at.p.size()) reach += tables.raising[i] * at.most[i + 1];
  const double most = reach * reach;

  const double p = at.p[i];
  const double slope = std::abs(at.slope[i]);
  const double value = p > 0.0 ? std::min(slope * slope / p, most) : 0.0;
  if (p <= at.p_error[i]) return {value, most};
  const double up = slope + at.slope_error[i];
  const double down = std::max(slope - at.slope_error[i], 0.0);
  const double high = up * up / (p - at.p_error[i]);
  const double low = down * down / (p + at.p_error[i]);
  return {value, std::min(most, std::max(high - value, value - low))};
}

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

/// The outcomes of one state at every angle.
class Counting {
 public:
  /// error: what v and rounding leave open of p.
  Counting(const CountingTables& tables, const CountingSeries& series, bool even_sector,
           double error)
      : tables_(tables),
        series_(series),
        of_even_(part_of(tables.even, series.even)),
        of_odd_(part_of(tables.odd, series.odd)),
        even_sector_(even_sector),
        error_(error) {}

  void at(std::size_t angle, Outcomes& out) const {
    const std::size_t count = out.p.size();
    const auto n = static_cast<double>(tables_.atoms);
    const auto a = static_cast<Eigen::Index>(angle);
    const Eigen::Index slopes = a + static_cast<Eigen::Index>(tables_.x.size());
    // Of the rotated outcome, how much lies where rho is if it vanishes at x = 0.
    const double near = std::min(1.0, 0.5 * n * std::abs(tables_.x[angle]));
    for (std::size_t i = 0; i < count; ++i) {
      const bool mirrored = 2 * i >= count;
      const auto row = static_cast<Eigen::Index>(mirrored ? count - 1 - i : i);
      const double sign = mirrored ? -1.0 : 1.0;
      const bool vanishes = even_sector_ && i % 2 == 1;
      const double at_zero =
          vanishes ? 0.0 : series_.even.at_zero[row] + sign * series_.odd.at_zero[row];
      const double length = vanishes ? near : 1.0;
      out.p[i] = at_zero + of_even_(a, row) + sign * of_odd_(a, row);
      out.slope[i] = of_even_(slopes, row) + sign * of_odd_(slopes, row);
      out.p_error[i] = error_ * length * length;
      out.slope_error[i] = error_ * length * n;
      out.most[i] = std::sqrt(std::max(out.p[i], 0.0) + out.p_error[i]);
    }
  }

 private:
  const CountingTables& tables_;
  const CountingSeries& series_;
  Eigen::MatrixXd of_even_, of_odd_;
  bool even_sector_;
  double error_;
};

/// Whether it is a multiple of pi, as far as doubles can say: no rotation, or an exchange of m and
/// -m.
bool is_pole(double x) {
  return std::abs(x) >= 0.5 * std::numbers::pi - 4.0 * std::numeric_limits<double>::epsilon();
}

/// F at every angle, and what is open of it over what solve.tolerance allows. In the even sector
/// p_m(x) is even and of odd N/2 + m without a constant, so that p'²/p has its limit 2 p'' = 4
/// <m|V† J_y rho J_y V|m> at x = 0 and is as well known beside it: what errors make of p falls with
/// x² there, as p does.
void values_and_errors(const AtomicState& state, std::span<double> out, std::span<double> errors) {
  const CountingTables& tables = *state.tables().counting;
  std::fill(errors.begin(), errors.end(), 0.0);
  const bool at_start = state.time() == 0.0;  // nothing has dephased or turned yet
  const bool even = state.even_sector() || (at_start && state.start().symmetric);
  const Eigen::MatrixXcd rho = whole_matrix(state);
  if (!rho.allFinite()) {  // no comparison below would see it
    std::fill(out.begin(), out.end(), std::numeric_limits<double>::quiet_NaN());
    return;
  }
  const CountingSeries series = counting_series(tables, rho, even);
  const double of_v = state.coherence_error().of_one();
  const Counting counting(tables, series, even, of_v + rounding_of_counting(tables.atoms));

  const double allowed = state.tolerance() * scale_of(Scale::N_squared, tables.atoms);
  const std::vector<double> none(static_cast<std::size_t>(tables.atoms) + 1);
  Outcomes outcomes{none, none, none, none, none};
  for (std::size_t angle = 0; angle < out.size(); ++angle) {
    FisherTerm sum{0.0, 0.0};
    if (is_pole(tables.x[angle]) && has_weights_of_start(state)) {
      sum = fisher_at_a_pole(state, rho, tables.raising, of_v);
    } else {
      counting.at(angle, outcomes);
      for (std::size_t i = 0; i < none.size(); ++i) {
        const FisherTerm term = term_of(tables, outcomes, i);
        sum.value += term.value;
        sum.error += term.error;
      }
    }
    out[angle] = sum.value;
    if (allowed > 0.0) errors[angle] = sum.error / allowed;
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
