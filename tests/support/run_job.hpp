// SPDX-License-Identifier: BSD-3-Clause
// Runs a config on a backend and keeps every number of its result file in memory.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "pairtwist/solve.hpp"

namespace pairtwist::test {

struct JobResult {
  std::map<std::string, std::vector<double>> numbers;         ///< variable -> [point][row]
  std::map<std::string, std::vector<std::int8_t>> flags;      ///< int8 variables
  std::map<std::string, std::vector<std::int32_t>> integers;  ///< int32 variables
  ScanReport report;

  const std::vector<double>& operator[](const std::string& name) const { return numbers.at(name); }
};

/// name: the config's path, beside which files that it names are looked for.
JobResult run_config(const std::string& toml, Backend& backend,
                     const std::string& name = "test.toml");

}  // namespace pairtwist::test
