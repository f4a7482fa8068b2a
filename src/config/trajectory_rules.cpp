// SPDX-License-Identifier: BSD-3-Clause
#include "config/trajectory_rules.hpp"

#include <fmt/format.h>

#include "model/methods.hpp"
#include "observables/registry.hpp"

namespace pairtwist::config {
namespace {

bool loses(const Model& model) {
  return model.kappa_tau_Q.value_or(model.kappa) > 0.0 || model.two_photon_loss > 0.0 ||
         model.dephasing > 0.0;
}

}  // namespace

std::optional<Violation> trajectory_violation(const Job& job, const Parameters& point,
                                              Method method) {
  const std::int64_t trajectories = job.solve.trajectories;
  if (trajectories == 0) return std::nullopt;
  const auto means_nothing = [trajectories](std::string_view why) {
    return Violation{"solve.trajectories",
                     fmt::format("found {}, which means nothing {}", trajectories, why)};
  };
  if (traits(method).blocks) {
    return means_nothing(
        fmt::format("for {}, which solves this; only \"joint\" reads it, by name or chosen by "
                    "\"auto\" where model.tunnelling is not 0",
                    traits(method).title));
  }
  if (!loses(point.model)) {
    return means_nothing(
        "without a loss: needs model.kappa, model.two_photon_loss or model.dephasing > 0; without, "
        "one state vector says it all");
  }
  for (const std::string& name : job.output.quantities) {
    const std::string_view why = find_quantity(name)->lost_in_noise(point);
    if (why.empty()) continue;
    return Violation{"output.quantities",
                     fmt::format("found \"{}\", which solve.trajectories = {} cannot give: {}; "
                                 "solve.trajectories = 0 solves for the density matrix",
                                 name, trajectories, why)};
  }
  if (job.output.over_time == OverTime::extrema) {
    return Violation{"output.over_time",
                     fmt::format("found \"extrema\", allowed with solve.trajectories = {}: \"all\" "
                                 "or \"final\"; the largest of values with noise is too large",
                                 trajectories)};
  }
  if (!job.output.events.empty()) {
    return Violation{"output.events",
                     fmt::format("found \"{}\", allowed with solve.trajectories = {}: none; values "
                                 "with noise cross a level too early",
                                 job.output.events.front().name, trajectories)};
  }
  return std::nullopt;
}

}  // namespace pairtwist::config
