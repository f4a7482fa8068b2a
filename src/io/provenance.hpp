// SPDX-License-Identifier: BSD-3-Clause
// What a result file says about its origin, as root attributes.
#pragma once

#include <ctime>
#include <map>
#include <string>
#include <vector>

#include "io/start_files.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {

/// What only the run itself knows.
struct Provenance {
  std::string backend;  ///< "cpu", "cuda"
  std::string device;   ///< the processor's or the card's name
  std::string simd;     ///< "avx2", ...
  std::vector<StartFile> start_files = {};
};

/// Value of the root attribute `format` of files of this layout.
inline constexpr const char* result_format = "pairtwist result 1";

/// Of results that `pairtwist merge` made of others: "0 ... 499, 500 ... 999".
inline constexpr const char* merged_trajectories_attribute = "merged_trajectories";

/// format, title, config, resolved_config, version, git_commit, build, created (UTC, ISO 8601),
/// host, backend, device, simd, seed, and of each start file its SHA-256. To be merged into
/// ResultLayout::attributes.
std::map<std::string, std::string> provenance_attributes(const Job& job,
                                                         const Provenance& provenance);

/// UTC, ISO 8601.
std::string time_text(std::time_t time);

}  // namespace pairtwist
