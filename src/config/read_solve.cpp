// SPDX-License-Identifier: BSD-3-Clause
// [solve]: how to solve.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "config/axes.hpp"
#include "config/read_sections.hpp"
#include "model/methods.hpp"

namespace pairtwist::config {
namespace {

constexpr std::int64_t kSmallestCutoff = 2;
constexpr std::int64_t kMostTrajectories = 1'000'000'000;

void read_tolerance(Section& section, double& tolerance) {
  const Node* node = section.take("tolerance");
  if (node == nullptr) return;
  const double value = as_finite(section.document(), *node, section.path_of("tolerance"));
  if (value < kLowestTolerance || value > kHighestTolerance) {
    section.refuse("tolerance", *node,
                   fmt::format("a number from {} (double precision holds no more) to {}",
                               kLowestTolerance, kHighestTolerance));
  }
  tolerance = value;
}

/// Refuses a value, other than the default, of a key that only methods read that no point asks for.
/// false: the method is the command line's and the key the file's, which is left out with a note.
bool means_something(const Section& section, std::string_view key, const Node& node, Job& job,
                     bool (*reads)(const MethodTraits&), std::string_view readers) {
  const std::vector<Method> methods = asked_methods(job);
  if (std::any_of(methods.begin(), methods.end(), [reads](Method method) {
        return method == Method::automatic || reads(traits(method));
      }))
    return true;
  const std::string text = fmt::format("{} means nothing for solve.method = \"{}\"",
                                       section.path_of(key), to_string(methods.front()));
  if (section.document().leaves_out(node.origin, "solve.method", text, job.notes)) return false;
  section.document().fail(node.origin,
                          fmt::format("{}; found {}, which {}", text, describe(node), readers));
}

/// The same for the keys of photon levels.
bool levels_mean_something(const Section& section, std::string_view key, const Node& node,
                           Job& job) {
  return means_something(
      section, key, node, job, [](const MethodTraits& method) { return method.has_cutoff; },
      "only \"fock\" and \"joint\" read, by name or chosen by \"auto\"");
}

void read_frame(Section& section, Job& job) {
  section.read("frame", job.solve.frame);
  if (job.solve.frame == Frame::automatic) return;
  if (!means_something(
          section, "frame", *section.take("frame"), job,
          [](const MethodTraits& method) { return method.frames; },
          "only \"fock\" reads, by name or chosen by \"auto\""))
    job.solve.frame = Frame::automatic;
}

void read_cutoff(Section& section, Job& job) {
  const Node* node = section.take("cutoff");
  if (node == nullptr) return;
  const auto* word = node->as<std::string>();
  if (word != nullptr && *word == "auto") return;
  const auto* levels = node->as<std::int64_t>();
  if (levels == nullptr || *levels < kSmallestCutoff || *levels > kLargestCutoff) {
    section.refuse(
        "cutoff", *node,
        fmt::format("\"auto\" or an integer from {} to {}", kSmallestCutoff, kLargestCutoff));
  }
  if (levels_mean_something(section, "cutoff", *node, job)) job.solve.cutoff = *levels;
}

void read_cutoff_exact(Section& section, Job& job) {
  SolveSpec& solve = job.solve;
  const Node* node = section.take("cutoff_exact");
  if (node == nullptr) return;
  const Document& document = section.document();
  const std::int64_t levels =
      as_integer(document, *node, section.path_of("cutoff_exact"), kSmallestCutoff, kLargestCutoff);
  if (!levels_mean_something(section, "cutoff_exact", *node, job)) return;
  if (solve.cutoff) {
    section.fail(
        "cutoff_exact",
        fmt::format("found {} together with solve.cutoff = {} ({}), allowed: one of the "
                    "two",
                    levels, *solve.cutoff, document.where(document.origin_of("solve.cutoff"))));
  }
  solve.cutoff_exact = levels;
}

void read_max_seconds(Section& section, double& seconds) {
  const Node* node = section.take("max_seconds");
  if (node == nullptr) return;
  const auto* real = node->as<double>();
  const auto* whole = node->as<std::int64_t>();
  const double value = real != nullptr    ? *real
                       : whole != nullptr ? static_cast<double>(*whole)
                                          : std::numeric_limits<double>::quiet_NaN();
  if (!(value > 0.0)) section.refuse("max_seconds", *node, "a number > 0, or inf for no limit");
  seconds = value;
}

/// None, where solve.trajectories means nothing.
void forget_trajectories(SolveSpec& solve) {
  solve.trajectories = 0;
  solve.seed = SolveSpec{}.seed;
  solve.first_trajectory.reset();
}

/// solve.trajectories are there.
void read_first_trajectory(Section& section, SolveSpec& solve) {
  const Node* given = section.take("first_trajectory");
  if (given == nullptr) return;
  std::int64_t first = 0;
  section.read_integer("first_trajectory", 0, kMostTrajectories - solve.trajectories, first);
  if (first % kTrajectoryGroups != 0) {
    section.refuse("first_trajectory", *given,
                   fmt::format("a multiple of {}, as solve.trajectories is", kTrajectoryGroups));
  }
  solve.first_trajectory = first;
}

/// solve.trajectories is 0: of these keys nothing may be given that means something else.
void refuse_without_trajectories(Section& section, Job& job, std::string_view key,
                                 const Node& given) {
  const std::string text =
      fmt::format("found {}, which means nothing without solve.trajectories",
                  given.as<std::int64_t>() != nullptr ? fmt::format("{}", *given.as<std::int64_t>())
                                                      : describe(given));
  if (!section.document().leaves_out(given.origin, "solve.trajectories",
                                     fmt::format("solve.{}: {}", key, text), job.notes))
    section.fail(key, text);
}

/// trajectory_rules.hpp knows which points have them.
void read_trajectories(Section& section, Job& job) {
  SolveSpec& solve = job.solve;
  section.read_integer("trajectories", 0, kMostTrajectories, solve.trajectories);
  section.read_integer("seed", 0, std::numeric_limits<std::int64_t>::max(), solve.seed);
  if (solve.trajectories == 0) {
    if (solve.seed != SolveSpec{}.seed)
      refuse_without_trajectories(section, job, "seed", *section.take("seed"));
    if (const Node* first = section.take("first_trajectory"))
      refuse_without_trajectories(section, job, "first_trajectory", *first);
    forget_trajectories(solve);
    return;
  }
  const Node& given = *section.take("trajectories");
  if (solve.trajectories % kTrajectoryGroups != 0) {
    section.refuse("trajectories", given,
                   fmt::format("a multiple of {}, the groups of equal size from which standard "
                               "errors come",
                               kTrajectoryGroups));
  }
  read_first_trajectory(section, solve);
  if (means_something(
          section, "trajectories", given, job,
          [](const MethodTraits& method) { return !method.blocks; },
          "only \"joint\" reads, by name or chosen by \"auto\""))
    return;
  forget_trajectories(solve);
}

}  // namespace

void read_solve(const Document& document, Job& job) {
  Section section(document, "solve", keys_of("solve"));
  SolveSpec& solve = job.solve;
  section.read("method", solve.method);
  section.read("backend", solve.backend);
  read_tolerance(section, solve.tolerance);
  read_frame(section, job);
  read_cutoff(section, job);
  read_cutoff_exact(section, job);
  read_trajectories(section, job);
  read_max_seconds(section, solve.max_seconds);
}

}  // namespace pairtwist::config
