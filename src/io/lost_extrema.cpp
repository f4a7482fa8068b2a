// SPDX-License-Identifier: BSD-3-Clause
#include "io/lost_extrema.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/losses.hpp"
#include "io/lost_to_rounding.hpp"
#include "io/no_maximum.hpp"
#include "io/open_result.hpp"
#include "io/result_variables.hpp"
#include "io/short_of_levels.hpp"
#include "io/too_many_steps.hpp"
#include "io/visible_text.hpp"

namespace pairtwist {

namespace {

using Visit = std::function<void(const std::string& of, std::size_t point, bool lost)>;

/// Every place of every extremum.
void for_each_place(hid_t file, const Visit& visit) {
  for (const std::string& name : h5::dataset_names(file)) {
    if (!name.ends_with(place_suffix)) continue;
    const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
    if (!h5::read_text_attribute(dataset.id(), "flag_meanings")) continue;
    const std::string of = name.substr(0, name.size() - place_suffix.size());
    std::size_t point = 0;  // pieces come in row-major order
    h5::for_each_piece(dataset.id(), H5T_NATIVE_INT8, "read " + name, [&](auto bytes) {
      for (const std::byte byte : bytes)
        visit(of, point++,
              static_cast<std::int8_t>(byte) == static_cast<std::int8_t>(ExtremumPlace::lost));
    });
  }
}

}  // namespace

void for_each_lost_extremum(
    hid_t file, const std::function<void(const std::string& of, std::size_t point)>& visit) {
  for_each_place(file, [&](const std::string& of, std::size_t point, bool lost) {
    if (lost) visit(of, point);
  });
}

std::vector<LostExtremum> read_lost_extrema(hid_t file) {
  const h5::Quiet quiet;
  std::vector<LostExtremum> found;
  for_each_place(file, [&](const std::string& of, std::size_t, bool lost) {
    if (found.empty() || found.back().of != of) found.push_back({of});
    ++found.back().all_points;
    found.back().points += lost ? 1 : 0;
  });
  std::erase_if(found, [](const LostExtremum& one) { return one.points == 0; });
  return found;
}

std::vector<LostExtremum> read_lost_extrema(const std::string& path) {
  const h5::Quiet quiet;
  const h5::File file = open_result(path);
  return read_undamaged(path, [&] { return read_lost_extrema(file.id()); });
}

std::vector<std::string> what_is_lost(const std::string& path) {
  const h5::Quiet quiet;
  const h5::File file = open_result(path);
  return read_undamaged(path, [&] {
    std::vector<std::string> sentences;
    for (const Loss& loss : read_losses(file.id()))
      if (loss.why != Status::undefined) sentences.push_back(loss_text(loss));
    for (const LostExtremum& lost : read_lost_extrema(file.id()))
      sentences.push_back(lost_extremum_text(lost));
    const ShortOfLevels short_of_levels = read_short_of_levels(file.id());
    const TimedOut timed_out = read_timed_out(file.id());
    for (const std::string& text :
         {read_lost_to_rounding(file.id()).text, short_of_levels.text,
          read_no_maximum(file.id()).text,
          read_too_many_steps(file.id(), short_of_levels, timed_out).text})
      if (!text.empty()) sentences.push_back(text);
    return sentences;
  });
}

std::string lost_extremum_text(const LostExtremum& lost) {
  const bool largest = lost.of.ends_with("_max");
  return fmt::format(
      "{}: {}lost, since values that were lost, or at a pole, may be {}", visible(lost.of),
      lost.all_points == 1 ? "" : fmt::format("{} of {} points ", lost.points, lost.all_points),
      largest ? "larger" : "smaller");
}

nlohmann::ordered_json lost_extrema_json(const std::vector<LostExtremum>& lost) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const LostExtremum& one : lost)
    json.push_back({{"of", one.of}, {"points", one.points}, {"of_points", one.all_points}});
  return json;
}

}  // namespace pairtwist
