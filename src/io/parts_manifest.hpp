// SPDX-License-Identifier: BSD-3-Clause
// The lines of a scan's manifests: what is known of each part beside the part itself. One file for
// each shard, which only the process that holds the shard's lock writes; JSON, a line a part.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "pairtwist/point_set.hpp"

namespace pairtwist {

/// Who made the numbers: of one build, backend and SIMD level the bits are the same.
struct PartOrigin {
  std::string version, git_commit, build, backend, simd;
  std::string device, host;  ///< for the record alone

  /// "0.1.0 (1a2b3c, GNU 12.2.0, Release, CUDA OFF), cpu, avx2"
  std::string text() const;
  bool same_numbers(const PartOrigin& other) const;
};
/// Its texts by their names, which are those of a result's root attributes, too.
inline constexpr std::pair<const char*, std::string PartOrigin::*> part_origin_texts[] = {
    {"version", &PartOrigin::version}, {"git_commit", &PartOrigin::git_commit},
    {"build", &PartOrigin::build},     {"backend", &PartOrigin::backend},
    {"simd", &PartOrigin::simd},       {"device", &PartOrigin::device},
    {"host", &PartOrigin::host}};
nlohmann::ordered_json to_json(const PartOrigin& origin);
/// Throws nlohmann::json::exception.
PartOrigin part_origin_of(const nlohmann::ordered_json& json);
/// Of this build, on this machine.
PartOrigin part_origin(const std::string& backend, const std::string& device,
                       const std::string& simd);

struct PartRecord {
  std::string name;  ///< of the file in the folder
  PointSet points;
  std::string config_sha256;
  std::string sha256;  ///< of the file
  std::uint64_t bytes = 0;
  double seconds = 0.0;                  ///< of its worker, since the part before or its own start
  std::int64_t failed = 0;               ///< points without a single trusted value of some quantity
  std::int64_t coarse = 0;               ///< points with an extremum far beyond all samples
  std::map<int, std::int64_t> statuses;  ///< points by the code of their status
  std::string written;                   ///< UTC
  PartOrigin origin;
};

std::string to_line(const PartRecord& record);

struct Manifest {
  std::vector<PartRecord> parts;
  /// What is wrong with the file: "line 7 is cut off". Its parts count as not written.
  std::vector<std::string> problems;
};
/// Empty if there is no such file. Throws IoError if it cannot be read.
Manifest read_manifest(const std::string& path);

/// Replaces the file: what is left after a problem, or after parts that were damaged. Throws
/// IoError.
void rewrite_manifest(const std::string& path, const std::vector<PartRecord>& parts);

/// Appends a line and syncs it. If that fails, the file is as before; throws IoError.
void append_to_manifest(const std::string& path, const PartRecord& record);

}  // namespace pairtwist
