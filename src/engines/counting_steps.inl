// SPDX-License-Identifier: BSD-3-Clause
// What is done between the products when the atoms of many states are counted (counting_chunk.hpp):
// items that know nothing of each other, for whoever has a chunk in memory.
#pragma once

#include <cmath>
#include <limits>

#include "engines/counting_chunk.hpp"
#include "observables/cfi_at_poles.hpp"
#include "observables/counted_outcomes.hpp"
#include "observables/counting_pairs.hpp"
#include "observables/state_elements.hpp"

namespace pairtwist::engines {

/// Numbers some places apart.
struct Strided {
  double* first;
  std::int64_t step;
  PT_HD double& operator[](std::int64_t i) const { return first[i * step]; }
  PT_HD Strided operator+(std::int64_t i) const { return {first + i * step, step}; }
};

class CountingSteps {
 public:
  /// chunk: of all items alike.
  PT_HD explicit CountingSteps(const CountingChunk& chunk) : c_(chunk) {}

  PT_HD std::int64_t items(CountingStep step) const {
    switch (step) {
      case CountingStep::factors:
        return c_.count;
      case CountingStep::turn:
        return c_.count * c_.shape.blocks();
      case CountingStep::combine:
        return c_.count * c_.shape.rotated();
      case CountingStep::polynomials:
        return c_.count * c_.shape.outcomes();
      case CountingStep::count:
        return c_.count * c_.shape.angles;
    }
    return 0;
  }

  template <CountingStep step>
  PT_HD void run(std::int64_t item) const {
    if constexpr (step == CountingStep::factors) factors(item);
    if constexpr (step == CountingStep::turn) turn(item);
    if constexpr (step == CountingStep::combine) combine(item);
    if constexpr (step == CountingStep::polynomials) polynomials(item);
    if constexpr (step == CountingStep::count) count(item);
  }

 private:
  PT_HD static bool has_factors(const StateToCount& state) {
    return state.dephasing != 0.0 || state.tilt != 0.0;
  }

  PT_HD void factors(std::int64_t s) const {
    const StateToCount& state = c_.states[s];
    if (!has_factors(state)) return;
    double* const out = c_.factors + 2 * s * c_.shape.every_m();
    for_outer_factors(state.dephasing, state.tilt, state.time, c_.shape.every_m(),
                      [&](std::int64_t steps, const physics::Complex<double>& factor) {
                        out[2 * steps] = factor.re;
                        out[2 * steps + 1] = factor.im;
                      });
  }

  PT_HD std::int64_t sector(const StateToCount& state, std::int64_t i) const {
    const std::int64_t two_m = 2 * i - c_.shape.atoms;
    return (two_m < 0 ? -two_m : two_m) / 2 - state.pairs.k_lo;
  }

  /// Re rho_A, i and j of every m.
  PT_HD double real_part(std::int64_t s, std::int64_t i, std::int64_t j) const {
    using Complex = physics::Complex<double>;
    const StateToCount& state = c_.states[s];
    const std::int64_t high = i < j ? j : i;
    const std::int64_t low = i < j ? i : j;
    if (low < state.first || high >= state.first + state.dim) return 0.0;
    const auto amplitude = [&](std::int64_t m) {
      const double* const c = state.amplitudes + 2 * (m - state.first);
      return Complex{c[0], c[1]};
    };
    if (high == low) return norm(amplitude(high));
    const Complex of_row = amplitude(high) * photon_factor(state.pairs, state.coherence,
                                                           sector(state, high), sector(state, low));
    Complex element = element_of(of_row, amplitude(low));
    if (has_factors(state)) {
      const double* const factor = c_.factors + 2 * (s * c_.shape.every_m() + high - low);
      element = element * Complex{factor[0], factor[1]};
    }
    return element.re;
  }

  PT_HD void turn(std::int64_t item) const {
    const CountingShape& shape = c_.shape;
    const std::int64_t s = item / shape.blocks();
    std::int64_t e = item % shape.blocks();
    const bool ee = e < shape.ee();
    if (!ee) e -= shape.ee();
    const bool oo = !ee && e < shape.oo();
    if (!ee && !oo) e -= shape.oo();
    const std::int64_t rows = oo ? shape.odds() : shape.evens();
    const std::int64_t row = e % rows;
    const std::int64_t column = e / rows;
    const double element = real_part(s, 2 * row + (oo ? 1 : 0), 2 * column + (ee ? 0 : 1));
    c_.blocks[item] = turned(element, row, column);
  }

