// The bodies of joint_terms.hpp, for a scalar S of one or more levels side by side.
#pragma once

#include "engines/joint_terms.hpp"
#include "engines/lanes.hpp"
#include "physics/complex.hpp"
#include "physics/scalar.hpp"

namespace pairtwist::engines {

template <class S>
class JointTerm {
 public:
  using Complex = physics::Complex<S>;
  static constexpr int width = Lanes<S>::width;

  PT_HD JointTerm(const JointView& layout, const JointTables& tables)
      : layout_(layout), tables_(tables) {}

  PT_HD static S real(const double* p) { return Lanes<S>::load(p); }
  PT_HD static Complex load(const double* p, std::int64_t imaginary) {
    return {Lanes<S>::load(p), Lanes<S>::load(p + imaginary)};
  }
  PT_HD static void store(Complex z, double* p, std::int64_t imaginary) {
    Lanes<S>::store(z.re, p);
    Lanes<S>::store(z.im, p + imaginary);
  }
  /// a + x b
  PT_HD static Complex add(Complex a, S x, Complex b) {
    using physics::multiply_add;
    return {multiply_add(x, b.re, a.re), multiply_add(x, b.im, a.im)};
  }
  PT_HD static Complex add(Complex a, Complex x, Complex b) {
    using physics::multiply_add;
    using physics::subtract_product;
    return {subtract_product(multiply_add(x.re, b.re, a.re), x.im, b.im),
            multiply_add(x.im, b.re, multiply_add(x.re, b.im, a.im))};
  }
  /// a + i x b
  PT_HD static Complex add_i(Complex a, S x, Complex b) {
    using physics::multiply_add;
    using physics::subtract_product;
    return {subtract_product(a.re, x, b.im), multiply_add(x, b.re, a.im)};
  }

  /// What a site's own pump and its neighbours bring into levels n ... of site s, of a state at x.
  /// side: 1 from the left, -1 from the right, where all is conjugated.
  PT_HD Complex coupled(Complex value, std::int32_t s, std::int32_t n, const double* x,
                        std::int64_t imaginary, double side) const {
    const std::int64_t i = layout_.at(s, n);
    const Complex pump = {S(tables_.pump_re[s]), S(side * tables_.pump_im[s])};
    const Complex lower = load(x + i - 1, imaginary);
    const Complex upper = load(x + i + 1, imaginary);
    const S below = real(tables_.below + i);
    const S above = real(tables_.above + i);
    value = add(value, Complex{-pump.re, -pump.im}, {below * lower.re, below * lower.im});
    value = add(value, Complex{pump.re, -pump.im}, {above * upper.re, above * upper.im});
    if (s > 0 && n < layout_.extent[s - 1])
      value = add_i(value, S(side * tables_.hop[s - 1]), load(x + layout_.at(s - 1, n), imaginary));
    if (s + 1 < layout_.sites && n < layout_.extent[s + 1])
      value = add_i(value, S(side * tables_.hop[s]), load(x + layout_.at(s + 1, n), imaginary));
    return value;
  }

  /// Levels beyond the site's last one stay empty.
  PT_HD Complex inside(Complex value, std::int32_t s, std::int32_t n) const {
    if (n + width <= layout_.levels[s]) return value;
    const auto kept = Lanes<S>::iota(n) < S(static_cast<double>(layout_.levels[s]));
    using physics::select;
    return {select(kept, value.re, S(0.0)), select(kept, value.im, S(0.0))};
  }

 protected:
  JointView layout_;
  const JointTables& tables_;
};

template <class S>
void joint_vector_term(const JointVectorTerm& t) {
  using Term = JointTerm<S>;
  const JointView layout = t.layout;
  const Term term(layout, t.tables);
  const std::int64_t imaginary = layout.size;
  const S minus_beta = S(-t.beta);
  const S coefficient = S(t.coefficient);
  for (std::int32_t s = 0; s < layout.sites; ++s) {
    for (std::int32_t n = 0; n < layout.levels[s]; n += Term::width) {
      const std::int64_t i = layout.at(s, n);
      const auto diagonal =
          typename Term::Complex{Term::real(t.tables.decay + i), Term::real(t.tables.turn + i)};
      auto value = Term::add({S(0.0), S(0.0)}, diagonal, Term::load(t.now + i, imaginary));
      value = term.coupled(value, s, n, t.now, imaginary, 1.0);
      value = Term::add(value, minus_beta, Term::load(t.before + i, imaginary));
      value = term.inside(value, s, n);
      Term::store(value, t.before + i, imaginary);
      Term::store(Term::add(Term::load(t.sum + i, imaginary), coefficient, value), t.sum + i,
                  imaginary);
    }
  }
}

/// One row (s, n) of the matrix, from site s on.
template <class S>
class JointRow : public JointTerm<S> {
 public:
  using Term = JointTerm<S>;
  using Complex = typename Term::Complex;
  using Term::add;
  using Term::add_i;
  using Term::load;
  using Term::real;

