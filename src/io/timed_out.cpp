// SPDX-License-Identifier: BSD-3-Clause
#include "io/timed_out.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "config/key_lines.hpp"
#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/losses.hpp"
#include "io/lost_extrema.hpp"
#include "io/open_result.hpp"
#include "io/read_statuses.hpp"
#include "io/result_variables.hpp"
#include "io/visible_text.hpp"

namespace pairtwist {
namespace {

constexpr std::string_view key = "solve.max_seconds";

/// "solve.max_seconds = 0.5"
std::string limit_of(const std::string& resolved_config) {
  for (const auto& [name, value] : config::resolved_values(resolved_config))
    if (name == key) return fmt::format("{} = {}", key, visible(value));
  return std::string(key);
}

/// Whether these points have no values at all.
bool all_is_lost(hid_t file, const std::vector<std::size_t>& points) {
  const std::vector<Status> statuses = read_statuses(file, "status");
  return std::ranges::all_of(points, [&](std::size_t point) {
    return point < statuses.size() && statuses[point] == Status::not_converged;
  });
}

/// Of points that have some values: what the end of their time cost; ", which cost g2 (...)".
std::string cost_text(hid_t file, const std::vector<std::size_t>& points) {
  if (all_is_lost(file, points)) return {};
  std::vector<std::string> lost;
  for (const Loss& loss : read_losses(file, points))
    if (loss.why == Status::not_converged) lost.push_back(lost_where_text(loss));
  for_each_lost_extremum(file, [&](const std::string& of, std::size_t point) {
    const std::string name = visible(of);
    if (std::ranges::binary_search(points, point) && std::ranges::find(lost, name) == lost.end())
      lost.push_back(name);
  });
  return lost.empty() ? std::string{} : fmt::format(", which cost {}", fmt::join(lost, ", "));
}

}  // namespace

std::string timed_out_text(std::string_view who, const std::string& resolved_config,
                           std::string_view cost) {
  return fmt::format("{}{}took longer than {}{}; a larger max_seconds would help", who,
                     who.empty() ? "" : " ", limit_of(resolved_config), cost);
}

TimedOut read_timed_out(hid_t file) {
  TimedOut found;
  const std::string name(timed_out_name);
  if (H5Lexists(file, name.c_str(), H5P_DEFAULT) <= 0) return found;
  const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
  // An event of an earlier version may bear the name.
  if (!h5::read_text_attribute(dataset.id(), "flag_meanings")) return found;
  const std::vector<std::int8_t> flags = h5::read_flags(file, name);
  for (std::size_t point = 0; point < flags.size(); ++point)
    if (flags[point] != 0) found.points.push_back(point);
  if (found.points.empty()) return found;
  const std::string resolved = h5::read_text_attribute(file, "resolved_config").value_or("");
  found.reason = timed_out_text({}, resolved);
  found.text = timed_out_text(
      flags.size() == 1 ? "it" : fmt::format("{} of {} points", found.points.size(), flags.size()),
      resolved, cost_text(file, found.points));
  return found;
}

TimedOut read_timed_out(const std::string& path) {
  const h5::Quiet quiet;
  const h5::File file = open_result(path, Seal::known);
  return read_undamaged(path, [&] { return read_timed_out(file.id()); });
}

}  // namespace pairtwist
