// SPDX-License-Identifier: BSD-3-Clause
// The bodies of joint_terms.hpp, for a scalar S of one or more levels side by side.
#pragma once

#include "engines/joint_terms.hpp"
#include "engines/lanes.hpp"
#include "physics/complex.hpp"
#include "physics/scalar.hpp"

namespace pairtwist::engines {

/// What both kinds of state have in common: one site's part of a row of elements, and what is the
/// same of all its levels.
template <class S>
class JointSite {
 public:
  using Complex = physics::Complex<S>;
  static constexpr int width = Lanes<S>::width;

  /// side: 1 from the left, -1 from the right, where all is conjugated.
  PT_HD JointSite(const JointView& layout, const JointTables& tables, std::int32_t s, double side)
      : levels_(layout.levels[s]),
        place_(layout.place[s]),
        roots_(tables.roots),
        decay_(tables.decay[s]),
        turn_(tables.turn[s]),
        pump_re_(S(tables.pump_re[s])),
        pump_im_(S(-side * tables.pump_im[s])),
        turned_pump_(tables.pump_im[s] != 0.0) {
    if (s > 0) {
      to_left_ = layout.place[s - 1] - place_;
      left_levels_ = layout.extent[s - 1];
      left_ = S(side * tables.hop[s - 1]);
    }
    if (s + 1 < layout.sites) {
      to_right_ = layout.place[s + 1] - place_;
      right_levels_ = layout.extent[s + 1];
      right_ = S(side * tables.hop[s]);
    }
  }

  PT_HD std::int32_t levels() const { return levels_; }
  PT_HD std::int64_t at(std::int32_t n) const { return place_ + n; }

  PT_HD static S real(const double* p) { return Lanes<S>::load(p); }
  PT_HD static Complex load(const double* p, std::int64_t imaginary) {
    return {Lanes<S>::load(p), Lanes<S>::load(p + imaginary)};
  }
  PT_HD static void store(Complex z, double* p, std::int64_t imaginary) {
    Lanes<S>::store(z.re, p);
    Lanes<S>::store(z.im, p + imaginary);
  }
  PT_HD static Complex times(S x, Complex a) { return {x * a.re, x * a.im}; }
  /// a + x b
  PT_HD static Complex add(Complex a, S x, Complex b) {
    using physics::multiply_add;
    return {multiply_add(x, b.re, a.re), multiply_add(x, b.im, a.im)};
  }
  /// a + i x b
  PT_HD static Complex add_i(Complex a, S x, Complex b) {
    using physics::multiply_add;
    using physics::subtract_product;
    return {subtract_product(a.re, x, b.im), multiply_add(x, b.re, a.im)};
  }

  /// Of the diagonal at levels n ...
  PT_HD S decay(std::int32_t n) const { return of_level(decay_, n); }
  PT_HD S turn(std::int32_t n) const { return of_level(turn_, n); }

  /// What the site's own pump and its neighbours bring into levels n ... of a row x.
  PT_HD Complex coupled(Complex value, std::int32_t n, const double* x,
                        std::int64_t imaginary) const {
    const double* const here = x + place_ + n;
    const Complex lower = times(real(roots_ + n), load(here - 1, imaginary));
    const Complex upper = times(real(roots_ + n + 1), load(here + 1, imaginary));
    value = add(value, pump_re_, {upper.re - lower.re, upper.im - lower.im});
    if (turned_pump_) value = add_i(value, pump_im_, {upper.re + lower.re, upper.im + lower.im});
    if (n < left_levels_) value = add_i(value, left_, load(here + to_left_, imaginary));
    if (n < right_levels_) value = add_i(value, right_, load(here + to_right_, imaginary));
    return value;
  }

  /// Levels beyond the last one stay empty.
  PT_HD Complex inside(Complex value, std::int32_t n) const {
    using physics::select;
    if (n + width <= levels_) return value;
    const auto kept = Lanes<S>::iota(n) < S(static_cast<double>(levels_));
    return {select(kept, value.re, S(0.0)), select(kept, value.im, S(0.0))};
  }

 private:
  PT_HD static S of_level(const OfLevel& f, std::int32_t first) {
    using physics::multiply_add;
    const S n = Lanes<S>::iota(first);
    return multiply_add(n, multiply_add(n, S(f.c), S(f.b)), S(f.a));
  }

  std::int32_t levels_;
  std::int64_t place_;
  const double* roots_;
  OfLevel decay_, turn_;
  S pump_re_, pump_im_;
  bool turned_pump_;
  std::int64_t to_left_ = 0, to_right_ = 0;
  std::int32_t left_levels_ = 0, right_levels_ = 0;
  S left_ = S(0.0), right_ = S(0.0);
};

/// Of levels n ... of a site; decays: the diagonal has a real part.
template <class S, bool decays>
PT_HD void joint_vector_element(const JointVectorTerm& t, const JointSite<S>& site,
                                std::int32_t n) {
  using Site = JointSite<S>;
  const std::int64_t imaginary = t.layout.size;
  const std::int64_t i = site.at(n);
  auto value = Site::times(S(t.coefficient), Site::load(t.state + i, imaginary));
  value = Site::add(value, S(-t.beta), Site::load(t.out + i, imaginary));
  const auto own = Site::load(t.after + i, imaginary);
  value = Site::add_i(value, site.turn(n), own);
  if (decays) value = Site::add(value, site.decay(n), own);
  value = site.coupled(value, n, t.after, imaginary);
  Site::store(site.inside(value, n), t.out + i, imaginary);
}

template <class S, bool decays>
PT_HD void joint_vector_rows(const JointVectorTerm& given) {
  const JointVectorTerm t = given;  // which no store can change
  for (std::int32_t s = 0; s < t.layout.sites; ++s) {
    const JointSite<S> site(t.layout, t.tables, s, 1.0);
    for (std::int32_t n = 0; n < site.levels(); n += JointSite<S>::width)
      joint_vector_element<S, decays>(t, site, n);
  }
}

template <class S>
void joint_vector_term(const JointVectorTerm& t) {
  if (t.tables.decays)
    joint_vector_rows<S, true>(t);
  else
    joint_vector_rows<S, false>(t);
}

/// One row (s, n) of the matrix, from site s on.
template <class S>
class JointRow {
 public:
  using Site = JointSite<S>;
  using Complex = typename Site::Complex;

