// The sums of the closed form in double for one chunk of a point's samples by a team: a member
// takes some sectors through the stretches of constant pump, then some samples through all sectors.
// What is computed is the text of closed_form_sums.inl, one sector and one sample at a time, so
// that nothing depends on how many members share the work.
#pragma once

#include "engines/closed_form_sums.inl"

namespace pairtwist::engines {

/// One sector of a block at a time.
struct SectorView {
  PT_HD explicit SectorView(const SumsBlock& block) : all(block), view(block) { view.sectors = 1; }
  const SumsBlock& all;
  SumsBlock view;
};

/// Of the collective spin's moments and of the light; not over every pair.
class ClosedFormTeam : SectorView, ClosedFormSums<double, 1> {
 public:
  /// block: of all members alike, with one chunk, and with numbers_of_sector doubles for each
  /// sector as scratch, which they share.
  PT_HD explicit ClosedFormTeam(const SumsBlock& block)
      : SectorView(block), ClosedFormSums<double, 1>(view) {}
  ClosedFormTeam(const ClosedFormTeam&) = delete;
  ClosedFormTeam& operator=(const ClosedFormTeam&) = delete;

  template <class Team>
  PT_HD void run(const Team& team) {
    team.for_each(static_cast<int>(all.sectors), [&](int k) {
      look_at(k);
      prepare([](const SampleChunk&) {});
    });
    team.sync();
    const SampleChunk& chunk = *all.chunks;
    team.for_each(static_cast<int>(chunk.count), [&](int i) {
      solve_sample({.segment = chunk.segment,
                    .from = chunk.from,
                    .first = chunk.first + i,
                    .count = 1,
                    .spacing = 0.0});
    });
  }

 private:
  /// Sector k, and the pairs that begin with it, become number 0.
  PT_HD void look_at(std::int64_t k) {
    view.pairs.k_lo = all.pairs.k_lo + k;
    view.scratch = all.scratch + numbers_of_sector * k;
    const MomentWeightsView& w = all.weights;
    view.weights.plus = w.plus + k;
    view.weights.plus_z = w.plus_z + k;
    view.weights.plus2 = w.plus2 + k;
    view.weights.crossing = k == 0 ? w.crossing : nullptr;
    view.weights.share = w.share + k;
    view.weights.weight = w.weight + k;
  }

  PT_HD void solve_sample(const SampleChunk& sample) {
    Times at;
    list_times(sample, at);
    Totals totals;
    clear(totals, at.used);
    Track here;
    Track before;
    Track before_that;
    for (std::int64_t k = 0; k < all.sectors; ++k) {
      look_at(k);
      follow(sample, 0, at, here);
      if ((all.weights.wanted & want_light) != 0) add_light(here, 0, at.used, totals);
      if (k >= 1 && all.weights.pairs_with_next(k - 1)) {
        look_at(k - 1);
        add_next(before, here, 0, at.used, at.time, totals);
      }
      if (k >= 2 && (all.weights.wanted & want_plus2) != 0) {
        look_at(k - 2);
        add_next_but_one(before_that, here, 0, at.used, at.time, totals);
      }
      before_that = before;
      before = here;
    }
    store(sample, totals);
  }
};

}  // namespace pairtwist::engines
