// SPDX-License-Identifier: BSD-3-Clause
// The Fock method over a batch: all blocks at their first cutoffs, then those that changed again at
// larger ones, until none is left. Small blocks ride in SIMD lanes beside others of the same
// cutoff, large ones go alone, row by row.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "engines/aligned_doubles.hpp"
#include "engines/fock_round.hpp"
#include "engines/host_solver.hpp"
#include "engines/run_tasks.hpp"

namespace pairtwist::engines {
namespace {

using physics::PairIndex;

/// Beyond, the arrays of all lanes together leave the caches: such a block is solved alone.
constexpr std::int32_t largest_in_lanes = 16;

/// What a block of this cutoff costs beside others: as many elements, and the generator's range
/// grows with their number.
double work_of(std::int32_t cutoff) { return std::pow(static_cast<double>(cutoff), 3.0); }

/// For one group at a time.
using Scratch = AlignedDoubles;

class FockRun {
 public:
  FockRun(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result)
      : batch_(batch),
        kernels_(kernels),
        threads_(threads),
        result_(result),
        roots_(level_roots(batch.limits)) {
    list_blocks();
    input_ = {.points = batch.fock_points.data(),
              .segments = batch.segments.data(),
              .times = batch.times.data(),
              .photon_scales = batch.photon_scales.data(),
              .lights = batch.light_matrices.data(),
              .roots = roots_.data() + 1,
              .n_times = batch.n_times,
              .tolerance = batch.tolerance,
              .phase_error = batch.phase_error,
              .most_steps = batch.most_steps,
              .now = solution(result.coherence, result.photons, result.distribution),
              .before = solution(result.coherence_before, result.photons_before,
                                 result.distribution_before),
              .pairs = batch.total_pairs(),
              .sectors = batch.total_sectors(),
              .distribution_levels = batch.distribution_levels,
              .stop = batch.stop,
              .tell = batch.meter != nullptr ? tell_of_work : nullptr,
              .meter = batch.meter};
  }

  void run() {
    while (!items_.empty()) {
      sort();
      group();
      outcomes_.resize(items_.size());
      run_tasks<Scratch>(static_cast<std::int64_t>(groups_.size()), threads_, batch_.stop,
                         [&](std::int64_t g, Scratch& scratch) { solve(groups_[g], scratch); });
      if (StopFlag::raised_at(batch_.stop)) break;
      sift();
    }
  }

 private:
  /// Items first ... first + count - 1, solved together.
  struct Group {
    std::size_t first;
    std::size_t count;
  };

  /// std::complex and PhotonMoments are pairs of doubles.
  static FockSolution solution(std::vector<std::complex<double>>& coherence,
                               std::vector<PhotonMoments>& photons,
                               std::vector<double>& distribution) {
    return {.coherence = reinterpret_cast<double*>(coherence.data()),
            .photons = reinterpret_cast<double*>(photons.data()),
            .distribution = distribution.empty() ? nullptr : distribution.data()};
  }
  static bool diagonal(const FockItem& item) { return item.k == item.l; }
  bool moving(const FockItem& item) const { return batch_.fock_points[item.point].moving != 0; }
  /// Of what is solved a second time, a quarter larger, at least; nothing of light that never
  /// climbs (judge).
  double work_of_check(const FockItem& item) const {
    const FockPoint& point = batch_.fock_points[item.point];
    const bool once = point.terms == physics::fock::only_loss && point.levels <= item.cutoff;
    return once ? 0.0 : work_of(larger_cutoff(item.cutoff));
  }
  std::int32_t terms(const FockItem& item) const { return batch_.fock_points[item.point].terms; }
  std::size_t lanes(std::int32_t cutoff) const {
    return cutoff <= largest_in_lanes ? static_cast<std::size_t>(kernels_.lanes) : 1;
  }

  /// [sector_offset + sector]  largest_field, which is 0 unless diagonal blocks are in the
  /// laboratory frame. Takes long where rates are large.
  std::vector<double> largest_fields() const {
    std::vector<double> fields(static_cast<std::size_t>(batch_.total_sectors()));
    struct Nothing {};
    for (std::int64_t p = 0; p < batch_.size(); ++p)
      run_tasks<Nothing>(
          batch_.pairs[p].sectors, threads_, batch_.stop, [&](std::int64_t k, Nothing&) {
            fields[batch_.sector_offset[p] + k] =
                largest_field(batch_.fock_points[block_point(p, true)], batch_.segments.data(),
                              static_cast<std::int32_t>(k), batch_.limits);
          });
    return fields;
  }

