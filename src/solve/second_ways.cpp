// SPDX-License-Identifier: BSD-3-Clause
#include "solve/second_ways.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "config/axes.hpp"
#include "model/methods.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"
#include "plan/point_cost.hpp"
#include "plan/point_work.hpp"

namespace pairtwist {
namespace {

constexpr double times_tighter = 100.0;

/// Operations that another way may always take: some ten seconds of a core.
constexpr double cheap = 2e10;

/// Of g2 and Mandel's Q integrated light is solved again for few photons, mostly once
/// (docs/physics.md, 4).
constexpr double rounds_of_faint_light = 2.0;

std::string text_of(const PointWork& work, std::int64_t trajectories) {
  std::string text = to_string(work.method);
  const MethodTraits& by = traits(work.method);
  if (by.in_double_double) return text + (work.in_double ? " in double" : " in double-double");
  if (by.frames) {
    text += work.moving_frame ? ", moving frame" : ", laboratory frame";
    return work.laboratory_light ? text + ", light in the laboratory frame" : text;
  }
  if (!by.blocks && trajectories > 0) text += fmt::format(", {} trajectories", trajectories);
  return text;
}

struct Kind {
  Method method;
  Frame frame;
};

/// What has least in common first. The moving frame follows coherent light on few levels, which
/// makes it the cheapest check of the closed form.
std::vector<Kind> other_kinds(const PointWork& first) {
  constexpr Kind moving{Method::fock, Frame::moving};
  constexpr Kind laboratory{Method::fock, Frame::laboratory};
  constexpr Kind gaussian{Method::gaussian, Frame::automatic};
  constexpr Kind joint{Method::joint, Frame::automatic};
  switch (first.method) {
    case Method::closed_form:
      return {moving, laboratory, gaussian};
    case Method::gaussian:
      return {laboratory, moving};
    case Method::fock:
      return {first.moving_frame ? laboratory : moving, joint};
    case Method::joint:
      return {laboratory, moving};
    case Method::automatic:
      break;
  }
  return {};
}

struct Estimate {
  PointWork work;
  double operations = 0.0;
};

double rounds(const Job& job, const PointWork& work) {
  const MethodTraits& by = traits(work.method);
  const auto over_photons = [](const std::string& name) {
    return find_quantity(name)->over_photon_number;
  };
  const bool again =
      by.blocks && !by.exact && std::ranges::any_of(job.output.quantities, over_photons);
  return again ? rounds_of_faint_light : 1.0;
}

/// None where the point cannot be solved in this way.
std::optional<Estimate> estimate(const Job& job, const StateReaders& readers) {
  try {
    const Scan scan(job);
    const Point point = scan.point(0);
    Estimate found{WorkPlanner(job, readers).work(point)};
    found.operations = rounds(job, found.work) *
                       operations(point, found.work, static_cast<std::int64_t>(scan.time().size()),
                                  job.solve.trajectories);
    return found;
  } catch (const UsageError&) {
    return std::nullopt;
  }
}

/// Values that its tolerance swamps may be there with the file's own.
void add(std::vector<Way>& ways, Way way, double own_tolerance) {
  ways.push_back(way);
  if (way.tolerance == own_tolerance) return;
  way.tolerance = own_tolerance;
  ways.push_back(std::move(way));
}

}  // namespace

Job one_point(const Job& job, const Scan& scan, std::size_t index) {
  Job one = job;
  const std::vector<std::size_t> positions = config::axis_positions(job.scan, index);
  one.scan.axes.clear();
  for (std::size_t a = 0; a < positions.size(); ++a) {
    const ScanAxis& axis = job.scan.axes[a];
    if (axis.key == "solve.method" || axis.key == "solve.frame") continue;
    ScanAxis& fixed = one.scan.axes.emplace_back(ScanAxis{axis.key, {}, axis.spacing, 1});
    fixed.values = {axis.values[positions[a]]};
    if (!axis.words.empty()) fixed.words = {axis.words[positions[a]]};
  }
  const Parameters point = scan.point(index).parameters;
  one.solve.method = point.method.value_or(job.solve.method);
  one.solve.frame = point.frame.value_or(job.solve.frame);
  return one;
}

Job job_in_way(const Job& one, const Way& way) {
  Job job = one;
  job.solve.method = way.method;
  if (way.another) {
    job.solve.frame = way.frame;
    job.solve.trajectories = 0;
  }
  job.solve.tolerance = way.tolerance;
  job.solve.cutoff.reset();
  job.solve.cutoff_exact.reset();
  job.solve.max_seconds = std::numeric_limits<double>::infinity();
  job.solve.backend = BackendChoice::automatic;
  job.output.events.clear();
  return job;
}

SecondWays second_ways(const Job& one, Method solved_by, const StateReaders& readers) {
  const double tolerance = one.solve.tolerance;
  const Way own{solved_by, Frame::automatic, tolerance, false, ""};
  const std::optional<Estimate> first = estimate(job_in_way(one, own), readers);
  if (!first) throw UsageError(fmt::format("{} cannot have solved it", to_string(solved_by)));
  SecondWays found{text_of(first->work, one.solve.trajectories), {}, {}};
  const double tight = std::max(tolerance / times_tighter, kLowestTolerance);
  // Of a mean over trajectories the same ones alone have the same numbers.
  if (one.solve.trajectories == 0) {
    for (const Kind& kind : other_kinds(first->work)) {
      Way way{kind.method, kind.frame, tight, true, ""};
      const std::optional<Estimate> cost = estimate(job_in_way(one, way), readers);
      if (!cost) continue;
      way.text = text_of(cost->work, 0);
      if (cost->operations > std::max(cheap, times_dearer * first->operations)) {
        found.passed_over.push_back(
            fmt::format("{} would take some {:.0e} times the work", way.text,
                        cost->operations / std::max(first->operations, 1.0)));
        continue;
      }
      add(found.ways, way, tolerance);
    }
  }
  Way same{solved_by, Frame::automatic, tight, false, found.first};
  if (traits(solved_by).in_double_double && first->work.in_double) {
    PointWork work = first->work;
    work.in_double = false;
    same.text = text_of(work, 0);
    same.arithmetic = Arithmetic::double_double;
    add(found.ways, same, tolerance);
  } else {
    found.ways.push_back(same);
  }
  return found;
}

}  // namespace pairtwist
