// SPDX-License-Identifier: BSD-3-Clause
#include "io/short_of_levels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "config/key_lines.hpp"
#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/read_statuses.hpp"
#include "io/timed_out.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/job.hpp"
#include "pairtwist/results.hpp"
#include "physics/cutoff_steps.hpp"
#include "plan/light_state.hpp"

namespace pairtwist {
namespace {

/// What the config says of photon levels.
struct Limit {
  std::string key;          ///< "solve.cutoff"
  std::int64_t levels = 0;  ///< no block has more
  bool exact = false;       ///< as many as that
};

Limit limit_of(hid_t file) {
  Limit limit{"solve.cutoff", kLargestCutoff};
  const std::string resolved = h5::read_text_attribute(file, "resolved_config").value_or("");
  for (const auto& [key, value] : config::resolved_values(resolved)) {
    const bool exact = key == "solve.cutoff_exact";
    if (!exact && key != "solve.cutoff") continue;
    std::int64_t levels = 0;
    for (const char digit : value) {
      if (digit < '0' || digit > '9' || levels > kLargestCutoff) return limit;  // "auto"
      levels = 10 * levels + (digit - '0');
    }
    return {key, levels, exact};
  }
  return limit;
}

std::vector<std::int32_t> read_cutoffs(hid_t file) {
  const h5::Dataset dataset(H5Dopen2(file, "cutoff", H5P_DEFAULT), "open cutoff");
  std::vector<std::int32_t> values;
  h5::for_each_piece(dataset.id(), H5T_NATIVE_INT32, "read cutoff", [&](auto bytes) {
    const std::size_t before = values.size();
    values.resize(before + bytes.size() / sizeof(std::int32_t));
    std::memcpy(values.data() + before, bytes.data(), bytes.size());
  });
  return values;
}

/// Points that are `partly`, and have values of a quantity or event that did not converge, though
/// their time was not over.
std::vector<char> lacking_some(hid_t file, const std::vector<Status>& status) {
  std::vector<char> found(status.size(), 0);
  if (std::ranges::find(status, Status::partly) == status.end()) return found;
  for (const std::string& name : h5::dataset_names(file)) {
    if (name == "status" || !name.ends_with(status_suffix)) continue;
    const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
    if (!h5::read_text_attribute(dataset.id(), "flag_meanings")) continue;
    std::size_t values = 1;
    for (const hsize_t length : h5::shape_of(dataset.id())) values *= length;
    const std::size_t of_point = std::max<std::size_t>(values / status.size(), 1);
    std::size_t at = 0;
    for_each_status(file, name, [&](Status why) {
      const std::size_t point = at++ / of_point;
      if (why == Status::not_converged && point < found.size() && status[point] == Status::partly)
        found[point] = 1;
    });
  }
  for (const std::size_t point : read_timed_out(file).points)
    if (point < found.size()) found[point] = 0;
  return found;
}

std::string help(const Limit& limit, bool fock) {
  if (limit.exact) return fmt::format("a larger {}, or none, would help", limit.key);
  if (limit.levels < kLargestCutoff)
    return fmt::format("a larger {} would help, up to {}", limit.key, kLargestCutoff);
  return fmt::format("fewer photons would help: a weaker pump, less time, more loss{}",
                     fock ? "; or another solve.frame" : "");
}

}  // namespace

ShortOfLevels read_short_of_levels(hid_t file) {
  ShortOfLevels found;
  for (const char* name : {"status", "method", "cutoff"})
    if (H5Lexists(file, name, H5P_DEFAULT) <= 0) return found;
  const std::vector<Status> status = read_statuses(file, "status");
  const std::vector<char> lacks_some = lacking_some(file, status);
  const auto lacks = [&](std::size_t p) {
    return status[p] == Status::not_converged || lacks_some[p] != 0;
  };
  const auto method = h5::read_flags(file, "method");
  const auto cutoff = read_cutoffs(file);
  if (method.size() != status.size() || cutoff.size() != status.size())
    throw IoError(fmt::format("status is of {} points, method of {}, and cutoff of {}",
                              status.size(), method.size(), cutoff.size()));
  const Limit limit = limit_of(file);
  const std::string how_many = limit.exact ? "not enough" : "the most that it may have";
  bool any_fock = false;
  bool all_of_any = false;
  for (std::size_t p = 0; p < status.size(); ++p) {
    if (!lacks(p) || cutoff[p] <= 0) continue;
    // A block of the Fock method gives up before it, since the next one would be beyond it.
    const bool fock = method[p] == static_cast<std::int8_t>(Method::fock);
    const std::int64_t levels = cutoff[p];
    if ((fock ? physics::larger_cutoff(cutoff[p]) : levels + 1) <= limit.levels) continue;
    any_fock |= fock;
    all_of_any |= status[p] == Status::not_converged;
    found.points[p] = fmt::format("{} of {} photon levels, {} ({}); {}", levels, limit.levels,
                                  how_many, limit.key, help(limit, fock));
  }
  if (found.points.empty()) return found;
  const std::string who = status.size() == 1
                              ? "it"
                              : fmt::format("{} of {} points", found.points.size(), status.size());
  found.text = fmt::format("{} did not converge{} on {} photon levels, {} ({}); {}", who,
                           all_of_any ? "" : " throughout", limit.levels, how_many, limit.key,
                           help(limit, any_fock));
  return found;
}

}  // namespace pairtwist
