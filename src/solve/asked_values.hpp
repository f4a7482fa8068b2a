// SPDX-License-Identifier: BSD-3-Clause
// Single values that searches between the samples ask for: of many points, quantities and times,
// all together, so that a point is solved as few times as can be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "solve/evaluator.hpp"

namespace pairtwist {

struct AskedValue {
  double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN or infinite where it is lost
  bool lost = true;
  Status why = Status::not_converged;                        ///< if it is lost
  double at_most = std::numeric_limits<double>::infinity();  ///< Verdict::at_most
};

/// That of a row's scalar quantity q at time k.
AskedValue value_of(const Evaluation& e, std::int64_t row, std::size_t q, std::int64_t k);

class AskedValues {
 public:
  /// Of points of the samples, by their numbers there, and these scalar quantities.
  AskedValues(const Evaluation& samples, std::vector<const Quantity*> quantities)
      : samples_(samples), quantities_(std::move(quantities)) {}

  /// q: of the quantities above.
  void want(std::int64_t p, std::size_t q, double time);
  /// Points that want equally many times go together: what a point's batch holds must not depend
  /// on other points. Of each point nothing is evaluated but what is wanted: another quantity may
  /// be lost at those times, and would be tried for again with stricter limits.
  void evaluate(Evaluator& evaluator, int slot);
  /// Sets [p] for the points that solve.max_seconds ended.
  void note_timed_out(std::vector<char>& points) const;
  /// What was wanted, once it is evaluated.
  AskedValue of(std::int64_t p, std::size_t q, double time) const;

 private:
  struct Asked {
    std::vector<double> times;  ///< sorted by evaluate(), each of them once
    struct One {
      std::size_t quantity;
      double time;
    };
    std::vector<One> wanted;
    std::size_t evaluation = 0;
    std::int64_t row = 0;
  };

  static std::int64_t index_of(std::span<const double> times, double time);

  const Evaluation& samples_;
  std::vector<const Quantity*> quantities_;
  std::map<std::int64_t, Asked> asked_;  ///< [p]
  std::vector<Evaluation> evaluations_;
};

}  // namespace pairtwist
