// SPDX-License-Identifier: BSD-3-Clause
#include "solve/switch_off.hpp"

#include <limits>
#include <optional>
#include <utility>

#include "solve/refine.hpp"

namespace pairtwist {
namespace {

/// Steps of a look at F_Q from t = 0 on.
constexpr std::int64_t steps = 512;
/// A maximum with fewer before it is looked at again, from the start to behind it: what a step may
/// have passed over then has four and more.
constexpr std::int64_t fewest_before = steps / 4;

/// Two samples of a look: the first maximum, and behind it the first that is lower.
struct Peak {
  std::int64_t top, drop;
};

/// The first maximum inside: F_Q must rise to it and drop behind it by more than its tolerance,
/// relative to N²; less is rounding.
std::optional<Peak> first_maximum(const Evaluation& e, std::int64_t p, double tolerance) {
  const auto atoms = static_cast<double>(e.tasks[p]->work.start->atoms);
  const double enough = tolerance * atoms * atoms;
  double lowest = e.value(p, 0, 0);
  std::int64_t best = 0;  // the highest since the lowest
  for (std::int64_t k = 1; k <= steps; ++k) {
    const double here = e.value(p, 0, k);
    const double highest = e.value(p, 0, best);
    if (here < highest - enough && highest > lowest + enough) return Peak{best, k};
    // Where it falls from the start the maximum comes behind the valley.
    if (here < lowest) lowest = here;
    if (here > highest || here == lowest) best = k;
  }
  return std::nullopt;
}

/// A point that is looked at up to that time.
struct Look {
  std::size_t point;
  double until;
};

Evaluation look_at(const std::vector<Task>& tasks, const std::vector<Look>& looks,
                   Evaluator& evaluator, int slot) {
  Evaluation e;
  e.quantities = {find_quantity("qfi")};
  e.n_times = steps + 1;
  for (const Look& look : looks) {
    e.tasks.push_back(&tasks[look.point]);
    for (std::int64_t k = 0; k <= steps; ++k)
      e.times.push_back(look.until * static_cast<double>(k) / static_cast<double>(steps));
  }
  e.prepare();
  evaluator.evaluate(slot, e);
  return e;
}

/// [p]  Around the first maximum of each point; notes in `ends` which have one.
std::vector<Bracket> brackets_of(const std::vector<Task>& tasks, double tolerance,
                                 Evaluator& evaluator, int slot, std::vector<PumpEnd>& ends) {
  std::vector<Bracket> brackets(tasks.size());
  std::vector<Look> looks;
  for (std::size_t p = 0; p < tasks.size(); ++p) looks.push_back({p, tasks[p].point.stop});
  while (!looks.empty()) {
    const Evaluation e = look_at(tasks, looks, evaluator, slot);
    std::vector<Look> again;
    for (std::size_t i = 0; i < looks.size(); ++i) {
      const std::size_t p = looks[i].point;
      if (e.timed_out[i] != 0) {
        ends[p] = PumpEnd::timed_out;
        continue;
      }
      const auto peak = first_maximum(e, static_cast<std::int64_t>(i), tolerance);
      if (!peak) continue;  // of one that was looked at before, what that found
      const double* const times = e.times.data() + i * static_cast<std::size_t>(e.n_times);
      ends[p] = PumpEnd::found;
      brackets[p] = {times[peak->top - 1], times[peak->top + 1]};
      if (peak->top < fewest_before && peak->drop <= steps / 2)
        again.push_back({p, times[peak->drop]});
    }
    looks = std::move(again);
  }
  return brackets;
}

}  // namespace

std::vector<PumpEnd> switch_off_at_max_qfi(std::vector<Task>& tasks, double tolerance,
                                           Evaluator& evaluator, int slot) {
  std::vector<PumpEnd> ends(tasks.size(), PumpEnd::no_maximum);
  const std::vector<Bracket> of_points = brackets_of(tasks, tolerance, evaluator, slot, ends);
  std::vector<std::size_t> owner;
  std::vector<Bracket> brackets;
  for (std::size_t p = 0; p < tasks.size(); ++p) {
    if (ends[p] != PumpEnd::found) continue;
    owner.push_back(p);
    brackets.push_back(of_points[p]);
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
        evaluator.evaluate_once(slot, *find_quantity("qfi"), std::move(searched), times);
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
