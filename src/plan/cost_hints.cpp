// SPDX-License-Identifier: BSD-3-Clause
#include "plan/cost_hints.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>

#include "model/even_sector.hpp"
#include "model/methods.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"
#include "plan/point_cost.hpp"

namespace pairtwist {
namespace {

/// What gains less is not worth a word; sooner of what lies between the samples, which stay.
constexpr double worth_saying = 0.2;
constexpr double worth_saying_of_looks = 0.4;
/// Lifetimes of the light until the end: beyond, what it decays with is what steps are taken for.
constexpr double stiff_lifetimes = 1e3;
constexpr double few_lifetimes = 100.0;
/// A tolerance that nearly always does.
constexpr double usual_tolerance = 1e-8;
constexpr std::size_t points_looked_at = 9;

/// Leaves something out of a point.
using Change = std::function<void(Point&)>;

struct Cost {
  double operations = 0.0;
  Method method = Method::automatic;  ///< of the first point
};

/// Of some points.
class Coster {
 public:
  Coster(const Scan& scan, const StateReaders& readers) : scan_(scan), readers_(readers) {
    const std::size_t count = std::min(points_looked_at, scan.size());
    for (std::size_t i = 0; i < count; ++i)
      points_.push_back(count == 1 ? 0 : i * (scan.size() - 1) / (count - 1));
  }

  Cost cost(const Job& job, const Change& change = {}) const {
    WorkPlanner planner(job, readers_);
    WorkPlanner::Recent recent;
    const auto samples = static_cast<std::int64_t>(scan_.time().size());
    Cost cost;
    for (const std::size_t index : points_) {
      Point point = scan_.point(index);
      if (change) change(point);
      const PointWork work = planner.work(point, recent);
      if (cost.method == Method::automatic) cost.method = work.method;
      cost.operations += solutions(job.output, work.method) *
                         operations(point, work, samples, job.solve.trajectories);
    }
    cost.operations *= static_cast<double>(scan_.size()) / static_cast<double>(points_.size());
    return cost;
  }

  /// Of the eigenvalues that formulas take, those of the largest matrix.
  std::optional<LongCall> longest_call(const Job& job) const {
    constexpr double operations_a_second = 1.2e10;  // measured: 20 s of 2 100 rows
    constexpr double worth_a_word = 1.0;
    WorkPlanner planner(job, readers_);
    WorkPlanner::Recent recent;
    LongCall longest;
    for (const std::size_t index : points_) {
      const Point point = scan_.point(index);
      const auto name = std::ranges::find_if(job.output.quantities, [&](const std::string& one) {
        const Demand demand = find_quantity(one)->demand(point);
        return demand.all && !demand.every_m;
      });
      if (name == job.output.quantities.end()) continue;
      const std::shared_ptr<const AtomicStart> start = planner.work(point, recent).start;
      const bool even = start->symmetric && keeps_even_sector(point.parameters.model);
      const std::int64_t rows = even ? start->dim() / 2 + 1 : start->dim();
      if (rows > longest.rows)
        longest = {*name, rows, operations_of_eigenvalues(rows) / operations_a_second};
    }
    if (longest.seconds < worth_a_word) return std::nullopt;
    return longest;
  }

  double most_lifetimes() const {
    double most = 0.0;
    for (const std::size_t index : points_) {
      const Point point = scan_.point(index);
      most = std::max(most, point.parameters.model.kappa * point.stop);
    }
    return most;
  }

  template <class Word>
  bool any_named(std::optional<Word> Parameters::*member) const {
    return std::any_of(points_.begin(), points_.end(), [&](std::size_t index) {
      return (scan_.point(index).parameters.*member).has_value();
    });
  }

  bool any(double Model::*member) const {
    return std::any_of(points_.begin(), points_.end(), [&](std::size_t index) {
      return scan_.point(index).parameters.model.*member != 0.0;
    });
  }

