// SPDX-License-Identifier: BSD-3-Clause
// The sums of the closed form in double for one chunk of a point's samples by a team: a member
// takes some sectors through the stretches of constant pump, then some samples. What is computed is
// the text of closed_form_sums.inl and closed_form_pairs.inl, one sector and one sample at a time,
// so that nothing depends on how many members share the work.
#pragma once

#include "engines/closed_form_pairs.inl"

namespace pairtwist::engines {

/// What teams have in common, over the sums of one sample.
template <class Sums>
class SectorBySector : protected Sums {
 public:
  SectorBySector(const SectorBySector&) = delete;
  SectorBySector& operator=(const SectorBySector&) = delete;

 protected:
  using Sums::b_;

  PT_HD explicit SectorBySector(const SumsBlock& block) : Sums(block) {}

  /// All that the chunk's samples have in common. To be followed by a sync.
  template <class Team>
  PT_HD void prepare_sectors(const Team& team) {
    team.for_each(static_cast<int>(b_.sectors), [&](int k) {
      this->prepare_only(k, k + 1);
      this->prepare([](const SampleChunk&) {});
    });
  }

  /// One sample of the chunk.
  PT_HD SampleChunk sample(std::int64_t i) const {
    return {.segment = b_.chunks->segment,
            .from = b_.chunks->from,
            .first = b_.chunks->first + i,
            .count = 1,
            .spacing = 0.0};
  }
};

/// Of the collective spin's moments and of the light. may_spread: as of ClosedFormSums.
template <bool may_spread>
class ClosedFormTeam : SectorBySector<ClosedFormSums<double, 1, may_spread>> {
  using Base = SectorBySector<ClosedFormSums<double, 1, may_spread>>;
  using Base::b_;
  using typename Base::Times;
  using typename Base::Totals;
  using typename Base::Track;

 public:
  /// block: of all members alike, with one chunk, and with numbers_of_sector doubles for each
  /// sector as scratch, which they share.
  PT_HD explicit ClosedFormTeam(const SumsBlock& block) : Base(block) {}

  template <class Team>
  PT_HD void run(const Team& team) {
    this->prepare_sectors(team);
    team.sync();
    team.for_each(static_cast<int>(b_.chunks->count),
                  [&](int i) { solve_sample(this->sample(i)); });
  }

 private:
  PT_HD void solve_sample(const SampleChunk& sample) {
    Times at;
    this->list_times(sample, at);
    Totals totals{};
    this->clear(totals, at.used());
    Track here{};
    Track before{};
    Track before_that{};
    for (std::int64_t k = 0; k < b_.sectors; ++k) {
      this->follow(sample, k, at, here);
      this->add_sector(k, here, before, before_that, at, totals);
      before_that = before;
      before = here;
    }
    this->store(sample, totals);
  }
};

/// Every pair of sectors, besides: some samples at a time, of which a member takes some sectors,
/// then some rows of pairs.
template <bool may_spread>
class ClosedFormPairsTeam : SectorBySector<ClosedFormPairs<double, 1, may_spread>> {
  using Base = SectorBySector<ClosedFormPairs<double, 1, may_spread>>;
  using Base::b_;
  using typename Base::Row;
  using typename Base::Times;
  using typename Base::Totals;
  using typename Base::Track;

 public:
  static constexpr int samples_together = 32;
  /// Doubles that the members share besides those of ClosedFormTeam, of block.tracks.
  PT_HD static constexpr std::int64_t scratch(std::int64_t sectors) {
    return samples_together * (tracks_of_sample(sectors) + sums_of_row * sectors);
  }

  PT_HD explicit ClosedFormPairsTeam(const SumsBlock& block) : Base(block) {}

  template <class Team>
  PT_HD void run(const Team& team) {
    this->prepare_sectors(team);
    team.sync();
    const auto sectors = static_cast<int>(b_.sectors);
    for (std::int64_t first = 0; first < b_.chunks->count; first += samples_together) {
      const std::int64_t left = b_.chunks->count - first;
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
    this->tracks_ = reinterpret_cast<Track*>(b_.tracks + i * tracks_of_sample(b_.sectors));
  }
  /// Of row l of a sample.
  PT_HD double* row_sums(int i, std::int64_t l) const {
    double* const rows = b_.tracks + samples_together * tracks_of_sample(b_.sectors);
    return rows + l * sums_of_row * samples_together + i;
  }

  PT_HD void follow_one(std::int64_t first, int i, std::int64_t k) {
    const SampleChunk one = this->sample(first + i);
    Times at;
    this->list_times(one, at);
    look_at_sample(i);
    this->follow(one, k, at, this->tracks_[k]);
  }

  PT_HD void take_one_row(std::int64_t first, int i, std::int64_t l) {
    const SampleChunk one = this->sample(first + i);
    Times at;
    this->list_times(one, at);
    look_at_sample(i);
    Row row;
    this->take_row(l, one, at, row);
    double* const sums = row_sums(i, l);
    sums[0] = row.bell_re[0];
    sums[samples_together] = row.bell_im[0];
    sums[2 * samples_together] = row.bell_terms[0];
    sums[3 * samples_together] = row.squares[0];
  }

  PT_HD void add_up(std::int64_t first, int i) {
    const SampleChunk one = this->sample(first + i);
    Times at;
    this->list_times(one, at);
    look_at_sample(i);
    Totals totals{};
    this->clear(totals, at.used());
    for (std::int64_t k = 0; k < b_.sectors; ++k)
      this->add_sector(k, this->tracks_[k], this->tracks_[k >= 1 ? k - 1 : 0],
                       this->tracks_[k >= 2 ? k - 2 : 0], at, totals);
    for (std::int64_t l = 0; l < b_.sectors; ++l) {
      const double* const sums = row_sums(i, l);
      Row row;
      row.bell_re[0] = sums[0];
      row.bell_im[0] = sums[samples_together];
      row.bell_terms[0] = sums[2 * samples_together];
      row.squares[0] = sums[3 * samples_together];
      this->add_row(l, row, at, totals);
    }
    this->store(one, totals);
  }
};

}  // namespace pairtwist::engines
