// Body of closed_form_bell.hpp: every pair of sectors, times in the lanes.
#pragma once

#include "engines/closed_form_bell.hpp"
#include "engines/closed_form_sums.inl"

namespace pairtwist::engines {

template <class S>
class ClosedFormBell : ClosedFormSums<S> {
 public:
  PT_HD explicit ClosedFormBell(const BellBlock& block)
      : Base(block.samples),
        bell_(block),
        tracks_(reinterpret_cast<typename Base::Track*>(block.tracks)) {}

  PT_HD void run() {
    Base::begin_sectors();
    Base::for_chunks([this](const SampleChunk& chunk) { solve_chunk(chunk); });
  }

 private:
  using Base = ClosedFormSums<S>;
  using typename Base::Complex;
  using typename Base::Track;
  static constexpr int width = Lanes<S>::width;

  struct Totals {
    S re[Base::packs];
    S im[Base::packs];
    S terms[Base::packs];
  };

  /// S is the sum over l of y_l (x_l v_ll + 2 Re or i Im of sum over k < l of x_k v_kl): x = y but
  /// for a sign that alternates, so that of a pair and its conjugate one part is left.
  PT_HD void solve_chunk(const SampleChunk& chunk) const {
    typename Base::Times at;
    this->list_times(chunk, at);
    for (std::int64_t k = 0; k < this->b_.sectors; ++k) this->follow(chunk, k, at, tracks_[k]);
    Totals totals;
    for (int j = 0; j < at.used; ++j) totals.re[j] = totals.im[j] = totals.terms[j] = S(0.0);
    for (std::int64_t l = 0; l < this->b_.sectors; ++l) add_sector(l, at, totals);
    store(chunk, totals.re, bell_.re);
    store(chunk, totals.im, bell_.im);
    store(chunk, totals.terms, bell_.terms);
  }

  PT_HD void add_sector(std::int64_t l, const typename Base::Times& at, Totals& totals) const {
    using namespace physics;
    Totals row;
    for (int j = 0; j < at.used; ++j) {
      row.re[j] = S(0.5 * bell_.x[l]);
      row.terms[j] = S(0.5 * bell_.modulus[l]);
      row.im[j] = S(0.0);
    }
    for (std::int64_t k = 0; k < l; ++k) {
      const double offset = 2.0 * static_cast<double>(this->b_.k_lo) + this->b_.odd;
      const double difference = static_cast<double>(k - l) * (static_cast<double>(k + l) + offset);
      const CoherentPoint& p = this->b_.point;
      const auto pair = pair_constants<S>(S(p.two_W0), S(p.kappa), S(p.U), S(difference));
      const bool alike = (l - k) % 2 == 0;
      // sin y = cos(y - pi/2)
      const S quarter = S(alike ? 0.0 : -0x1.921fb54442d18p+0);
      const S x = S(bell_.x[k]);
      const S modulus = S(bell_.modulus[k]);
      S* sum = alike ? row.re : row.im;
      for (int j = 0; j < at.used; ++j) {
        const Complex log_v = log_coherence(tracks_[k].at[j], tracks_[l].at[j], pair, at.time[j]);
        const S size = exp_decay(log_v.re);
        sum[j] = multiply_add(x * size, cosine_of(log_v.im + quarter), sum[j]);
        row.terms[j] = multiply_add(modulus, size, row.terms[j]);
      }
    }
    const S twice_y = S(2.0 * bell_.y[l]);
    const S twice_modulus = S(2.0 * bell_.modulus[l]);
    for (int j = 0; j < at.used; ++j) {
      totals.re[j] = multiply_add(twice_y, row.re[j], totals.re[j]);
      totals.im[j] = multiply_add(twice_y, row.im[j], totals.im[j]);
      totals.terms[j] = multiply_add(twice_modulus, row.terms[j], totals.terms[j]);
    }
  }

  PT_HD static void store(const SampleChunk& chunk, const S* from, double* to) {
    for (std::int64_t i = 0; i < chunk.count; i += width) {
      double lanes[width];
      Lanes<S>::store(from[i / width], lanes);
      for (int lane = 0; lane < width && i + lane < chunk.count; ++lane)
        to[chunk.first + i + lane] = lanes[lane];
    }
  }

  const BellBlock& bell_;
  Track* tracks_;
};

template <class S>
void sum_bell(const BellBlock& block) {
  ClosedFormBell<S>(block).run();
}

}  // namespace pairtwist::engines