 private:
  const Scan& scan_;
  const StateReaders& readers_;
  std::vector<std::size_t> points_;
};

/// Nobody can ask for nothing.
std::optional<Job> without(const std::vector<std::string>& names, const Job& job) {
  const auto named = [&](const std::string& name) {
    return std::ranges::find(names, name) != names.end();
  };
  Job less = job;
  std::erase_if(less.output.quantities, named);
  std::erase_if(less.output.events, [&](const EventSpec& event) { return named(event.quantity); });
  if (less.output.quantities.empty()) return std::nullopt;
  return less;
}

/// Quantities that are as dear alone as all of them, nearly: leaving one of several out gains
/// nothing.
std::vector<std::string> dear_alone(const Coster& coster, const Job& job, double all) {
  std::vector<std::string> dear;
  for (const std::string& name : job.output.quantities) {
    Job alone = job;
    alone.output.quantities = {name};
    std::erase_if(alone.output.events,
                  [&](const EventSpec& event) { return event.quantity != name; });
    try {
      if (coster.cost(alone).operations >= worth_saying * all) dear.push_back(name);
    } catch (const UsageError&) {
      continue;  // it would not be accepted
    }
  }
  return dear;
}

/// At the samples alone, where extrema are looked for between them, and events.
Job without_looks(const Job& job) {
  Job less = job;
  less.output.over_time = OverTime::all;
  less.output.events.clear();
  return less;
}

}  // namespace

CostEstimate estimate_cost(const Job& job, const Scan& scan, const StateReaders& readers,
                           double worth_hints) {
  const Coster coster(scan, readers);
  const Cost all = coster.cost(job);
  CostEstimate estimate;
  estimate.operations = all.operations;
  if (all.operations < worth_hints) return estimate;
  estimate.longest_call = coster.longest_call(job);
  const auto compare = [&](std::string what, std::string without, const Job& less,
                           const Change& change = {}, double worth = worth_saying) {
    Cost cost;
    try {
      cost = coster.cost(less, change);
    } catch (const UsageError&) {
      return;  // it would not be accepted
    }
    const double share = cost.operations / all.operations;
    if (!(share < worth)) return;
    CostHint hint{std::move(what), std::move(without), share, {}, {}};
    if (cost.method != all.method) {
      hint.method = to_string(all.method);
      hint.method_without = to_string(cost.method);
    }
    estimate.hints.push_back(std::move(hint));
  };

  // What solve.KEY is by name, or by an axis, instead of what the points would choose.
  const auto compare_words = [&](const std::string& key, const auto& word, const auto member,
                                 const Job& chosen) {
    const bool axis = coster.any_named(member);
    if (!axis && to_string(word) == "auto") return;
    compare(axis ? fmt::format("the axis over {}", key)
                 : fmt::format("{} = \"{}\"", key, to_string(word)),
            "with \"auto\"", chosen, [&](Point& point) { (point.parameters.*member).reset(); });
  };

  for (const std::string& name : job.output.quantities)
    if (const auto less = without({name}, job))
      compare(fmt::format("quantity \"{}\"", name), "without it", *less);
  if (const std::vector<std::string> dear = dear_alone(coster, job, all.operations);
      estimate.hints.empty() && dear.size() > 1)
    if (const auto less = without(dear, job))
      compare(fmt::format("each of the quantities \"{}\"", fmt::join(dear, "\", \"")),
              "without all of them", *less);
  for (const Term& term : terms())
    if (coster.any(term.member))
      compare(std::string(term.key), "without it", job,
              [&](Point& point) { point.parameters.model.*term.member = 0.0; });
  for (const auto& [key, member] :
       {std::pair{"model.dephasing", &Model::dephasing}, {"model.tilt", &Model::tilt}})
    if (coster.any(member))
      compare(key, "without it", job,
              [member = member](Point& point) { point.parameters.model.*member = 0.0; });
  if (job.output.over_time == OverTime::extrema) {
    const bool events = !job.output.events.empty();
    compare(fmt::format("output.over_time = \"extrema\"{}", events ? " with events" : ""),
            fmt::format("with \"all\"{}", events ? " and no events" : ""), without_looks(job), {},
            worth_saying_of_looks);
  }
  if (const double lifetimes = coster.most_lifetimes(); lifetimes > stiff_lifetimes)
    compare(fmt::format("model.kappa times the last time, {:.2g} (stiff),", lifetimes),
            fmt::format("with {}", few_lifetimes), job, [](Point& point) {
              double& kappa = point.parameters.model.kappa;
              kappa = std::min(kappa, few_lifetimes / point.stop);
            });
  if (job.solve.tolerance < usual_tolerance) {
    Job loose = job;
    loose.solve.tolerance = usual_tolerance;
    compare(fmt::format("solve.tolerance = {}", job.solve.tolerance),
            fmt::format("with {}", usual_tolerance), loose);
  }
  Job automatic = job;
  automatic.solve.method = Method::automatic;
  compare_words("solve.method", job.solve.method, &Parameters::method, automatic);
  automatic = job;
  automatic.solve.frame = Frame::automatic;
  compare_words("solve.frame", job.solve.frame, &Parameters::frame, automatic);
  std::stable_sort(estimate.hints.begin(), estimate.hints.end(),
                   [](const CostHint& a, const CostHint& b) { return a.share < b.share; });
  return estimate;
}

std::string call_text(const LongCall& call) {
  return fmt::format(
      "quantity \"{}\" takes eigenvalues of {} x {} matrices, about {:.0f} s each in one go: "
      "signals and progress wait for that",
      call.quantity, call.rows, call.rows, call.seconds);
}

std::string hint_text(const CostHint& hint) {
  const std::string methods = hint.method.empty() ? ""
                                                  : fmt::format(" (method {} instead of {})",
                                                                hint.method, hint.method_without);
  // Counted, not measured: one digit is all there is, and of very little not even that.
  constexpr double least_known = 1e-2;
  if (hint.share < least_known)
    return fmt::format("{} makes it dear{}: {} less than 1/100 of the work", hint.what, methods,
                       hint.without);
  const double times = 1.0 / hint.share;
  const double digit = std::pow(10.0, std::floor(std::log10(times)));
  return fmt::format("{} makes it dear{}: {} about 1/{:.0f} of the work", hint.what, methods,
                     hint.without, std::round(times / digit) * digit);
}

}  // namespace pairtwist
