// SPDX-License-Identifier: BSD-3-Clause
// What makes two runs the same scan: all of a config that decides its numbers, and the contents of
// the files that it names.
#pragma once

#include <string>
#include <vector>

#include "io/start_files.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {

struct ScanIdentity {
  std::string
      config;  ///< TOML, without what decides no number: title, backend, part_seconds, paths
  std::vector<StartFile> files;
  std::string sha256;  ///< of all that
};

ScanIdentity scan_identity(const Job& job, const std::vector<StartFile>& files);

/// The first key whose values differ, and how: "model.kappa is 1.0 (float) there and 2.0 (float)
/// here"; "" if there is none. Keys that decide numbers come first, and of others it is said that
/// they do not.
std::string difference_of(const ScanIdentity& there, const ScanIdentity& here);

/// Of two resolved configs that differ in nothing but what says how their points are solved, and
/// leaves no trace in a result's numbers: the first such key and how; "" of any others.
std::string run_otherwise(const std::string& there, const std::string& here);

}  // namespace pairtwist
