// SPDX-License-Identifier: BSD-3-Clause
#include "observables/moment_weights.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "observables/atomic_start.hpp"
#include "observables/ladder.hpp"

namespace pairtwist {
namespace {

using Complex = std::complex<double>;
using Real = physics::DD<double>;

/// The weights of one moment, and what it is while all v are 1.
struct Moment {
  std::vector<PairWeight>* pairs;
  double size = 0.0;
  ExtendedComplex start{0.0, 0.0};
};

/// up: the coefficient of v; else of v*. 1 - v = (1 - Re v) - i Im v.
void add_to(PairWeight& weight, Complex coefficient, bool up) {
  const Complex q = Complex(0.0, up ? -1.0 : 1.0) * coefficient;
  weight.p_re += coefficient.real();
  weight.p_im += coefficient.imag();
  weight.q_re += q.real();
  weight.q_im += q.imag();
}

/// <m+1|J_+|m> in double-double.
Real raising(std::int64_t atoms, std::int64_t two_m) {
  const auto up = static_cast<double>(atoms - two_m);
  const auto down = static_cast<double>(atoms + two_m + 2);
  return scaled(square_root(physics::two_prod(up, down)), 0.5);
}

class Builder {
 public:
  explicit Builder(const AtomicStart& start) : start_(start) {
    const auto sectors = static_cast<std::size_t>(start.sector_count());
    for (auto* list : {&weights_.plus, &weights_.plus_z, &weights_.plus2})
      list->assign(sectors, PairWeight{});
  }

  MomentWeights build(const Atoms& atoms) {
    add_pairs();
    add_sectors();
    bool real = true;
    for (const ExtendedComplex& c : start_.extended) real &= c.im.hi == 0.0;
    weights_.symmetric = start_.symmetric && real;
    if (atoms.state == AtomsState::coherent)
      begin_coherent(atoms);
    else
      begin_summed();
    return weights_;
  }

 private:
  std::int64_t sector(std::int64_t i) const {
    return std::abs(start_.two_m(i)) / 2 - start_.first_sector();
  }

  void add(Moment& moment, std::int64_t i, std::int64_t j, Real element) {
    const ExtendedComplex term = start_.extended[i] * conj(start_.extended[j]) * element;
    moment.start = moment.start + term;
    const std::int64_t k = sector(i);
    const std::int64_t l = sector(j);
    if (k == l) return;  // v = 1
    const Complex coefficient(term.re.hi, term.im.hi);
    moment.size += std::abs(coefficient);
    const bool crosses = moment.pairs == &weights_.plus2 && std::abs(k - l) == 1;
    if (crosses && !weights_.crossing) weights_.crossing.emplace();
    add_to(crosses ? *weights_.crossing : (*moment.pairs)[std::min(k, l)], coefficient, k < l);
  }

  void add_pairs() {
    for (std::int64_t i = 0; i + 1 < start_.dim(); ++i) {
      const std::int64_t two_m = start_.two_m(i);
      const Real element = raising(start_.atoms, two_m);
      add(plus_, i, i + 1, element);
      add(plus_z_, i, i + 1, element * static_cast<double>(two_m + 1));
      if (i + 2 < start_.dim()) add(plus2_, i, i + 2, element * raising(start_.atoms, two_m + 2));
    }
    weights_.size_plus = plus_.size;
    weights_.size_plus_z = plus_z_.size;
    weights_.size_plus2 = plus2_.size;
  }

  void add_sectors() {
    std::vector<double>& weight = weights_.weight;
    for (auto* list : {&weight, &weights_.up, &weights_.down})
      list->assign(static_cast<std::size_t>(start_.sector_count()), 0.0);
    double total = 0.0;
    for (std::int64_t i = 0; i < start_.dim(); ++i) {
      (start_.two_m(i) >= 0 ? weights_.up : weights_.down)[sector(i)] =
          std::norm(start_.amplitude[i]);
      weight[sector(i)] += std::norm(start_.amplitude[i]);
      total += std::norm(start_.amplitude[i]);
      weights_.size_z +=
          std::norm(start_.amplitude[i]) * std::abs(0.5 * static_cast<double>(start_.two_m(i)));
    }
    double so_far = 0.0;
    for (double& w : weight) {
      w /= total;
      so_far += w;
      weights_.share.push_back(so_far > 0.0 ? w / so_far : 0.0);
    }
  }

  /// N spins 1/2 along one direction, two of which are never correlated.
  void begin_coherent(const Atoms& atoms) {
    const auto n = static_cast<double>(start_.atoms);
    const double cosine = on_equator(atoms) ? 0.0 : std::cos(atoms.theta);
    const double sine = on_equator(atoms) ? 1.0 : std::sin(atoms.theta);
    const ExtendedComplex turn = physics::expi(Real(atoms.phi));
    const Complex once(turn.re.hi, turn.im.hi);
    const ExtendedComplex turned_twice = turn * turn;
    const Complex twice(turned_twice.re.hi, turned_twice.im.hi);
    weights_.start_plus = 0.5 * n * sine * once;
    weights_.start_plus_z = 0.5 * n * (n - 1.0) * sine * cosine * once;
    weights_.start_plus2 = 0.25 * n * (n - 1.0) * sine * sine * twice;
    weights_.z = 0.5 * n * cosine;
    weights_.z2 = 0.25 * n + 0.25 * n * (n - 1.0) * cosine * cosine;
    weights_.start_variance = 0.25 * n;
  }

  /// Of a start that is kept whole.
  void begin_summed() {
    const auto rounded = [](const ExtendedComplex& z) { return Complex(z.re.hi, z.im.hi); };
    weights_.start_plus = rounded(plus_.start);
    weights_.start_plus_z = rounded(plus_z_.start);
    weights_.start_plus2 = rounded(plus2_.start);
    Real z = 0.0;
    Real z2 = 0.0;
    for (std::int64_t i = 0; i < start_.dim(); ++i) {
      const ExtendedComplex& c = start_.extended[i];
      const Real weight = c.re * c.re + c.im * c.im;
      const double m = 0.5 * static_cast<double>(start_.two_m(i));
      z += weight * m;
      z2 += weight * (m * m);
    }
    weights_.z = z.hi;
    weights_.z2 = z2.hi;
    const auto n = static_cast<double>(start_.atoms);
    const ExtendedComplex& p = plus2_.start;
    const Real modulus = square_root(p.re * p.re + p.im * p.im);
    weights_.start_variance = 0.5 * (physics::two_prod(0.25 * n, n + 2.0) - z2 - modulus).hi;
  }

  const AtomicStart& start_;
  MomentWeights weights_;
  Moment plus_{&weights_.plus};
  Moment plus_z_{&weights_.plus_z};
  Moment plus2_{&weights_.plus2};
};

}  // namespace

MomentWeightsView MomentWeights::view(std::uint32_t wanted) const {
  return {.wanted = wanted,
          .symmetric = symmetric,
          .plus = plus.data(),
          .plus_z = plus_z.data(),
          .plus2 = plus2.data(),
          .crossing = crossing ? &*crossing : nullptr,
          .share = share.data(),
          .weight = weight.data()};
}

MomentWeights moment_weights(const AtomicStart& start, const Atoms& atoms) {
  return Builder(start).build(atoms);
}

}  // namespace pairtwist
