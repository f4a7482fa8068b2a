// SPDX-License-Identifier: BSD-3-Clause
// What is reported of a block in the moving frame.
#pragma once

#include "engines/moving_arrays.inl"
#include "physics/displacement.hpp"

namespace pairtwist::engines {

template <class S, class Team>
class MovingValues {
 public:
  using Complex = physics::Complex<S>;

  PT_HD explicit MovingValues(const MovingArrays<S, Team>& arrays) : arrays_(arrays) {}

  /// v = Tr[D†(b) D(a) R~],  D†(b) D(a) = e^{i Im(a b*)} D(a - b).
  PT_HD Complex coherence(const physics::fock::Fields<S>& f) const {
    using namespace physics;
    const double* roots = arrays_.roots();
    const int size = arrays_.size();
    const Complex delta = f.a - f.b;
    if (!any(norm(delta) > S(0.0)))
      return arrays_.team().template sum_of<S>(size, [&](int n) { return arrays_.sampled(n, n); });
    DisplacementPhases<S> phases(delta);
    const Complex sum = arrays_.team().template sum_of<S>(size, [&](int d) {
      phases.go_to(roots, d);
      LaguerreFunctions<S> psi(roots, d, phases.squared_distance(), phases.first());
      Complex raised = {S(0.0), S(0.0)};
      Complex lowered = raised;
      for (int n = 0; n + d < size; ++n) {
        raised = raised + arrays_.sampled(n, n + d) * psi.value();
        lowered = lowered + arrays_.sampled(n + d, n) * psi.value();
        if (n + d + 1 < size) psi.next();
      }
      const Complex both = phases.raising * raised;
      return d == 0 ? both : both + phases.lowering * lowered;
    });
    S s, c;
    sine_cosine((f.a * conj(f.b)).im, s, c);
    return Complex{c, s} * sum;
  }

  /// <a†a> and <a†²a²>, as re and im, of a diagonal block displaced by its mean field a.
  PT_HD Complex photons(const physics::fock::Fields<S>& f) const {
    using namespace physics;
    const int size = arrays_.size();
    const auto& team = arrays_.team();
    const auto at = [&](int n, int k) {
      return n < size ? arrays_.sampled(n, k) : Complex{S(0.0), S(0.0)};
    };
    const Complex number = team.template sum_of<S>(size, [&](int n) {
      const S population = at(n, n).re;
      return Complex{population * S(double(n)), population * S(n * (n - 1.0))};
    });
    if (!any(norm(f.a) > S(0.0))) return number;
    const Complex trace = team.template sum_of<S>(size, [&](int n) { return at(n, n); });
    const Complex mean =
        team.template sum_of<S>(size, [&](int n) { return at(n + 1, n) * S(arrays_.root(n + 1)); });
    const Complex mean_n = team.template sum_of<S>(
        size, [&](int n) { return at(n + 1, n) * S(n * arrays_.root(n + 1)); });
    const Complex square = team.template sum_of<S>(
        size, [&](int n) { return at(n + 2, n) * S(arrays_.root(n + 1) * arrays_.root(n + 2)); });
    const S field = norm(f.a);
    const Complex back = conj(f.a);
    const S along = (back * mean).re;
    const S first = number.re + S(2.0) * along + field * trace.re;
    const S second = number.im + S(4.0) * (back * mean_n).re + S(2.0) * (back * back * square).re +
                     S(4.0) * field * (number.re + along) + field * field * trace.re;
    return {first, second};
  }

 private:
  const MovingArrays<S, Team>& arrays_;
};

}  // namespace pairtwist::engines
