// SPDX-License-Identifier: BSD-3-Clause
#include "solve/asked_values.hpp"

#include <algorithm>

namespace pairtwist {

AskedValue value_of(const Evaluation& e, std::int64_t row, std::size_t q, std::int64_t k) {
  const ValueState state = e.states_of(row, q)[k];
  AskedValue found{.value = e.value(row, q, k), .lost = lost(state), .why = status_of(state)};
  if (const std::span<const double> bounds = e.at_most_of(row, q); !bounds.empty())
    found.at_most = bounds[k];
  return found;
}

void AskedValues::want(std::int64_t p, std::size_t q, double time) {
  Asked& asked = asked_[p];
  asked.times.push_back(time);
  asked.wanted.push_back({q, time});
}

std::int64_t AskedValues::index_of(std::span<const double> times, double time) {
  return std::ranges::lower_bound(times, time) - times.begin();
}

void AskedValues::evaluate(Evaluator& evaluator, int slot) {
  std::map<std::size_t, std::vector<std::int64_t>> by_count;
  for (auto& [p, asked] : asked_) {
    std::ranges::sort(asked.times);
    asked.times.erase(std::unique(asked.times.begin(), asked.times.end()), asked.times.end());
    by_count[asked.times.size()].push_back(p);
  }
  evaluations_.reserve(by_count.size());
  for (const auto& [count, points] : by_count) {
    Evaluation& e = evaluations_.emplace_back();
    e.quantities = quantities_;
    e.n_times = static_cast<std::int64_t>(count);
    for (const std::int64_t p : points) {
      Asked& asked = asked_[p];
      asked.evaluation = evaluations_.size() - 1;
      asked.row = e.size();
      e.tasks.push_back(samples_.tasks[p]);
      e.times.insert(e.times.end(), asked.times.begin(), asked.times.end());
    }
    e.prepare();
    std::ranges::fill(e.states, ValueState::good);
    for (const std::int64_t p : points)
      for (const auto& [q, time] : asked_[p].wanted)
        e.states_of(asked_[p].row, q)[index_of(asked_[p].times, time)] = ValueState::untried;
    evaluator.evaluate(slot, e);
  }
}

void AskedValues::note_timed_out(std::vector<char>& points) const {
  for (const auto& [p, asked] : asked_)
    if (evaluations_[asked.evaluation].timed_out[static_cast<std::size_t>(asked.row)] != 0)
      points[static_cast<std::size_t>(p)] = 1;
}

AskedValue AskedValues::of(std::int64_t p, std::size_t q, double time) const {
  const Asked& asked = asked_.at(p);
  return value_of(evaluations_[asked.evaluation], asked.row, q, index_of(asked.times, time));
}

}  // namespace pairtwist
