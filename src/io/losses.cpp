// SPDX-License-Identifier: BSD-3-Clause
// Reading what is lost; losses_text.cpp puts it into words.
#include "io/losses.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "io/attributes_hash.hpp"
#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/lost_extrema.hpp"
#include "io/lost_to_rounding.hpp"
#include "io/no_maximum.hpp"
#include "io/open_result.hpp"
#include "io/read_statuses.hpp"
#include "io/short_of_levels.hpp"
#include "io/timed_out.hpp"
#include "io/too_many_steps.hpp"
#include "io/values_sketch.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

/// A coordinate of the points: an axis, or a key of a zip.
struct Coordinate {
  std::string name;
  std::vector<std::string> values;
};

h5::Dataset open(hid_t file, const std::string& name) {
  return {H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name};
}

Coordinate coordinate(hid_t file, const std::string& name) {
  const h5::Dataset dataset = open(file, name);
  const h5::Type type(H5Dget_type(dataset.id()), "read a type");
  const std::string what = "read the dimension " + name;
  if (H5Tget_class(type.id()) == H5T_STRING) return {name, h5::read_texts(dataset.id(), what)};
  Coordinate found{name, {}};
  for (const double value : h5::read_doubles(dataset.id(), what))
    found.values.push_back(fmt::format("{:g}", value));
  return found;
}

/// What a file says of its samples, and where.
class StatusReader {
 public:
  explicit StatusReader(hid_t file)
      : file_(file), saved_elsewhere_(H5Aexists(file, attributes_hash_name) <= 0) {
    const h5::Dataset status = open(file_, "status");
    dimensions_ = h5::dimension_names(status.id());
    for (const hsize_t length : h5::shape_of(status.id())) all_points_ *= length;
    for (const std::string& name : h5::dataset_names(file_)) {
      if (name == "status" || !name.ends_with(status_suffix)) continue;
      const h5::Dataset dataset = open(file_, name);
      if (!h5::read_text_attribute(dataset.id(), "flag_meanings")) continue;
      const std::vector<hsize_t> shape = h5::shape_of(dataset.id());
      const bool over_time = shape.size() > dimensions_.size();
      statuses_.push_back({name, name.substr(0, name.size() - status_suffix.size()), over_time,
                           over_time ? static_cast<std::size_t>(shape.back()) : 1});
    }
    if (H5Lexists(file_, "time", H5P_DEFAULT) > 0) {
      const h5::Dataset time = open(file_, "time");
      times_ = h5::read_doubles(time.id(), "read the dimension time");
      time_units_ = h5::read_text_attribute(time.id(), "units").value_or("1");
    }
    for (const StatusDataset& one : statuses_)
      if (one.over_time && one.samples != times_.size())
        throw IoError(
            fmt::format("{} has {} samples, and time {}", one.name, one.samples, times_.size()));
  }

  /// Of each point.
  std::vector<Status> point_statuses() const {
    std::vector<Status> statuses;
    read("status", [&](std::size_t, Status status) { statuses.push_back(status); });
    return statuses;
  }

  /// Each value that did not come to a good end: by the dataset that says so, where, and why.
  void for_each_loss(const std::function<void(std::size_t dataset, std::size_t point,
                                              std::size_t sample, Status why)>& visit) const {
    for (std::size_t d = 0; d < statuses_.size(); ++d) {
      const std::size_t samples = statuses_[d].samples;
      read(statuses_[d].name, [&](std::size_t at, Status why) {
        if (why != Status::good) visit(d, at / samples, at % samples, why);
      });
    }
  }

  /// Of the quantity or event whose statuses are in this dataset.
  const std::string& name(std::size_t dataset) const { return statuses_[dataset].of; }

  /// A tally of nothing yet, of so many points.
  Loss blank(std::size_t dataset, Status why, std::size_t points) const {
    const StatusDataset& from = statuses_[dataset];
    Loss loss;
    loss.of = from.of;
    loss.why = why;
    loss.all_values = from.samples * points;
    loss.all_points = points;
    loss.over_time = from.over_time;
    loss.first_sample = from.samples;
    loss.samples = from.samples;
    loss.time_units = time_units_;
    loss.saved_elsewhere = saved_elsewhere_;
    return loss;
  }

  void count(Loss& loss, std::size_t sample) const {
    ++loss.values;
    loss.first_sample = std::min(loss.first_sample, sample);
    loss.last_sample = std::max(loss.last_sample, sample);
    if (!loss.over_time) return;
    loss.first_time = times_[loss.first_sample];
    loss.last_time = times_[loss.last_sample];
  }

  std::size_t all_points() const { return all_points_; }

  std::vector<std::pair<std::string, std::string>> parameters(std::size_t point) const {
    if (coordinates_.empty() && !dimensions_.empty()) read_coordinates();
    std::vector<std::pair<std::string, std::string>> found;
    std::size_t rest = point;
    for (auto c = coordinates_.rbegin(); c != coordinates_.rend(); ++c) {
      found.insert(found.begin(), {c->name, c->values[zip_ ? point : rest % c->values.size()]});
      rest /= c->values.size();
    }
    return found;
  }

 private:
  struct StatusDataset {
    std::string name, of;
    bool over_time;
    std::size_t samples;  ///< of a point
  };

  void read(const std::string& name,
            const std::function<void(std::size_t at, Status)>& visit) const {
    std::size_t at = 0;
    for_each_status(file_, name, [&](Status status) { visit(at++, status); });
  }