  PT_HD JointRow(const JointMatrixTerm& t, std::int32_t s, std::int32_t n)
      : t_(t),
        s_(s),
        n_(n),
        decay_(t.tables.decay[s].at(n)),
        turn_(t.tables.turn[s].at(n)),
        minus_beta_(-t.beta),
        coefficient_(t.coefficient),
        state_(t.state + offset(s, n)),
        out_(t.out + offset(s, n)) {}

  PT_HD void solve() const {
    for (std::int32_t r = s_; r < t_.layout.sites; ++r) {
      const Site site(t_.layout, t_.tables, r, -1.0);
      const S decay = together(r);
      for (std::int32_t k = 0; k < site.levels(); k += Site::width) element(site, decay, k);
    }
  }

  /// Of the diagonal the real part that is the same of all levels of site r.
  PT_HD S together(std::int32_t r) const {
    return S(decay_ + t_.jumps.dephasing * t_.jumps.m[s_] * t_.jumps.m[r]);
  }
  /// Columns k ... of a site r >= s, `together` of it: puts b_k where it belongs.
  PT_HD Complex element(const Site& site, S together_of_site, std::int32_t k) const {
    const std::int64_t i = site.at(k);
    Complex value = Site::times(coefficient_, Site::load(state_ + i, t_.square));
    value = Site::add(value, minus_beta_, Site::load(out_ + i, t_.square));
    value = from_the_right(value, site, k, together_of_site);
    value = from_the_left(value, i);
    value = by_jumps(value, i, k);
    value = site.inside(value, k);
    Site::store(value, out_ + i, t_.square);
    return value;
  }

 private:
  PT_HD std::int64_t offset(std::int32_t s, std::int32_t n) const {
    return (t_.first_row[s] + n) * t_.layout.size;
  }
  PT_HD const double* row(std::int32_t s, std::int32_t n) const { return t_.after + offset(s, n); }
  PT_HD double root(std::int32_t n) const { return t_.tables.roots[n]; }

  /// With the diagonal of both sides; together: its real part that is the same of all k.
  PT_HD Complex from_the_right(Complex value, const Site& site, std::int32_t k, S together) const {
    const double* const own = row(s_, n_);
    const Complex here = Site::load(own + site.at(k), t_.square);
    value = Site::add(value, site.decay(k) + together, here);
    value = Site::add_i(value, S(turn_) - site.turn(k), here);
    return site.coupled(value, k, own, t_.square);
  }

  PT_HD Complex from_the_left(Complex value, std::int64_t i) const {
    const double re = t_.tables.pump_re[s_];
    const double im = t_.tables.pump_im[s_];
    if (n_ > 0) {
      const Complex lower = Site::load(row(s_, n_ - 1) + i, t_.square);
      value = Site::add(value, S(-re * root(n_)), lower);
      if (im != 0.0) value = Site::add_i(value, S(-im * root(n_)), lower);
    }
    if (n_ + 1 < t_.layout.levels[s_]) {
      const Complex upper = Site::load(row(s_, n_ + 1) + i, t_.square);
      value = Site::add(value, S(re * root(n_ + 1)), upper);
      if (im != 0.0) value = Site::add_i(value, S(-im * root(n_ + 1)), upper);
    }
    if (s_ > 0 && n_ < t_.layout.levels[s_ - 1])
      value =
          Site::add_i(value, S(t_.tables.hop[s_ - 1]), Site::load(row(s_ - 1, n_) + i, t_.square));
    if (s_ + 1 < t_.layout.sites && n_ < t_.layout.levels[s_ + 1])
      value = Site::add_i(value, S(t_.tables.hop[s_]), Site::load(row(s_ + 1, n_) + i, t_.square));
    return value;
  }

  PT_HD Complex by_jumps(Complex value, std::int64_t i, std::int32_t k) const {
    const JointJumps& jumps = t_.jumps;
    const std::int32_t top = t_.layout.levels[s_];
    const double* const roots = t_.tables.roots + k;
    if (jumps.loss > 0.0 && n_ + 1 < top)
      value = Site::add(value, S(jumps.loss * root(n_ + 1)) * Site::real(roots + 1),
                        Site::load(row(s_, n_ + 1) + i + 1, t_.square));
    if (jumps.bath > 0.0 && n_ > 0)
      value = Site::add(value, S(jumps.bath * root(n_)) * Site::real(roots),
                        Site::load(row(s_, n_ - 1) + i - 1, t_.square));
    if (jumps.two_photon > 0.0 && n_ + 2 < top)
      value = Site::add(value,
                        S(jumps.two_photon * root(n_ + 1) * root(n_ + 2)) *
                            (Site::real(roots + 1) * Site::real(roots + 2)),
                        Site::load(row(s_, n_ + 2) + i + 2, t_.square));
    return value;
  }

  const JointMatrixTerm& t_;
  std::int32_t s_, n_;
  double decay_, turn_;
  S minus_beta_, coefficient_;
  const double* state_;
  double* out_;
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
