// SPDX-License-Identifier: BSD-3-Clause
#include "io/lost_to_rounding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/read_statuses.hpp"
#include "io/stored_config.hpp"
#include "model/methods.hpp"
#include "observables/registry.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {
namespace {

/// Points that have samples which rounding took, whole or in part.
std::set<std::size_t> points_with_losses(hid_t file, std::size_t points) {
  std::set<std::size_t> found;
  for (const std::string& name : h5::dataset_names(file)) {
    if (name == "status" || !name.ends_with(status_suffix)) continue;
    const Quantity* quantity =
        find_quantity(name.substr(0, name.size() - std::string_view(status_suffix).size()));
    if (quantity == nullptr) continue;
    const std::vector<Status> statuses = read_statuses(file, name);
    const std::size_t samples = std::max<std::size_t>(statuses.size() / points, 1);
    for (std::size_t at = 0; at < statuses.size(); ++at)
      if (statuses[at] == Status::below_precision ||
          (statuses[at] == Status::partly && !quantity->scalar()))
        found.insert(at / samples);
  }
  return found;
}

}  // namespace

std::string help_with_rounding(const Job& job, Method method, const Parameters& parameters) {
  const auto known = std::ranges::find(methods(), method, &MethodTraits::method);
  if (known == methods().end() || known->exact || job.solve.trajectories > 0) return "";
  const double tolerance = job.solve.tolerance;
  const bool looser = tolerance < kHighestTolerance;
  const bool exact = traits(first_method(parameters)).exact;
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
  const std::set<std::size_t> lost =
      points_with_losses(file, std::max<std::size_t>(method.size(), 1));
  if (lost.empty()) return found;
  const std::optional<Job> job = job_of_stored(
      h5::read_text_attribute(file, "resolved_config").value_or(""), "resolved_config");
  if (!job) return found;
  const Scan scan(*job);
  if (scan.size() != method.size()) return found;  // other software has selected of it
  for (const std::size_t point : lost) {
    if (point >= method.size()) continue;
    const std::string help =
        help_with_rounding(*job, static_cast<Method>(method[point]), scan.point(point).parameters);
    if (help.empty()) continue;
    found.points.push_back(point);
    if (found.reason.empty()) found.reason = help;
  }
  if (found.points.empty()) return found;
  found.text = method.size() == 1 ? found.reason
                                  : fmt::format("at {} of {} points {}", found.points.size(),
                                                method.size(), found.reason);
  return found;
}

}  // namespace pairtwist
