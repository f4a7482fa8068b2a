// SPDX-License-Identifier: BSD-3-Clause
#include "io/never_reached.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/visible_text.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {
namespace {

/// [point] whether the time, or its status, says so.
template <class T, class Test>
std::vector<bool> read_tests(hid_t file, const std::string& name, hid_t type, const Test& test) {
  const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
  std::vector<bool> found;
  h5::for_each_piece(dataset.id(), type, "read " + name, [&](auto bytes) {
    for (std::size_t at = 0; at + sizeof(T) <= bytes.size(); at += sizeof(T)) {
      T value;
      std::memcpy(&value, bytes.data() + at, sizeof(T));
      found.push_back(test(value));
    }
  });
  return found;
}

}  // namespace

std::vector<NeverReached> read_never_reached(hid_t file) {
  std::vector<NeverReached> never;
  const std::vector<std::string> names = h5::dataset_names(file);
  for (const std::string& name : names) {
    // A good quantity has numbers: what is good and has none is an event.
    const std::string status = name + std::string(status_suffix);
    if (find_quantity(name) != nullptr || std::ranges::find(names, status) == names.end()) continue;
    const auto none = read_tests<double>(file, name, H5T_NATIVE_DOUBLE,
                                         [](double time) { return std::isnan(time); });
    const auto good = read_tests<std::int8_t>(file, status, H5T_NATIVE_INT8, [](std::int8_t flag) {
      return static_cast<Status>(flag) == Status::good;
    });
    if (none.size() != good.size())
      throw IoError(
          fmt::format("{} has {} values, and {} {}", name, none.size(), status, good.size()));
    NeverReached event{name, 0, good.size()};
    for (std::size_t point = 0; point < good.size(); ++point)
      event.points += none[point] && good[point] ? 1 : 0;
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
