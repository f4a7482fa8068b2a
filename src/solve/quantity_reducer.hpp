// SPDX-License-Identifier: BSD-3-Clause
// One quantity of a stretch: its values, and how good each of them is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "solve/jackknife.hpp"
#include "solve/stretch_reader.hpp"

namespace pairtwist {

/// Which of so many quantities.
struct Part {
  std::size_t number, count;
};

/// Serves once.
class QuantityReducer {
 public:
  QuantityReducer(const StretchReader& reader, const SolvedStretch& stretch, const Task& task,
                  const Destination& to, const Measure& measure, const Part& part);

  void reduce(Judgement& judgement);

 private:
  /// What the groups of trajectories say of these values.
  void estimate(std::span<const double> values);
  void evaluate(const Solution& solution, std::span<double> values, std::span<Verdict> verdicts);
  bool may_be_taken_whole() const { return untouched_ && !compares_; }
  /// Nothing to say of any time: what nearly all stretches come to.
  bool all_good() const;
  /// share: of this time that the quantity is evaluated.
  void tell(double share) const;
  /// Where a formula says nothing of them, its value is off by no more than they are.
  void add_errors_of_coherences();
  double error_of_coherences(std::size_t k) const {
    return reader_.errors()[k].of_one() / measure_.tolerance;
  }

  void settle(std::size_t k, std::span<double> now, Judgement& judgement);
  ValueState judge(std::size_t k, std::span<double> now, Judgement& judgement);
  /// Whether an error of a value at time k is too large, and stays so.
  bool hopeless(std::size_t k, double error) const;
  /// Of several values those that are swamped become NaN, and the verdict is of the others; false
  /// where there are none.
  bool lose_hopeless(std::size_t k, std::span<double> now);
  /// Nothing says how good a value is that some of the trajectories do not have.
  bool has_error(std::size_t k) const;
  ValueState too_faint(std::size_t k, Judgement& judgement);

  const StretchReader& reader_;
  const SolvedStretch& stretch_;
  const Destination& to_;
  const Quantity& quantity_;
  const Measure& measure_;
  Demand demand_;
  bool failed_;
  double scale_;
  bool compares_;
  Part part_;
  double passed_ = 0.0;  ///< how often it has been evaluated
  bool untouched_;
  bool numbers_ = true;  ///< all that was evaluated last, where it may be taken whole
  std::vector<Verdict> verdicts_;
  std::vector<double> found_, before_;
  std::optional<Jackknife> estimate_;
};

}  // namespace pairtwist