  void list_blocks() {
    const std::vector<double> fields = largest_fields();
    for (std::int64_t p = 0; p < batch_.size(); ++p) {
      const PairIndex& index = batch_.pairs[p];
      const auto add = [&](std::int64_t out, std::int64_t k, std::int64_t l) {
        items_.push_back(first_item(batch_.fock_points.data(),
                                    fields.data() + batch_.sector_offset[p], batch_.limits, p, k, l,
                                    out));
      };
      if (batch_.needs_pairs())
        for (std::int64_t rank = 0; rank < index.count(); ++rank) {
          const physics::SectorPair pair = index.pair(rank);
          add(batch_.pair_offset[p] + rank, pair.k, pair.l);
        }
      if (batch_.needs_photons())
        for (std::int64_t k = 0; k < index.sectors; ++k) add(batch_.sector_offset[p] + k, k, k);
    }
    double work = 0.0;
    for (const FockItem& item : items_) work += work_of(item.cutoff) + work_of_check(item);
    expect(batch_.meter, static_cast<std::int64_t>(items_.size()), work);
  }

  /// Those that may be solved together side by side, like steps beside like, which the same blocks
  /// of neighbouring points have; the dear ones first.
  void sort() {
    const auto key = [&](const FockItem& item) {
      return std::tuple(-item.cutoff, moving(item), terms(item), diagonal(item), item.l, item.k,
                        item.point);
    };
    std::sort(items_.begin(), items_.end(),
              [&](const FockItem& a, const FockItem& b) { return key(a) < key(b); });
  }

  void group() {
    groups_.clear();
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const FockItem& item = items_[i];
      const bool joins =
          !groups_.empty() && groups_.back().count < lanes(item.cutoff) &&
          item.cutoff == items_[i - 1].cutoff && moving(item) == moving(items_[i - 1]) &&
          terms(item) == terms(items_[i - 1]) && diagonal(item) == diagonal(items_[i - 1]);
      if (joins)
        ++groups_.back().count;
      else
        groups_.push_back({i, 1});
    }
  }

  void solve(const Group& group, Scratch& scratch) {
    const FockItem& first = items_[group.first];
    for (std::size_t i = 0; i < group.count; ++i)
      if (items_[group.first + i].solved > 0) keep(input_, items_[group.first + i]);
    const std::size_t width = lanes(first.cutoff);
    const FockGroup task{
        .input = &input_,
        .items = &first,
        .count = static_cast<std::int32_t>(group.count),
        .scratch = scratch.reserve(
            width > 1 ? static_cast<std::int64_t>(width) * fock_scratch(first.cutoff, moving(first))
                      : fock_scratch(first.cutoff, moving(first), kernels_.lanes, true)),
        .outcomes = outcomes_.data() + group.first,
        .work = static_cast<double>(group.count) * work_of(first.cutoff)};
    (width > 1 ? kernels_.fock.lanes : kernels_.fock.rows)(task);
  }

  /// Keeps the items that need another, larger cutoff.
  void sift() {
    std::vector<FockItem> left;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      FockItem item = items_[i];
      const auto report = [&](std::int32_t cutoff, double tail, bool failed) {
        const std::int64_t p = point_of(item);
        result_.cutoff[p] = std::max(result_.cutoff[p], cutoff);
        result_.tail[p] = std::max(result_.tail[p], tail);
        if (failed) result_.failed[p] |= kind_of_block(item.k, item.l);
      };
      if (!goes_on(input_, batch_.limits, item, outcomes_[i], report)) {
        // Given up after its first solution, it has no second one.
        add(batch_.meter, 1, item.solved > 0 ? 0.0 : work_of_check(item));
        continue;
      }
      const double known = items_[i].solved == 0 ? work_of_check(items_[i]) : 0.0;
      expect(batch_.meter, 0, work_of(item.cutoff) - known);
      left.push_back(item);
    }
    items_ = std::move(left);
  }

  const Batch& batch_;
  const HostKernels& kernels_;
  int threads_;
  HostResult& result_;
  std::vector<double> roots_;
  FockInput input_{};
  std::vector<FockItem> items_;  ///< still to be solved
  std::vector<Group> groups_;
  std::vector<FockOutcome> outcomes_;  ///< of items_
};

}  // namespace

void solve_fock(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result) {
  FockRun(batch, kernels, threads, result).run();
}

}  // namespace pairtwist::engines
