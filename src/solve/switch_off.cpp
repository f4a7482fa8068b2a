// SPDX-License-Identifier: BSD-3-Clause
#include "solve/switch_off.hpp"

#include <limits>
#include <optional>

#include "solve/refine.hpp"

namespace pairtwist {
namespace {

/// Steps of the first look: an oscillation of F_Q shorter than two of them may be missed.
constexpr std::int64_t steps = 512;

/// The sample of the first maximum inside: F_Q must rise to it and drop behind it by more than its
/// tolerance, relative to N²; less is rounding.
std::optional<std::int64_t> first_maximum(const Evaluation& e, std::int64_t p, double tolerance) {
  const auto atoms = static_cast<double>(e.tasks[p]->work.start->atoms);
  const double enough = tolerance * atoms * atoms;
  double lowest = e.value(p, 0, 0);
  std::int64_t best = 0;  // the highest since the lowest
  for (std::int64_t k = 1; k <= steps; ++k) {
    const double here = e.value(p, 0, k);
    const double highest = e.value(p, 0, best);
    if (here < highest - enough && highest > lowest + enough) return best;
    // Where it falls from the start the maximum comes behind the valley.
    if (here < lowest) lowest = here;
    if (here > highest || here == lowest) best = k;
  }
  return std::nullopt;
}

}  // namespace

std::vector<PumpEnd> switch_off_at_max_qfi(std::vector<Task>& tasks, double tolerance,
                                           Evaluator& evaluator, int slot) {
  Evaluation look;
  look.quantities = {find_quantity("qfi")};
  look.n_times = steps + 1;
  for (const Task& task : tasks) {
    look.tasks.push_back(&task);
    for (std::int64_t k = 0; k <= steps; ++k)
      look.times.push_back(task.point.stop * static_cast<double>(k) / static_cast<double>(steps));
  }
  look.prepare();
  evaluator.evaluate(slot, look);

  std::vector<PumpEnd> ends(tasks.size(), PumpEnd::no_maximum);
  std::vector<std::size_t> owner;
  std::vector<Bracket> brackets;
  for (std::size_t p = 0; p < tasks.size(); ++p) {
    if (look.timed_out[p] != 0) {
      ends[p] = PumpEnd::timed_out;
      continue;
    }
    const auto k = first_maximum(look, static_cast<std::int64_t>(p), tolerance);
    if (!k) continue;
    const double* times = look.times.data() + p * static_cast<std::size_t>(look.n_times);
    ends[p] = PumpEnd::found;
    owner.push_back(p);
    brackets.push_back({times[*k - 1], times[*k + 1]});
  }

  // Near a maximum rounding hides the time to its square root: doubles would do for F_Q, but not
  // for what depends on that time.
  std::vector<Task> precise;
  for (const std::size_t p : owner) {
    precise.push_back(tasks[p]);
    precise.back().work.in_double = false;
  }
  const auto qfi_at = [&](std::span<const std::size_t> which, std::span<const double> times) {
    std::vector<const Task*> searched;
    for (const std::size_t i : which) searched.push_back(&precise[i]);
    const Evaluation values =
        evaluator.evaluate_once(slot, *look.quantities.front(), std::move(searched), times);
    for (std::size_t i = 0; i < which.size(); ++i)
      if (values.timed_out[i] != 0) ends[owner[which[i]]] = PumpEnd::timed_out;
    return std::vector<double>(values.values.begin(), values.values.end());
  };
  const std::vector<double> maxima = locate_maxima(brackets, qfi_at);
  for (std::size_t i = 0; i < owner.size(); ++i) {
    tasks[owner[i]].spent = precise[i].spent;
    if (ends[owner[i]] == PumpEnd::timed_out) continue;
    std::vector<PumpSegment>& segments = tasks[owner[i]].point.segments;
    segments.front().until = maxima[i];
    segments.resize(1);
    segments.push_back({std::numeric_limits<double>::infinity()});
  }
  return ends;
}

}  // namespace pairtwist
