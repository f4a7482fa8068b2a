// SPDX-License-Identifier: BSD-3-Clause
#include "io/never_reached.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/read_statuses.hpp"
#include "io/visible_text.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {
namespace {

/// [point] whether it has no time.
std::vector<bool> read_no_times(hid_t file, const std::string& name) {
  const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
  std::vector<bool> none;
  h5::for_each_piece(dataset.id(), H5T_NATIVE_DOUBLE, "read " + name, [&](auto bytes) {
    for (std::size_t at = 0; at + sizeof(double) <= bytes.size(); at += sizeof(double)) {
      double time;
      std::memcpy(&time, bytes.data() + at, sizeof(double));
      none.push_back(std::isnan(time));
    }
  });
  return none;
}

}  // namespace

std::vector<NeverReached> read_never_reached(hid_t file) {
  std::vector<NeverReached> never;
  const std::vector<std::string> names = h5::dataset_names(file);
  for (const std::string& name : names) {
    // A good quantity has numbers: what is good and has none is an event.
    const std::string status = name + std::string(status_suffix);
    if (find_quantity(name) != nullptr || std::ranges::find(names, status) == names.end()) continue;
    const std::vector<bool> none = read_no_times(file, name);
    const std::vector<Status> statuses = read_statuses(file, status);
    if (none.size() != statuses.size())
      throw IoError(
          fmt::format("{} has {} values, and {} {}", name, none.size(), status, statuses.size()));
    NeverReached event{name, 0, statuses.size()};
    for (std::size_t point = 0; point < statuses.size(); ++point)
      event.points += none[point] && statuses[point] == Status::good ? 1 : 0;
    if (event.points > 0) never.push_back(std::move(event));
  }
  return never;
}

std::string never_reached_text(const NeverReached& event) {
  const std::string name = visible(event.event);
  if (event.all_points == 1) return fmt::format("{}: never reached", name);
  return fmt::format("{}: never reached at {} of {} points", name, event.points, event.all_points);
}

}  // namespace pairtwist
