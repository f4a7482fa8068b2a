// SPDX-License-Identifier: BSD-3-Clause
// The closed form in double where every pair of sectors is asked for: their sums, or v itself,
// beside those of closed_form_sums.inl. Times in the lanes; a chunk's sectors are all kept.
#pragma once

#include "engines/closed_form_sums.inl"

namespace pairtwist::engines {

/// samples, may_spread: as of ClosedFormSums.
template <class S, int samples = static_cast<int>(samples_of_chunk), bool may_spread = true>
class ClosedFormPairs : protected ClosedFormSums<S, samples, may_spread> {
 public:
  PT_HD explicit ClosedFormPairs(const SumsBlock& block)
      : Base(block), tracks_(reinterpret_cast<typename Base::Track*>(block.tracks)) {}

  PT_HD void run() {
    Base::prepare([this](const SampleChunk& chunk) { solve_chunk(chunk); });
  }

 protected:
  using Base = ClosedFormSums<S, samples, may_spread>;
  using Base::b_;
  using typename Base::Complex;
  using typename Base::Times;
  using typename Base::Totals;
  static constexpr int width = Lanes<S>::width;

  PT_HD bool wants(std::uint32_t bit) const { return (b_.weights.wanted & bit) != 0; }

  PT_HD void solve_chunk(const SampleChunk& chunk) const {
    Times at;
    this->list_times(chunk, at);
    Totals totals;
    this->clear(totals, at.used());
    for (std::int64_t k = 0; k < b_.sectors; ++k) {
      this->follow(chunk, k, at, tracks_[k]);
      this->add_sector(k, tracks_[k], tracks_[k >= 1 ? k - 1 : 0], tracks_[k >= 2 ? k - 2 : 0], at,
                       totals);
    }
    for (std::int64_t l = 0; l < b_.sectors; ++l) {
      Row row;
      take_row(l, chunk, at, row);
      add_row(l, row, at, totals);
    }
    this->store(chunk, totals);
  }

  /// What the pairs (k, l), k < l, add up to before l's own factor.
  struct Row {
    S bell_re[Base::packs];
    S bell_im[Base::packs];
    S bell_terms[Base::packs];
    S squares[Base::packs];
  };

  /// S is the sum over l of y_l (x_l v_ll + 2 Re or i Im of sum over k < l of x_k v_kl): x = y but
  /// for a sign that alternates, so that of a pair and its conjugate one part is left.
  PT_HD void take_row(std::int64_t l, const SampleChunk& chunk, const Times& at, Row& row) const {
    const bool bell = wants(want_bell);
    const bool squares = wants(want_squares);
    for (int j = 0; j < at.used(); ++j) {
      row.bell_re[j] = S(bell ? 0.5 * b_.bell.x[l] : 0.0);
      row.bell_im[j] = S(0.0);
      row.bell_terms[j] = S(bell ? 0.5 * b_.bell.modulus[l] : 0.0);
      row.squares[j] = S(squares ? 0.5 * b_.weights.weight[l] : 0.0);
    }
    for (std::int64_t k = 0; k < l; ++k) add_pair(k, l, chunk, at, row);
  }
  PT_HD void add_row(std::int64_t l, const Row& row, const Times& at, Totals& totals) const {
    using namespace physics;
    const bool bell = wants(want_bell);
    const bool squares = wants(want_squares);
    for (int j = 0; j < at.used() && bell; ++j) {
      const S twice_y = S(2.0 * b_.bell.y[l]);
      S* re = totals.of[bell_re];
      S* im = totals.of[bell_im];
      S* terms = totals.of[bell_terms];
      re[j] = multiply_add(twice_y, row.bell_re[j], re[j]);
      im[j] = multiply_add(twice_y, row.bell_im[j], im[j]);
      terms[j] = multiply_add(S(2.0 * b_.bell.modulus[l]), row.bell_terms[j], terms[j]);
    }
    for (int j = 0; j < at.used() && squares; ++j) {
      S* sum = totals.of[squared_moduli];
      sum[j] = multiply_add(S(2.0 * b_.weights.weight[l]), row.squares[j], sum[j]);
    }
  }