  void read_coordinates() const {
    const h5::Dataset status = open(file_, "status");
    if (const auto names = h5::read_text_attribute(status.id(), "coordinates")) {
      zip_ = true;
      for (std::size_t from = 0; from < names->size();) {
        const std::size_t to = std::min(names->find(' ', from), names->size());
        coordinates_.push_back(coordinate(file_, names->substr(from, to - from)));
        from = to + 1;
      }
      check_lengths();
      return;
    }
    for (const std::string& name : dimensions_) coordinates_.push_back(coordinate(file_, name));
    check_lengths();
  }

  /// Each point has a value of every coordinate.
  void check_lengths() const {
    std::size_t points = 1;
    for (const Coordinate& coordinate : coordinates_) {
      const std::size_t values = coordinate.values.size();
      if (values == 0 || values > all_points_ || (zip_ && values != all_points_))
        throw IoError(
            fmt::format("{} has {} values, for {} points", coordinate.name, values, all_points_));
      if (!zip_) points *= values;
    }
    if (!zip_ && points != all_points_)
      throw IoError(fmt::format("its axes have {} points, and status {}", points, all_points_));
  }

  hid_t file_;
  bool saved_elsewhere_;
  std::vector<StatusDataset> statuses_;
  std::vector<std::string> dimensions_;  ///< of the points
  std::size_t all_points_ = 1;
  std::vector<double> times_;
  std::string time_units_ = "1";
  mutable std::vector<Coordinate> coordinates_;  ///< read when the first point is named
  mutable bool zip_ = false;
};

/// points: where is looked, nullptr everywhere.
std::vector<Loss> tally_losses(hid_t file, const std::vector<std::size_t>* points) {
  const h5::Quiet quiet;
  const StatusReader reader(file);
  struct Tally {
    Loss loss;
    std::size_t last_point;
  };
  std::map<std::pair<std::size_t, Status>, Tally> tallies;
  const std::size_t looked_at = points == nullptr ? reader.all_points() : points->size();
  reader.for_each_loss([&](std::size_t of, std::size_t point, std::size_t sample, Status why) {
    if (points != nullptr && !std::ranges::binary_search(*points, point)) return;
    auto tally = tallies.find({of, why});
    if (tally == tallies.end())
      tally = tallies.insert({{of, why}, {reader.blank(of, why, looked_at), 0}}).first;
    auto& [loss, last_point] = tally->second;
    if (loss.values == 0 || last_point != point) ++loss.points;
    last_point = point;
    reader.count(loss, sample);
  });
  std::vector<Loss> losses;
  for (auto& [key, tally] : tallies) losses.push_back(std::move(tally.loss));
  return losses;
}

}  // namespace

std::vector<Loss> read_losses(hid_t file) { return tally_losses(file, nullptr); }

std::vector<Loss> read_losses(hid_t file, const std::vector<std::size_t>& points) {
  return tally_losses(file, &points);
}

std::vector<Loss> read_losses(const std::string& path) {
  const h5::Quiet quiet;
  const h5::File file = open_result(path, Seal::known);
  return read_undamaged(path, [&] { return read_losses(file.id()); });
}

std::vector<FailedPoint> read_failed_points(const std::string& path) {
  const h5::Quiet quiet;
  const h5::File file = open_result(path);
  if (read_undamaged(path, [&] { return statuses_are_computed_with(file.id()); }))
    throw IoError(
        fmt::format("{}: which points failed is {}; the result they were computed from tells", path,
                    computed_with_text));
  return read_undamaged(path, [&] {
    const StatusReader reader(file.id());
    std::map<std::size_t, FailedPoint> failed;
    const std::vector<Status> statuses = reader.point_statuses();
    const auto fail = [&](std::size_t point) {
      if (point < statuses.size() && !failed.contains(point))
        failed[point] = {point, reader.parameters(point), statuses[point], {}, {}, {}};
    };
    for (std::size_t point = 0; point < statuses.size(); ++point)
      if (statuses[point] != Status::good) fail(point);
    reader.for_each_loss([&](std::size_t, std::size_t point, std::size_t, Status why) {
      if (why != Status::undefined && why != Status::too_small) fail(point);
    });
    for_each_lost_extremum(file.id(), [&](const std::string& of, std::size_t point) {
      fail(point);
      if (const auto found = failed.find(point); found != failed.end())
        found->second.lost_extrema.push_back(of);
    });
    reader.for_each_loss([&](std::size_t of, std::size_t point, std::size_t sample, Status why) {
      const auto found = failed.find(point);
      if (found == failed.end()) return;
      std::vector<Loss>& losses = found->second.losses;
      auto loss = std::find_if(losses.begin(), losses.end(), [&](const Loss& known) {
        return known.of == reader.name(of) && known.why == why;
      });
      if (loss == losses.end()) loss = losses.insert(loss, reader.blank(of, why, 1));
      loss->points = 1;
      reader.count(*loss, sample);
    });
    const ShortOfLevels short_of_levels = read_short_of_levels(file.id());
    for (const auto& [point, reason] : short_of_levels.points)
      if (const auto found = failed.find(point); found != failed.end())
        found->second.reason = reason;
    const auto give_reason = [&](const auto& of) {
      for (const std::size_t point : of.points)
        if (const auto found = failed.find(point); found != failed.end())
          found->second.reason = of.reason;
    };
    give_reason(read_lost_to_rounding(file.id()));
    give_reason(read_no_maximum(file.id()));
    const TimedOut timed_out = read_timed_out(file.id());
    give_reason(timed_out);
    give_reason(read_too_many_steps(file.id(), short_of_levels, timed_out));
    std::vector<FailedPoint> points;
    for (auto& [index, point] : failed) points.push_back(std::move(point));
    return points;
  });
}

}  // namespace pairtwist
