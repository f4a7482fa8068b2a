// SPDX-License-Identifier: BSD-3-Clause
#include "io/lost_to_rounding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string_view>

#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/read_statuses.hpp"
#include "io/stored_config.hpp"
#include "model/methods.hpp"
#include "observables/registry.hpp"
#include "pairtwist/scan.hpp"
#include "plan/known_phases.hpp"

namespace pairtwist {
namespace {

/// Of what has one value a point: of all samples, which are known up to the last one.
constexpr std::size_t last_sample = std::numeric_limits<std::size_t>::max();

/// Points that have samples or events which rounding took, whole or in part, and the first of
/// these.
std::map<std::size_t, std::size_t> points_with_losses(hid_t file, std::size_t points) {
  std::map<std::size_t, std::size_t> found;
  for (const std::string& name : h5::dataset_names(file)) {
    if (name == "status" || !name.ends_with(status_suffix)) continue;
    const Quantity* quantity =
        find_quantity(name.substr(0, name.size() - std::string_view(status_suffix).size()));
    const std::vector<Status> statuses = read_statuses(file, name);
    const std::size_t samples = std::max<std::size_t>(statuses.size() / points, 1);
    for (std::size_t at = 0; at < statuses.size(); ++at)
      if (statuses[at] == Status::below_precision ||
          (statuses[at] == Status::partly && quantity != nullptr && !quantity->scalar())) {
        const std::size_t sample = samples > 1 ? at % samples : last_sample;
        std::size_t& first = found.try_emplace(at / samples, sample).first->second;
        first = std::min(first, sample);
      }
  }
  return found;
}

}  // namespace

std::string help_with_rounding(const Job& job, Method method, const Point& point, double since) {
  const auto known = std::ranges::find(methods(), method, &MethodTraits::method);
  if (known == methods().end() || job.solve.trajectories > 0) return "";
  const double tolerance = job.solve.tolerance;
  // Phases of the closed form that are beyond all digits have none at any tolerance.
  const bool looser = tolerance < kHighestTolerance &&
                      (!known->exact || some_phases_known(point, since, kHighestTolerance));
  const bool exact = !known->exact && traits(first_method(point.parameters)).exact;
  if (!looser && !exact) return "";
  return fmt::format("rounding takes more than solve.tolerance = {:g} allows; {}{}{} may give it",
                     tolerance, looser ? "a larger one, up to 0.1," : "",
                     looser && exact ? " or " : "",
                     exact ? "solve.method = \"auto\", which takes the closed form here," : "");
}

LostToRounding read_lost_to_rounding(hid_t file) {
  LostToRounding found;
  for (const char* name : {"status", "method"})
    if (H5Lexists(file, name, H5P_DEFAULT) <= 0) return found;
  const std::vector<std::int8_t> method = h5::read_flags(file, "method");
  const std::map<std::size_t, std::size_t> lost =
      points_with_losses(file, std::max<std::size_t>(method.size(), 1));
  if (lost.empty()) return found;
  const std::optional<Job> job = job_of_stored(
      h5::read_text_attribute(file, "resolved_config").value_or(""), "resolved_config");
  if (!job) return found;
  const Scan scan(*job);
  if (scan.size() != method.size()) return found;  // other software has selected of it
  const std::vector<double>& times = scan.time();
  for (const auto& [index, first] : lost) {
    const std::size_t sample = first == last_sample ? times.size() - 1 : first;
    if (index >= method.size() || sample >= times.size()) continue;
    const Point point = scan.point(index);
    const std::string help = help_with_rounding(*job, static_cast<Method>(method[index]), point,
                                                times[sample] * point.time_scale);
    if (help.empty()) continue;
    found.points.push_back(index);
    if (found.reason.empty()) found.reason = help;
  }
  if (found.points.empty()) return found;
  found.text = method.size() == 1 ? found.reason
                                  : fmt::format("at {} of {} points {}", found.points.size(),
                                                method.size(), found.reason);
  return found;
}

}  // namespace pairtwist
