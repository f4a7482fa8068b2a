// SPDX-License-Identifier: BSD-3-Clause
// Values of quantities of some points at given times: fills a batch, has a backend solve it,
// reduces the coherences through the registry. Makes the batch smaller, over points and then over
// times, when memory runs out. Knows nothing of scans, extrema, events or files.
#pragma once

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "backend/backend.hpp"
#include "engines/batch.hpp"
#include "pairtwist/stop_flag.hpp"
#include "pairtwist/work_meter.hpp"
#include "solve/deadlines.hpp"
#include "solve/evaluation.hpp"
#include "solve/photon_scales.hpp"
#include "solve/reduction.hpp"

namespace pairtwist {

class Evaluator {
 public:
  /// slot_budget: bytes a batch may take on the backend; stop: raised, it makes what waits for
  /// values throw Interrupted; or nullptr; meter: told how far each batch is; or nullptr.
  Evaluator(Backend& backend, int threads, std::int64_t slot_budget, const SolveSpec& spec,
            const StopFlag* stop, WorkMeter* meter = nullptr)
      : backend_(backend),
        threads_(threads),
        slot_budget_(slot_budget),
        spec_(spec),
        stop_(stop),
        meter_(meter),
        in_flight_(static_cast<std::size_t>(std::max(backend.slots(), backend.lines()))) {
    if (std::isfinite(spec.max_seconds)) deadlines_.emplace(in_flight_.size(), stop);
  }
  /// After an exception batches may still be under way.
  ~Evaluator();
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  /// Starts the evaluation in a slot of the backend; it must stay where it is until finish().
  void begin(int slot, Evaluation& evaluation);
  /// Completes what begin() started.
  void finish(int slot);
  /// Nobody wants what begin() started. Returns once nothing reads it.
  void abandon(int slot) noexcept;
  /// begin() and finish().
  void evaluate(int slot, Evaluation& evaluation);
  /// A scalar quantity of some points, each at a time of its own: what a search asks for.
  Evaluation evaluate_once(int slot, const Quantity& quantity, std::vector<const Task*> tasks,
                           std::span<const double> times);

 private:
  /// Points order[first ... last - 1], all of one method, at times from ... to - 1.
  struct Tile {
    std::int64_t first, last, from, to;
    int attempt = 0;           ///< how often a quantity has changed too much with the cutoff
    int finer = 0;             ///< by so many powers of ten steps are, for a quantity that needs it
    bool strictest = false;    ///< one needs coherences as good as can be
    bool faint = false;        ///< for values that faint light still lacks: all the rest is done
    bool light_alone = false;  ///< what reads pairs is settled: they are not solved again

    /// Not the first solution: what is settled stays.
    bool again() const { return faint || strictest || finer > 0; }
    auto operator<=>(const Tile&) const = default;  // NOLINT: a 0 of its own is no nullptr
  };
  struct InFlight {
    Evaluation* evaluation = nullptr;
    std::vector<std::int64_t> order;  ///< the evaluation's points, method by method
    PhotonScales photon_scales;
    std::deque<Tile> tiles;
    /// [p]  Why some tile of it was given up for good; `untried`: none was.
    std::vector<ValueState> given_up;
    engines::Batch batch;    ///< of the front tile
    bool submitted = false;  ///< until the backend has been waited for
  };

  std::tuple<Method, bool, bool, std::uint32_t> way(const PointWork& work) const;
  bool counts(const Evaluation& evaluation, Method method) const;
  /// Tiles that fit, for points order[first ... last - 1] at times and under conditions of `like`.
  std::deque<Tile> tiles_of(const InFlight& in_flight, const Tile& like) const;
  engines::Batch batch_of(const InFlight& in_flight, const Tile& tile) const;
  void note_coherence_errors(const InFlight& in_flight, const Tile& tile,
                             engines::Batch& batch) const;
  bool set_deadline(int slot);
  bool took_too_long(int slot);
  void note_spent(const InFlight& in_flight, double seconds) const;
  static void divide(InFlight& in_flight, std::int64_t Tile::*from, std::int64_t Tile::*to,
                     std::int64_t middle);
  static bool divide_points(InFlight& in_flight);
  void divide_or_give_up(InFlight& in_flight) const;
  void give_front_up(InFlight& in_flight, ValueState why) const;
  static void settle_the_rest(InFlight& in_flight);
  void submit_front(int slot);
  std::optional<engines::BatchView> wait_for_front(int slot);
  void make_front_smaller(InFlight& in_flight) const;
  bool stopped() const { return stop_ != nullptr && stop_->raised(); }
  void reduce_front(InFlight& in_flight, const engines::BatchView& view);
  std::vector<std::vector<PhotonRounding>> rounding(const InFlight& in_flight,
                                                    const engines::BatchView& view) const;
  std::vector<Judgement> reduce(InFlight& in_flight, const engines::BatchView& view) const;
  /// cost: of what the meter expects, this.
  Judgement reduce_part(InFlight& in_flight, const SolvedStretch& stretch, double cost) const;
  static void give_up(Evaluation& evaluation, const Tile& tile, std::int64_t p, ValueState why,
                      ValueState of_imprecise);
  static void give_up(Evaluation& evaluation, const Tile& tile, std::int64_t p, std::size_t q,
                      ValueState why, ValueState of_imprecise);
  ValueState why_changing(const Tile& tile) const;
  void give_up_blocks(Evaluation& evaluation, const Tile& tile, std::int64_t p,
                      std::int32_t blocks) const;
  static bool wants_pairs(const Evaluation& evaluation, const Tile& tile, std::int64_t p);
  std::optional<Tile> settle_point(InFlight& in_flight, const engines::BatchView& view,
                                   std::int64_t b, const Judgement& judgement) const;
  static Tile stricter_of(Evaluation& evaluation, const Tile& tile, std::int64_t p, int finer);
  bool solve_for_fewer_photons(InFlight& in_flight, std::int64_t p) const;
  void settle(InFlight& in_flight, const engines::BatchView& view,
              const std::vector<Judgement>& judgements);

  Backend& backend_;
  int threads_;
  std::int64_t slot_budget_;
  const SolveSpec& spec_;
  const StopFlag* stop_;
  WorkMeter* meter_;
  std::optional<Deadlines> deadlines_;  ///< with solve.max_seconds
  std::vector<InFlight> in_flight_;     ///< [slot]
};

}  // namespace pairtwist
