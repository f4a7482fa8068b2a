// [solve]: how to solve.
#include <fmt/format.h>

#include <limits>

#include "config/read_sections.hpp"
#include "model/methods.hpp"

namespace pairtwist::config {
namespace {

constexpr std::int64_t kSmallestCutoff = 2;
constexpr double kLowestTolerance = 1e-14;
constexpr double kHighestTolerance = 0.1;
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

/// Refuses a value, other than the default, of a key that some other method reads.
[[noreturn]] void refuse_for_method(const Section& section, std::string_view key, const Node& node,
                                    Method method, std::string_view readers) {
  section.document().fail(
      node.origin, fmt::format("{} means nothing for solve.method = \"{}\"; found {}, which {}",
                               section.path_of(key), to_string(method), describe(node), readers));
}

/// The same for the keys of photon levels, unless some point may be of a method that has them.
void require_levels(const Section& section, std::string_view key, const Node& node, Method method) {
  if (method == Method::automatic || traits(method).has_cutoff) return;
  refuse_for_method(section, key, node, method,
                    "only \"fock\" and \"joint\" read, by name or chosen by \"auto\"");
}

void read_frame(Section& section, SolveSpec& solve) {
  section.read("frame", solve.frame);
  if (solve.frame == Frame::automatic || solve.method == Method::automatic) return;
  if (traits(solve.method).frames) return;
  refuse_for_method(section, "frame", *section.take("frame"), solve.method,
                    "only \"fock\" reads, by name or chosen by \"auto\"");
}

void read_cutoff(Section& section, SolveSpec& solve) {
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
  require_levels(section, "cutoff", *node, solve.method);
  solve.cutoff = *levels;
}

void read_cutoff_exact(Section& section, SolveSpec& solve) {
  const Node* node = section.take("cutoff_exact");
  if (node == nullptr) return;
  const Document& document = section.document();
  const std::int64_t levels =
      as_integer(document, *node, section.path_of("cutoff_exact"), kSmallestCutoff, kLargestCutoff);
  require_levels(section, "cutoff_exact", *node, solve.method);
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

/// trajectory_rules.hpp knows which points have them.
void read_trajectories(Section& section, SolveSpec& solve) {
  section.read_integer("trajectories", 0, kMostTrajectories, solve.trajectories);
  section.read_integer("seed", 0, std::numeric_limits<std::int64_t>::max(), solve.seed);
  if (solve.trajectories == 0) {
    if (solve.seed != SolveSpec{}.seed)
      section.fail("seed", fmt::format("found {}, which means nothing without solve.trajectories",
                                       solve.seed));
    return;
  }
  const Node& given = *section.take("trajectories");
  if (solve.trajectories % kTrajectoryGroups != 0) {
    section.refuse("trajectories", given,
                   fmt::format("a multiple of {}, the groups of equal size from which standard "
                               "errors come",
                               kTrajectoryGroups));
  }
  if (solve.method == Method::automatic || !traits(solve.method).blocks) return;
  refuse_for_method(section, "trajectories", given, solve.method,
                    "only \"joint\" reads, by name or chosen by \"auto\"");
}

}  // namespace

void read_solve(const Document& document, Job& job) {
  Section section(document, "solve",
                  {"method", "backend", "frame", "tolerance", "cutoff", "cutoff_exact",
                   "trajectories", "seed", "max_seconds"});
  SolveSpec& solve = job.solve;
  section.read("method", solve.method);
  section.read("backend", solve.backend);
  read_tolerance(section, solve.tolerance);
  read_frame(section, solve);
  read_cutoff(section, solve);
  read_cutoff_exact(section, solve);
  read_trajectories(section, solve);
  read_max_seconds(section, solve.max_seconds);
}

}  // namespace pairtwist::config
