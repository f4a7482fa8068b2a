// [solve]: how to solve. This version has the methods without a cutoff; what belongs to the others
// is known by name and refused.
#include <fmt/format.h>

#include <limits>

#include "config/read_sections.hpp"

namespace pairtwist::config {
namespace {

constexpr std::int64_t kLargestCutoff = 100'000;
constexpr double kLowestTolerance = 1e-14;
constexpr double kHighestTolerance = 0.1;

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

/// Refuses a value, other than the default, of a key of the methods with a cutoff.
[[noreturn]] void refuse_without_cutoff(const Section& section, std::string_view key,
                                        const Node& node, Method method) {
  section.document().fail(node.origin,
                          fmt::format("{} means nothing without a cutoff (solve.method = \"{}\"); "
                                      "found {}",
                                      section.path_of(key), to_string(method), describe(node)));
}

void read_cutoffs(Section& section, Method method) {
  constexpr std::string_view kCutoff = "cutoff";
  if (const Node* node = section.take(kCutoff)) {
    const auto* word = node->as<std::string>();
    const auto* levels = node->as<std::int64_t>();
    const bool automatic = word != nullptr && *word == "auto";
    if (!automatic && (levels == nullptr || *levels < 2 || *levels > kLargestCutoff)) {
      section.refuse(kCutoff, *node,
                     fmt::format("\"auto\" or an integer from 2 to {}", kLargestCutoff));
    }
    if (!automatic) refuse_without_cutoff(section, kCutoff, *node, method);
  }
  if (const Node* node = section.take("cutoff_exact")) {
    as_integer(section.document(), *node, section.path_of("cutoff_exact"), 2, kLargestCutoff);
    refuse_without_cutoff(section, "cutoff_exact", *node, method);
  }
}

}  // namespace

void read_solve(const Document& document, Job& job) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  Section section(document, "solve",
                  {"method", "backend", "frame", "tolerance", "cutoff", "cutoff_exact",
                   "trajectories", "seed"});
  SolveSpec& solve = job.solve;
  section.read("method", solve.method);
  if (solve.method == Method::fock || solve.method == Method::joint) {
    document.fail(document.origin_of("solve.method"),
                  fmt::format("solve.method = \"{}\" is not available in this version (available: "
                              "auto, closed_form, gaussian)",
                              to_string(solve.method)));
  }
  section.read("backend", solve.backend);
  section.read("frame", solve.frame);
  if (solve.frame != Frame::automatic) {
    refuse_without_cutoff(section, "frame", *section.take("frame"), solve.method);
  }
  read_tolerance(section, solve.tolerance);
  read_cutoffs(section, solve.method);
  section.read_integer("trajectories", 0, kMax, solve.trajectories);
  if (solve.trajectories > 0) {
    refuse_without_cutoff(section, "trajectories", *section.take("trajectories"), solve.method);
  }
  section.read_integer("seed", 0, kMax, solve.seed);
}

}  // namespace pairtwist::config
