// The Fock method over a batch: all blocks at their first cutoffs, then those that changed again at
// larger ones, until none is left. Small blocks ride in SIMD lanes beside others of the same
// cutoff, large ones go alone, row by row.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "engines/aligned_doubles.hpp"
#include "engines/host_solver.hpp"
#include "engines/run_tasks.hpp"

namespace pairtwist::engines {
namespace {

using physics::PairIndex;

/// Beyond, the arrays of all lanes together leave the caches: such a block is solved alone.
constexpr std::int32_t largest_in_lanes = 16;

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
              .most_steps = batch.most_steps,
              .coherence = reinterpret_cast<double*>(result.coherence.data()),
              .photons = reinterpret_cast<double*>(result.photons.data()),
              .pairs = batch.total_pairs(),
              .sectors = batch.total_sectors(),
              .distribution = result.distribution.empty() ? nullptr : result.distribution.data(),
              .distribution_levels = batch.distribution_levels,
              .stop = batch.stop};
  }

  void run() {
    while (!items_.empty() && !StopFlag::raised_at(batch_.stop)) {
      sort();
      group();
      outcomes_.resize(items_.size());
      run_tasks<Scratch>(static_cast<std::int64_t>(groups_.size()), threads_, batch_.stop,
                         [&](std::int64_t g, Scratch& scratch) { solve(groups_[g], scratch); });
      sift();
    }
  }

 private:
  /// Items first ... first + count - 1, solved together.
  struct Group {
    std::size_t first;
    std::size_t count;
  };

  static bool diagonal(const FockItem& item) { return item.k == item.l; }
  bool moving(const FockItem& item) const { return batch_.fock_points[item.point].moving != 0; }
  std::int32_t terms(const FockItem& item) const { return batch_.fock_points[item.point].terms; }
  std::size_t lanes(std::int32_t cutoff) const {
    return cutoff <= largest_in_lanes ? static_cast<std::size_t>(kernels_.lanes) : 1;
  }

  /// [sector_offset + sector]  largest_field. Takes long where rates are large.
  std::vector<double> largest_fields() const {
    std::vector<double> fields(static_cast<std::size_t>(batch_.total_sectors()));
    struct Nothing {};
    for (std::int64_t p = 0; p < batch_.size(); ++p)
      run_tasks<Nothing>(batch_.pairs[p].sectors, threads_, batch_.stop,
                         [&](std::int64_t k, Nothing&) {
                           fields[batch_.sector_offset[p] + k] =
                               largest_field(batch_.fock_points[p], batch_.segments.data(),
                                             static_cast<std::int32_t>(k), batch_.limits);
                         });
    return fields;
  }

  void list_blocks() {
    const std::vector<double> fields = largest_fields();
    for (std::int64_t p = 0; p < batch_.size(); ++p) {
      const PairIndex& index = batch_.pairs[p];
      const auto add = [&](std::int64_t out, std::int64_t k, std::int64_t l) {
        FockItem item{.out = out,
                      .point = static_cast<std::int32_t>(p),
                      .k = static_cast<std::int32_t>(k),
                      .l = static_cast<std::int32_t>(l),
                      .cutoff = 0,
                      .solved = 0,
                      .change = 0.0};
        item.cutoff = first_cutoff(batch_.fock_points[p], fields.data() + batch_.sector_offset[p],
                                   item, batch_.limits);
        items_.push_back(item);
      };
      if (batch_.needs_pairs())
        for (std::int64_t c = 0; c < index.candidates(); ++c) {
          std::int64_t k = 0;
          std::int64_t l = 0;
          index.candidate(c, k, l);
          if (index.needed(k, l)) add(batch_.pair_offset[p] + index.rank(k, l), k, l);
        }
      if (batch_.want_photons)
        for (std::int64_t k = 0; k < index.sectors; ++k) add(batch_.sector_offset[p] + k, k, k);
    }
  }

  /// Those that may be solved together side by side, like steps beside like; the dear ones first.
  void sort() {
    const auto key = [&](const FockItem& item) {
      return std::tuple(-item.cutoff, moving(item), terms(item), diagonal(item), item.point, item.l,
                        item.k);
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
      if (items_[group.first + i].solved > 0) keep(items_[group.first + i]);
    const std::size_t width = lanes(first.cutoff);
    const FockGroup task{
        .input = &input_,
        .items = &first,
        .count = static_cast<std::int32_t>(group.count),
        .scratch = scratch.reserve(
            width > 1 ? static_cast<std::int64_t>(width) * fock_scratch(first.cutoff, moving(first))
                      : fock_scratch(first.cutoff, moving(first), kernels_.lanes)),
        .outcomes = outcomes_.data() + group.first};
    (width > 1 ? kernels_.fock.lanes : kernels_.fock.rows)(task);
  }

  /// f(now, before, k) for each of an item's values, at time k.
  template <class F>
  void for_values(const FockItem& item, const F& f) {
    for (std::int64_t k = 0; k < batch_.n_times; ++k) {
      if (diagonal(item)) {
        const std::int64_t i = k * batch_.total_sectors() + item.out;
        f(result_.photons[i], result_.photons_before[i], k);
        const std::int64_t levels = batch_.distribution_levels;
        for (std::int64_t n = i * levels; n < (i + 1) * levels; ++n)
          f(result_.distribution[n], result_.distribution_before[n], k);
      } else {
        const std::int64_t i = k * batch_.total_pairs() + item.out;
        f(result_.coherence[i], result_.coherence_before[i], k);
      }
    }
  }

  void keep(const FockItem& item) {
    for_values(item, [](const auto& now, auto& before, std::int64_t) { before = now; });
  }

  static double change_of(const std::complex<double>& now, const std::complex<double>& before,
                          double) {
    return change_of_coherence(now.real(), now.imag(), before.real(), before.imag());
  }
  static double change_of(double now, double before, double) { return std::abs(now - before); }
  static double change_of(const PhotonMoments& now, const PhotonMoments& before, double scale) {
    return std::max(change_of_moment(now.number, before.number, scale),
                    change_of_moment(now.pairs, before.pairs, scale * scale));
  }

  /// Keeps the items that need another, larger cutoff.
  void sift() {
    std::vector<FockItem> left;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      FockItem item = items_[i];
      const std::int32_t cutoff = item.cutoff;
      double change = 0.0;
      if (item.solved > 0)
        for_values(item, [&](const auto& now, const auto& before, std::int64_t k) {
          const std::int64_t time = batch_.fock_points[item.point].first_time + k;
          const double difference = change_of(now, before, batch_.photon_scales[time]);
          change = difference <= change ? change : difference;  // NaN is a change
        });
      const FockPoint& point = batch_.fock_points[item.point];
      const double scale =
          smallest_scale(batch_.photon_scales.data() + point.first_time, batch_.n_times);
      const FockVerdict verdict = judge(item, point, outcomes_[i], change, scale, batch_.limits);
      if (verdict == FockVerdict::again) {
        left.push_back(item);
        continue;
      }
      if (item.solved == 0) keep(item);
      const bool exact = batch_.limits.exact > 0;
      // Asked for is the smaller of the two, the larger one was its check.
      if (exact)
        for_values(item, [](auto& now, auto& before, std::int64_t) { std::swap(now, before); });
      std::int32_t& reported = result_.cutoff[item.point];
      reported = std::max(reported, exact ? batch_.limits.exact : cutoff);
      result_.tail[item.point] = std::max(result_.tail[item.point], outcomes_[i].tail);
      if (verdict == FockVerdict::failed) result_.failed[item.point] = 1;
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