  PT_HD void add_pair(std::int64_t k, std::int64_t l, const SampleChunk& chunk, const Times& at,
                      Row& row) const {
    using namespace physics;
    const double offset = 2.0 * static_cast<double>(b_.pairs.k_lo) + b_.pairs.odd;
    const double difference = static_cast<double>(k - l) * (static_cast<double>(k + l) + offset);
    const CoherentPoint& p = b_.point;
    const auto pair = pair_constants<S>(S(p.two_W0), S(p.kappa), S(p.U), S(difference));
    if (this->has_spread() || b_.coherence != nullptr) {
      const std::int64_t rank = b_.pairs.rank(k, l);
      for (int j = 0; j < at.used(); ++j) {
        const Complex v = this->v_at(tracks_[k], tracks_[l], pair, j, at.time);
        if (b_.coherence != nullptr) keep_coherence(chunk, j, rank, v);
        if (this->has_spread()) add(k, l, j, v, row);
      }
    }
    // The same bits whether a neighbour needs coherences or not.
    if (this->has_spread()) return;
    const Part part = {tracks_[k], tracks_[l], pair, (l - k) % 2 == 0};
    if (wants(want_bell)) add_bell(k, part, at, row);
    if (wants(want_squares)) add_squares(k, part, at, row);
  }

  /// v of the pair where the light starts coherent, of which one part counts.
  struct Part {
    const typename Base::Track& of_k;
    const typename Base::Track& of_l;
    const physics::PairConstants<S>& pair;
    bool real;
  };

  PT_HD void add_bell(std::int64_t k, const Part& part, const Times& at, Row& row) const {
    using namespace physics;
    const S x = S(b_.bell.x[k]);
    const S modulus = S(b_.bell.modulus[k]);
    // sin y = cos(y - pi/2)
    const S quarter = S(part.real ? 0.0 : -0x1.921fb54442d18p+0);
    S* sum = part.real ? row.bell_re : row.bell_im;
    for (int j = 0; j < at.used(); ++j) {
      const Complex log = this->log_v(part.of_k, part.of_l, part.pair, j, at.time);
      const S size = exp_decay(log.re);
      sum[j] = multiply_add(x * size, cosine_of(log.im + quarter), sum[j]);
      row.bell_terms[j] = multiply_add(modulus, size, row.bell_terms[j]);
    }
  }

  PT_HD void add_squares(std::int64_t k, const Part& part, const Times& at, Row& row) const {
    using namespace physics;
    const S weight = S(b_.weights.weight[k]);
    for (int j = 0; j < at.used(); ++j) {
      const S twice = S(2.0) * this->log_v(part.of_k, part.of_l, part.pair, j, at.time).re;
      row.squares[j] = multiply_add(weight, exp_decay(twice), row.squares[j]);
    }
  }

  /// v of the pair, any light, at the times of pack j.
  PT_HD void add(std::int64_t k, std::int64_t l, int j, Complex v, Row& row) const {
    using namespace physics;
    const S squared = norm(v);
    if (wants(want_squares))
      row.squares[j] = multiply_add(S(b_.weights.weight[k]), squared, row.squares[j]);
    if (!wants(want_bell)) return;
    const S x = S(b_.bell.x[k]);
    if ((l - k) % 2 == 0)
      row.bell_re[j] = multiply_add(x, v.re, row.bell_re[j]);
    else
      row.bell_im[j] = multiply_add(x, v.im, row.bell_im[j]);
    row.bell_terms[j] =
        multiply_add(S(b_.bell.modulus[k]), square_root(squared), row.bell_terms[j]);
  }

  PT_HD void keep_coherence(const SampleChunk& chunk, int j, std::int64_t rank, Complex v) const {
    double re[width], im[width];
    Lanes<S>::store(v.re, re);
    Lanes<S>::store(v.im, im);
    const std::int64_t first = std::int64_t{j} * width;
    for (int lane = 0; lane < width && first + lane < chunk.count; ++lane) {
      double* out = b_.coherence + 2 * ((chunk.first + first + lane) * b_.row_pairs + rank);
      out[0] = re[lane];
      out[1] = im[lane];
    }
  }

  typename Base::Track* tracks_;
};

template <class S>
void sum_closed_form(const SumsBlock& block) {
  if (block.tracks != nullptr)
    ClosedFormPairs<S>(block).run();
  else
    ClosedFormSums<S>(block).run();
}

}  // namespace pairtwist::engines
