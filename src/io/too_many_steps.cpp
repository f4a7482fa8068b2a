// SPDX-License-Identifier: BSD-3-Clause
#include "io/too_many_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "config/key_lines.hpp"
#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/read_statuses.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {
namespace {

std::vector<double> read_estimates(hid_t file) {
  const h5::Dataset dataset(H5Dopen2(file, "error_estimate", H5P_DEFAULT), "open error_estimate");
  return h5::read_doubles(dataset.id(), "read error_estimate");
}

std::string reason_of(hid_t file, bool any_integrated) {
  // Below, what steps round allows fewer of them than anyone waits for (most_steps()).
  constexpr double roomy_tolerance = 3e-9;
  std::string stop = "time.stop";
  bool axis = false;
  double tolerance = roomy_tolerance;
  const auto number = [](const std::string& value) { return std::strtod(value.c_str(), nullptr); };
  const std::string resolved = h5::read_text_attribute(file, "resolved_config").value_or("");
  for (const auto& [key, value] : config::resolved_values(resolved)) {
    if (key == "time.stop") stop = fmt::format("time.stop = {:g}", number(value));
    if (key == "scan.axes") axis = value.find("\"time.stop\"") != std::string::npos;
    if (key == "solve.tolerance") tolerance = number(value);
  }
  const bool tight = any_integrated && tolerance < roomy_tolerance;
  const std::string& until = axis ? "time.stop" : stop;
  if (tight)
    return fmt::format(
        "up to {} there are more steps, each of which rounds, than solve.tolerance = {:g} has room "
        "for; a larger one, a shorter time.stop, slower rates or fewer photons would help",
        until, tolerance);
  return fmt::format(
      "up to {} there are more steps than anyone waits for: the fastest rate, which grows with the "
      "photons, times the time is too large; a shorter time.stop, slower rates or fewer photons "
      "would help",
      until);
}

}  // namespace

TooManySteps read_too_many_steps(hid_t file, const ShortOfLevels& short_of_levels,
                                 const TimedOut& timed_out) {
  TooManySteps found;
  for (const char* name : {"status", "method", "error_estimate"})
    if (H5Lexists(file, name, H5P_DEFAULT) <= 0) return found;
  const std::vector<Status> status = read_statuses(file, "status");
  if (std::ranges::find(status, Status::not_converged) == status.end()) return found;
  const std::vector<std::int8_t> method = h5::read_flags(file, "method");
  const std::vector<double> estimates = read_estimates(file);
  if (method.size() != status.size() || estimates.size() != status.size())
    throw IoError(fmt::format("status is of {} points, method of {}, and error_estimate of {}",
                              status.size(), method.size(), estimates.size()));
  bool any_integrated = false;
  for (std::size_t p = 0; p < status.size(); ++p) {
    if (status[p] != Status::not_converged || estimates[p] != HUGE_VAL) continue;
    if (short_of_levels.points.contains(p) || std::ranges::binary_search(timed_out.points, p))
      continue;
    any_integrated |= method[p] != static_cast<std::int8_t>(Method::joint);
    found.points.push_back(p);
  }
  if (found.points.empty()) return found;
  found.reason = reason_of(file, any_integrated);
  found.text = status.size() == 1 ? found.reason
                                  : fmt::format("at {} of {} points {}", found.points.size(),
                                                status.size(), found.reason);
  return found;
}

}  // namespace pairtwist
