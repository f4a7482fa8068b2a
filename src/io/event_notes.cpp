// SPDX-License-Identifier: BSD-3-Clause
#include "io/event_notes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/open_result.hpp"
#include "io/read_statuses.hpp"
#include "io/visible_text.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/results.hpp"
#include "text/counted.hpp"

namespace pairtwist {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

void read_times(hid_t file, const std::string& name, EventNote& event,
                const std::vector<Status>& statuses) {
  const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
  event.meaning = h5::read_text_attribute(dataset.id(), "long_name").value_or("");
  std::size_t point = 0, at_start = 0;
  h5::for_each_piece(dataset.id(), H5T_NATIVE_DOUBLE, "read " + name, [&](auto bytes) {
    for (std::size_t at = 0; at + sizeof(double) <= bytes.size(); at += sizeof(double), ++point) {
      double time = not_a_number;
      std::memcpy(&time, bytes.data() + at, sizeof(double));
      if (point < statuses.size() && std::isnan(time) && statuses[point] == Status::good)
        ++event.never;
      if (time == 0.0) ++at_start;
    }
  });
  if (point != statuses.size())
    throw IoError(fmt::format("{} has {} values, and {}{} {}", name, point, name, status_suffix,
                              statuses.size()));
  event.all_points = point;
  event.at_start = point > 0 && at_start == point;
}

}  // namespace

std::vector<EventNote> read_event_notes(hid_t file) {
  std::vector<EventNote> notes;
  const std::vector<std::string> names = h5::dataset_names(file);
  for (const std::string& name : names) {
    // A good quantity has numbers: what is good and has none is an event.
    const std::string status = name + std::string(status_suffix);
    if (find_quantity(name) != nullptr || std::ranges::find(names, status) == names.end()) continue;
    EventNote event;
    event.event = name;
    read_times(file, name, event, read_statuses(file, status));
    if (event.never > 0 || event.at_start) notes.push_back(std::move(event));
  }
  return notes;
}

std::vector<EventNote> read_event_notes(const std::string& path) {
  const h5::Quiet quiet;
  const h5::File file = open_result(path);
  return read_undamaged(path, [&] { return read_event_notes(file.id()); });
}

std::string event_note_text(const EventNote& event) {
  const std::string name = visible(event.event);
  const bool single = event.all_points == 1;
  if (event.at_start)
    return fmt::format(
        "{}: reached at t = 0{}, since the start is at its level or beyond: {}", name,
        single ? ""
               : fmt::format(" at all {} points",
                             count_text(static_cast<std::int64_t>(event.all_points))),
        visible(event.meaning));
  if (single) return fmt::format("{}: never reached", name);
  return fmt::format("{}: never reached at {} of {} points", name, event.never, event.all_points);
}

}  // namespace pairtwist