  PT_HD JointRow(const JointMatrixTerm& t, std::int32_t s, std::int32_t n)
      : Term(t.layout, t.tables), t_(t), s_(s), n_(n) {
    const std::int64_t i = layout_.at(s, n);
    root_below_ = tables_.below[i];
    root_above_ = tables_.above[i];
    root_above2_ = tables_.above2[i];
    decay_ = tables_.decay[i];
    turn_ = tables_.turn[i];
  }

  PT_HD void solve() const {
    const S minus_beta = S(-t_.beta);
    const S coefficient = S(t_.coefficient);
    double* const before = t_.before + offset(s_, n_);
    double* const sum = t_.sum + offset(s_, n_);
    for (std::int32_t r = s_; r < layout_.sites; ++r) {
      for (std::int32_t k = 0; k < layout_.levels[r]; k += Term::width) {
        const std::int64_t i = layout_.at(r, k);
        Complex value = from_the_right(r, k);
        value = from_the_left(value, i);
        value = by_jumps(value, i);
        value = add(value, minus_beta, load(before + i, t_.square));
        value = Term::inside(value, r, k);
        Term::store(value, before + i, t_.square);
        Term::store(add(load(sum + i, t_.square), coefficient, value), sum + i, t_.square);
      }
    }
  }

 private:
  using Term::layout_;
  using Term::tables_;

  PT_HD std::int64_t offset(std::int32_t s, std::int32_t n) const {
    return (t_.first_row[s] + n) * layout_.size;
  }
  PT_HD const double* row(std::int32_t s, std::int32_t n) const { return t_.now + offset(s, n); }

  /// With the diagonal of both sides.
  PT_HD Complex from_the_right(std::int32_t r, std::int32_t k) const {
    const std::int64_t i = layout_.at(r, k);
    const double* const own = row(s_, n_);
    const double together = decay_ + t_.jumps.dephasing * t_.jumps.m[s_] * t_.jumps.m[r];
    const Complex diagonal = {real(tables_.decay + i) + S(together),
                              S(turn_) - real(tables_.turn + i)};
    const Complex value = add({S(0.0), S(0.0)}, diagonal, load(own + i, t_.square));
    return Term::coupled(value, r, k, own, t_.square, -1.0);
  }

  PT_HD Complex from_the_left(Complex value, std::int64_t i) const {
    const double re = tables_.pump_re[s_];
    const double im = tables_.pump_im[s_];
    if (n_ > 0)
      value = add(value, Complex{S(-re * root_below_), S(-im * root_below_)},
                  load(row(s_, n_ - 1) + i, t_.square));
    if (root_above_ > 0.0)
      value = add(value, Complex{S(re * root_above_), S(-im * root_above_)},
                  load(row(s_, n_ + 1) + i, t_.square));
    if (s_ > 0 && n_ < layout_.levels[s_ - 1])
      value = add_i(value, S(tables_.hop[s_ - 1]), load(row(s_ - 1, n_) + i, t_.square));
    if (s_ + 1 < layout_.sites && n_ < layout_.levels[s_ + 1])
      value = add_i(value, S(tables_.hop[s_]), load(row(s_ + 1, n_) + i, t_.square));
    return value;
  }

  PT_HD Complex by_jumps(Complex value, std::int64_t i) const {
    const JointJumps& jumps = t_.jumps;
    if (jumps.loss > 0.0 && root_above_ > 0.0)
      value = add(value, S(jumps.loss * root_above_) * real(tables_.above + i),
                  load(row(s_, n_ + 1) + i + 1, t_.square));
    if (jumps.bath > 0.0 && n_ > 0)
      value = add(value, S(jumps.bath * root_below_) * real(tables_.below + i),
                  load(row(s_, n_ - 1) + i - 1, t_.square));
    if (jumps.two_photon > 0.0 && root_above2_ > 0.0)
      value = add(value, S(jumps.two_photon * root_above2_) * real(tables_.above2 + i),
                  load(row(s_, n_ + 2) + i + 2, t_.square));
    return value;
  }

  const JointMatrixTerm& t_;
  std::int32_t s_, n_;
  double root_below_, root_above_, root_above2_, decay_, turn_;
};

template <class S>
void joint_matrix_term(const JointMatrixTerm& t) {
  for (std::int32_t s = 0; s < t.layout.sites; ++s)
    for (std::int32_t n = 0; n < t.layout.levels[s]; ++n) JointRow<S>(t, s, n).solve();
}

template <class S>
JointKernels joint_kernels() {
  return {&joint_vector_term<S>, &joint_matrix_term<S>};
}

}  // namespace pairtwist::engines