  /// Re rho_A as turn() has left it.
  PT_HD double of_blocks(std::int64_t s, std::int64_t i, std::int64_t j) const {
    const CountingShape& shape = c_.shape;
    const double* block = c_.blocks + s * shape.blocks();
    const bool ee = i % 2 == 0 && j % 2 == 0;
    const bool oo = i % 2 == 1 && j % 2 == 1;
    const bool oe = i % 2 == 1 && j % 2 == 0;
    if (oo) block += shape.ee();
    if (!ee && !oo) block += shape.ee() + shape.oo();
    const std::int64_t row = (oe ? j : i) / 2;
    const std::int64_t column = (oe ? i : j) / 2;
    return turned(block[row + column * (oo ? shape.odds() : shape.evens())], row, column);
  }

  PT_HD void combine(std::int64_t item) const {
    const std::int64_t all = c_.shape.rotated();
    const std::int64_t n = c_.shape.vectors();
    const std::int64_t s = item / all;
    const std::int64_t e = item % all;
    const std::int64_t mu = e / n;
    const std::int64_t nu = e % n;
    const double* const ee = c_.rotated + 3 * s * all;
    const double* const oo = ee + all;
    const double* const eo = oo + all;
    const std::int64_t at = mu + nu * n;
    const CountingPair pair = pair_of(ee[at], oo[at], eo[at], eo[nu + mu * n], mu == nu);
    double* const out = c_.pairs + 4 * s * all + e;
    out[0] = pair.cos_difference;
    out[all] = pair.sin_difference;
    out[2 * all] = pair.cos_sum;
    out[3 * all] = pair.sin_sum;
  }

  PT_HD void polynomials(std::int64_t item) const {
    const CountingShape& shape = c_.shape;
    const std::int64_t s = item / shape.outcomes();
    const std::int64_t i = item % shape.outcomes();
    const std::int64_t all = shape.rotated();
    const double* const pairs = c_.pairs + 4 * s * all;
    const std::int64_t step = c_.room * shape.outcomes();
    const Strided of_cos{c_.polynomials + item, step};
    const Strided of_sin = of_cos + shape.every_m();
    add_pairs(
        {pairs, pairs + all, pairs + 2 * all, pairs + 3 * all, shape.vectors(), shape.atoms % 2},
        c_.tables.outcomes + i * shape.vectors(), i % 2 == 0 ? 1.0 : -1.0, shape.every_m(), of_cos,
        of_sin);
    const bool even_sector = c_.states[s].even != 0;
    store(of_cos, of_sin, 0, shape.evens(), c_.even, item, even_sector);
    store(of_cos, of_sin, 1, shape.odds(), c_.odd, item, even_sector);
  }

  PT_HD void store(const Strided& of_cos, const Strided& of_sin, std::int64_t first,
                   std::int64_t count, const CountingParity& out, std::int64_t item,
                   bool even_sector) const {
    double* const sines = out.sines + item * count;
    out.at_zero[item] = coefficients_of(of_cos, of_sin, first, count, out.cosines + item * count,
                                        even_sector ? nullptr : sines);
    for (std::int64_t q = 0; even_sector && q < count; ++q) sines[q] = 0.0;
  }

  PT_HD void count(std::int64_t item) const {
    const CountingShape& shape = c_.shape;
    const std::int64_t s = item / shape.angles;
    const std::int64_t angle = item % shape.angles;
    const StateToCount& state = c_.states[s];
    const std::int64_t outcome = s * shape.outcomes();
    const CountedState counted{.atoms = shape.atoms,
                               .angles = shape.angles,
                               .x = c_.tables.x,
                               .raising = c_.tables.raising,
                               .of_even = c_.even.parts + 2 * shape.angles * outcome,
                               .of_odd = c_.odd.parts + 2 * shape.angles * outcome,
                               .even_at_zero = c_.even.at_zero + outcome,
                               .odd_at_zero = c_.odd.at_zero + outcome,
                               .even_sector = state.even != 0,
                               .error = state.error + c_.rounding};
    FisherTerm& out = c_.terms[state.out * shape.angles + angle];
    // What is no number in rho is so in every coefficient; no comparison of outcomes would see it.
    if (!std::isfinite(counted.even_at_zero[0] + counted.odd_at_zero[0])) {
      out = {std::numeric_limits<double>::quiet_NaN(), 0.0};
      return;
    }
    if (is_pole(c_.tables.x[angle])) {
      const auto re = [&](std::int64_t i, std::int64_t j) { return of_blocks(s, i, j); };
      out = fisher_at_a_pole(state.moduli, shape.every_m(), c_.tables.raising, re, state.error);
    } else {
      out = fisher_of_outcomes(counted, angle);
    }
  }

  const CountingChunk& c_;
};

}  // namespace pairtwist::engines
