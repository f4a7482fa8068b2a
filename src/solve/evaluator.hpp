// Values of quantities of some points at given times: fills a batch, has a backend solve it,
// reduces the coherences through the registry. Makes the batch smaller, over points and then over
// times, when memory runs out. Knows nothing of scans, extrema, events or files.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <vector>

#include "backend/backend.hpp"
#include "engines/batch.hpp"
#include "pairtwist/observables.hpp"
#include "pairtwist/results.hpp"
#include "plan/point_work.hpp"

namespace pairtwist {

struct Task {
  Point point;
  PointWork work;
};

/// What is evaluated, and the answer. All points have the same number of times.
struct Evaluation {
  std::vector<const Task*> tasks;           ///< [p]
  std::vector<const Quantity*> quantities;  ///< [q]
  std::vector<double> times;                ///< [p][k]  absolute, not decreasing in k
  std::int64_t n_times = 0;

  std::vector<std::int64_t> point_offset;  ///< [p], total last: values a point has at one time
  std::vector<double> values;              ///< [n_times × point_offset[p] + k × width + ...]
  std::vector<Status> status;              ///< [p]
  std::vector<double> change;  ///< [p]  largest change of a quantity with the cutoff, over its
                               ///< tolerance; 0 for methods without
  std::vector<std::int32_t> cutoff;  ///< [p]  largest of its blocks; 0: none
  std::vector<double> tail;          ///< [p]  largest of its blocks

  std::int64_t size() const { return static_cast<std::int64_t>(tasks.size()); }
  /// Values of point p at time k: quantity after quantity.
  std::span<const double> at(std::int64_t p, std::int64_t k) const;
  std::span<double> at(std::int64_t p, std::int64_t k);
  std::int64_t width(std::int64_t p) const { return point_offset[p + 1] - point_offset[p]; }

  /// Sizes the answer for tasks, quantities and n_times; times are the caller's.
  void prepare();
};

class Evaluator {
 public:
  /// slot_budget: bytes a batch may take on the backend; between_tiles is called where an
  /// evaluation is in several pieces, and may throw to end it.
  Evaluator(Backend& backend, int threads, std::int64_t slot_budget, const SolveSpec& spec,
            std::function<void()> between_tiles)
      : backend_(backend),
        threads_(threads),
        slot_budget_(slot_budget),
        spec_(spec),
        between_tiles_(std::move(between_tiles)) {}

  /// Starts the evaluation in a slot of the backend; it must stay where it is until finish().
  void begin(int slot, Evaluation& evaluation);
  /// Completes what begin() started.
  void finish(int slot);
  /// Both at once.
  void evaluate(int slot, Evaluation& evaluation);
  /// A scalar quantity of some points, each at a time of its own: what a search asks for.
  std::vector<double> evaluate_once(int slot, const Quantity& quantity,
                                    std::vector<const Task*> tasks, std::span<const double> times);

 private:
  /// Points order[first ... last - 1], all of one method, at times from ... to - 1; `attempt`: how
  /// often a quantity has changed too much with the cutoff.
  struct Tile {
    std::int64_t first, last, from, to;
    int attempt = 0;
  };
  struct InFlight {
    Evaluation* evaluation = nullptr;
    std::vector<std::int64_t> order;  ///< the evaluation's points, method by method
    std::deque<Tile> tiles;           ///< front: submitted
    engines::Batch batch;
  };

  std::deque<Tile> tiles_of(const InFlight& in_flight) const;
  engines::Batch batch_of(const InFlight& in_flight, const Tile& tile) const;
  void submit_front(int slot);
  void reduce_front(int slot);
  void reduce_state(const InFlight& in_flight, const engines::BatchView& view, std::int64_t i,
                    double& change) const;
  void settle(InFlight& in_flight, const engines::BatchView& view,
              const std::vector<double>& changes);

  Backend& backend_;
  int threads_;
  std::int64_t slot_budget_;
  const SolveSpec& spec_;
  std::function<void()> between_tiles_;
  InFlight in_flight_[Backend::slots];
};

}  // namespace pairtwist
