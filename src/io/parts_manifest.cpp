// SPDX-License-Identifier: BSD-3-Clause
#include "io/parts_manifest.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "io/host_name.hpp"
#include "io/json_numbers.hpp"
#include "io/output_file.hpp"
#include "io/posix_error.hpp"
#include "pairtwist/version.hpp"

namespace pairtwist {
namespace {

using Json = nlohmann::ordered_json;

PartRecord read_line(const std::string& line) {
  const Json json = Json::parse(line);
  PartRecord record;
  record.name = json.at("part");
  std::vector<PointRange> ranges;
  for (const Json& range : json.at("points")) {
    ranges.push_back({whole_number<std::size_t>(range.at(0), 0, most_points),
                      whole_number<std::size_t>(range.at(1), 0, most_points)});
  }
  record.points = PointSet(std::move(ranges));
  record.config_sha256 = json.at("config_sha256");
  record.sha256 = json.at("sha256");
  constexpr std::int64_t any_size = std::numeric_limits<std::int64_t>::max();
  record.bytes = whole_number<std::uint64_t>(json.at("bytes"), 0, any_size);
  record.seconds = json.at("seconds");
  record.failed = whole_number<std::int64_t>(json.at("failed"), 0, most_points);
  if (const auto coarse = json.find("coarse"); coarse != json.end())  // of earlier versions not
    record.coarse = whole_number<std::int64_t>(*coarse, 0, most_points);
  using Codes = std::numeric_limits<std::int8_t>;
  for (const Json& status : json.at("status"))
    record.statuses[whole_number<int>(status.at(0), Codes::min(), Codes::max())] =
        whole_number<std::int64_t>(status.at(1), 0, most_points);
  record.written = json.at("written");
  record.origin = part_origin_of(json);
  return record;
}

}  // namespace

std::string PartOrigin::text() const {
  return fmt::format("{} ({}, {}), {}, {}", version, git_commit, build, backend, simd);
}

bool PartOrigin::same_numbers(const PartOrigin& other) const {
  return std::tie(version, git_commit, build, backend, simd) ==
         std::tie(other.version, other.git_commit, other.build, other.backend, other.simd);
}

nlohmann::ordered_json to_json(const PartOrigin& origin) {
  Json json;
  for (const auto& [name, text] : part_origin_texts) json[name] = origin.*text;
  return json;
}

PartOrigin part_origin_of(const nlohmann::ordered_json& json) {
  PartOrigin origin;
  for (const auto& [name, text] : part_origin_texts) origin.*text = json.at(name);
  return origin;
}

PartOrigin part_origin(const std::string& backend, const std::string& device,
                       const std::string& simd) {
  return {std::string(version),
          std::string(git_commit),
          std::string(build_description),
          backend,
          simd,
          device,
          host_name()};
}

std::string to_line(const PartRecord& record) {
  Json points = Json::array();
  for (const PointRange& range : record.points.ranges())
    points.push_back({range.first, range.count});
  Json statuses = Json::array();
  for (const auto& [status, count] : record.statuses) statuses.push_back({status, count});
  Json json = {{"part", record.name},
               {"points", std::move(points)},
               {"config_sha256", record.config_sha256},
               {"sha256", record.sha256},
               {"bytes", record.bytes},
               {"seconds", record.seconds},
               {"failed", record.failed},
               {"coarse", record.coarse},
               {"status", std::move(statuses)},
               {"written", record.written}};
  json.update(to_json(record.origin));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Manifest read_manifest(const std::string& path) {
  Manifest manifest;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return manifest;
  const std::string name = std::filesystem::path(path).filename().string();
  if (!std::filesystem::is_regular_file(path)) {
    manifest.problems.push_back(fmt::format("{} is no file", name));
    return manifest;
  }
  const std::string text = read_whole_file(path);
  std::size_t number = 1;
  for (std::size_t from = 0; from < text.size(); ++number) {
    const std::size_t end = text.find('\n', from);
    if (end == std::string::npos) {
      manifest.problems.push_back(fmt::format("{}: line {} is cut off", name, number));
      break;
    }
    const std::string problem = fmt::format("{}: line {} is damaged", name, number);
    try {
      manifest.parts.push_back(read_line(text.substr(from, end - from)));
    } catch (const Json::exception&) {
      manifest.problems.push_back(problem);
    } catch (const std::invalid_argument&) {
      manifest.problems.push_back(problem);
    }
    from = end + 1;
  }
  return manifest;
}

void rewrite_manifest(const std::string& path, const std::vector<PartRecord>& parts) {
  std::string text;
  for (const PartRecord& record : parts) text += to_line(record);
  write_whole_file(path, text, true);
}

void append_to_manifest(const std::string& path, const PartRecord& record) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) throw posix_error("write", path, errno);
  const off_t before = ::lseek(file, 0, SEEK_END);
  const std::string line = to_line(record);
  const ssize_t written = ::write(file, line.data(), line.size());
  int error = 0;
  if (written != static_cast<ssize_t>(line.size())) error = written < 0 ? errno : ENOSPC;
  if (error == 0 && ::fsync(file) != 0) error = errno;
  // A line that is cut off would be noticed; without it there is nothing to notice.
  if (error != 0 && ::ftruncate(file, before) != 0) error = errno;
  if (::close(file) != 0 && error == 0 && errno != EINTR) error = errno;
  if (error != 0) throw posix_error("write", path, error);
}

}  // namespace pairtwist
