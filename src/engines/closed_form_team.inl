// SPDX-License-Identifier: BSD-3-Clause
// The sums of the closed form in double for one chunk of a point's samples by a team: a member
// takes some sectors through the stretches of constant pump, then some samples. What is computed is
// the text of closed_form_sums.inl and closed_form_pairs.inl, one sector and one sample at a time,
// so that nothing depends on how many members share the work.
#pragma once

#include "engines/closed_form_pairs.inl"

namespace pairtwist::engines {

/// One sector of a block at a time.
struct SectorView {
  PT_HD explicit SectorView(const SumsBlock& block) : all(block), view(block) { view.sectors = 1; }
  const SumsBlock& all;
  SumsBlock view;
};

/// What teams have in common, over the sums of one sample.
template <class Sums>
class SectorBySector : protected SectorView, protected Sums {
 public:
  SectorBySector(const SectorBySector&) = delete;
  SectorBySector& operator=(const SectorBySector&) = delete;

 protected:
  PT_HD explicit SectorBySector(const SumsBlock& block) : SectorView(block), Sums(view) {}

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

  /// All that the chunk's samples have in common. To be followed by a sync.
  template <class Team>
  PT_HD void prepare_sectors(const Team& team) {
    team.for_each(static_cast<int>(all.sectors), [&](int k) {
      look_at(k);
      this->prepare([](const SampleChunk&) {});
    });
  }

  /// One sample of the chunk.
  PT_HD SampleChunk sample(std::int64_t i) const {
    return {.segment = all.chunks->segment,
            .from = all.chunks->from,
            .first = all.chunks->first + i,
            .count = 1,
            .spacing = 0.0};
  }

  using typename Sums::Times;
  using typename Sums::Totals;
  using typename Sums::Track;

  /// Sector k, and its pairs with the two before it.
  PT_HD void add_moments(std::int64_t k, const Track& here, const Track& before,
                         const Track& before_that, const Times& at, Totals& totals) {
    look_at(k);
    if ((all.weights.wanted & want_light) != 0) this->add_light(here, 0, at.used, totals);
    if (k >= 1 && all.weights.pairs_with_next(k - 1)) {
      look_at(k - 1);
      this->add_next(before, here, 0, at.used, at.time, totals);
    }
    if (k >= 2 && (all.weights.wanted & want_plus2) != 0) {
      look_at(k - 2);
      this->add_next_but_one(before_that, here, 0, at.used, at.time, totals);
    }
  }
};

/// Of the collective spin's moments and of the light.
class ClosedFormTeam : SectorBySector<ClosedFormSums<double, 1>> {
 public:
  /// block: of all members alike, with one chunk, and with numbers_of_sector doubles for each
  /// sector as scratch, which they share.
  PT_HD explicit ClosedFormTeam(const SumsBlock& block) : SectorBySector(block) {}

  template <class Team>
  PT_HD void run(const Team& team) {
    prepare_sectors(team);
    team.sync();
    team.for_each(static_cast<int>(all.chunks->count), [&](int i) { solve_sample(sample(i)); });
  }

 private:
  PT_HD void solve_sample(const SampleChunk& sample) {
    Times at;
    list_times(sample, at);
    Totals totals{};
    clear(totals, at.used);
    Track here{};
    Track before{};
    Track before_that{};
    for (std::int64_t k = 0; k < all.sectors; ++k) {
      look_at(k);
      follow(sample, 0, at, here);
      add_moments(k, here, before, before_that, at, totals);
      before_that = before;
      before = here;
    }
    store(sample, totals);
  }
};

/// Every pair of sectors, besides: some samples at a time, of which a member takes some sectors,
/// then some rows of pairs.
class ClosedFormPairsTeam : SectorBySector<ClosedFormPairs<double, 1>> {
 public:
  static constexpr int samples_together = 32;
  /// Doubles that the members share besides those of ClosedFormTeam, of block.tracks.
  PT_HD static constexpr std::int64_t scratch(std::int64_t sectors) {
    return samples_together * (tracks_of_sample(sectors) + sums_of_row * sectors);
  }

  PT_HD explicit ClosedFormPairsTeam(const SumsBlock& block) : SectorBySector(block) {}

  template <class Team>
  PT_HD void run(const Team& team) {
    prepare_sectors(team);
    team.sync();
    const auto sectors = static_cast<int>(all.sectors);
    for (std::int64_t first = 0; first < all.chunks->count; first += samples_together) {
      const std::int64_t left = all.chunks->count - first;
      const int count = left < samples_together ? static_cast<int>(left) : samples_together;
      team.for_each(sectors * count, [&](int i) { follow_one(first, i % count, i / count); });
      team.sync();
      // The longest rows first.
      team.for_each(sectors * count,
                    [&](int i) { take_one_row(first, i % count, sectors - 1 - i / count); });
      team.sync();
      team.for_each(count, [&](int i) { add_up(first, i); });
      team.sync();  // before the next tracks
    }
  }

 private:
  static constexpr int sums_of_row = 4;
  /// Odd, so that the samples of neighbours are in different banks of a device's memory.
  PT_HD static constexpr std::int64_t tracks_of_sample(std::int64_t sectors) {
    return static_cast<std::int64_t>(sizeof(Track) / sizeof(double)) * sectors + 1;
  }
  PT_HD void look_at_sample(int i) {
    tracks_ = reinterpret_cast<Track*>(all.tracks + i * tracks_of_sample(all.sectors));
  }
  /// Of row l of a sample.
  PT_HD double* row_sums(int i, std::int64_t l) const {
    double* const rows = all.tracks + samples_together * tracks_of_sample(all.sectors);
    return rows + l * sums_of_row * samples_together + i;
  }

  PT_HD void follow_one(std::int64_t first, int i, std::int64_t k) {
    const SampleChunk one = sample(first + i);
    Times at;
    list_times(one, at);
    look_at(k);
    look_at_sample(i);
    follow(one, 0, at, tracks_[k]);
  }

  PT_HD void take_one_row(std::int64_t first, int i, std::int64_t l) {
    const SampleChunk one = sample(first + i);
    Times at;
    list_times(one, at);
    look_at(0);
    look_at_sample(i);
    Row row;
    take_row(l, one, at, row);
    double* const sums = row_sums(i, l);
    sums[0] = row.bell_re[0];
    sums[samples_together] = row.bell_im[0];
    sums[2 * samples_together] = row.bell_terms[0];
    sums[3 * samples_together] = row.squares[0];
  }

  PT_HD void add_up(std::int64_t first, int i) {
    const SampleChunk one = sample(first + i);
    Times at;
    list_times(one, at);
    look_at_sample(i);
    Totals totals{};
    clear(totals, at.used);
    for (std::int64_t k = 0; k < all.sectors; ++k)
      add_moments(k, tracks_[k], tracks_[k >= 1 ? k - 1 : 0], tracks_[k >= 2 ? k - 2 : 0], at,
                  totals);
    look_at(0);
    for (std::int64_t l = 0; l < all.sectors; ++l) {
      const double* const sums = row_sums(i, l);
      Row row;
      row.bell_re[0] = sums[0];
      row.bell_im[0] = sums[samples_together];
      row.bell_terms[0] = sums[2 * samples_together];
      row.squares[0] = sums[3 * samples_together];
      add_row(l, row, at, totals);
    }
    store(one, totals);
  }
};

}  // namespace pairtwist::engines
