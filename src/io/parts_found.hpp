// SPDX-License-Identifier: BSD-3-Clause
// What a folder of parts holds: the parts that can be trusted, and what is wrong with the others.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "io/file_work.hpp"
#include "io/parts_header.hpp"
#include "io/parts_manifest.hpp"
#include "pairtwist/point_set.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {

/// Counts over points.
struct ScanTotals {
  std::int64_t points = 0;
  std::int64_t failed = 0;               ///< without a single trusted value of some quantity
  std::int64_t coarse = 0;               ///< with an extremum far beyond all samples
  std::map<int, std::int64_t> statuses;  ///< by the code of their status

  void add(const PartRecord& part);
};

struct FoundParts {
  std::vector<PartRecord> parts;      ///< by manifest, in the order of their lines
  std::vector<std::string> problems;  ///< of others, whose points count as not solved
  std::vector<std::string> foreign;   ///< names of parts of another config

  PointSet points() const;
  ScanTotals totals() const;
  /// "part 3 is missing; ", one behind another; empty without problems.
  std::string problems_text() const;
  /// Of all parts, each once, divided by commas: PartOrigin's `device`, say.
  std::string all_of(std::string PartOrigin::*text) const;
};

/// As the manifests tell; no part is looked at. Throws IoError.
FoundParts list_parts(const std::string& folder, const PartsHeader& header);

/// "" if the part is there as it was written, by its bytes or by their number alone, else what is
/// wrong with it. What it says is not looked at.
std::string change_of(const std::string& folder, const PartRecord& part, bool by_bytes,
                      FileWork* work = nullptr);

/// The same, and its points are those of its line. Reads it whole. layout: of the scan's result.
std::string problem_of(const std::string& folder, const PartRecord& part,
                       const ResultLayout& layout, FileWork* work = nullptr);

/// Moves parts that have some of these points, and have changed, to the problems; `work` is told
/// how far it is. Throws Interrupted.
void check_parts(const std::string& folder, FoundParts& found, const ResultLayout& layout,
                 const PointSet& points, FileWork* work = nullptr);

/// Moves parts of which that is so, as change_of() has it, to the problems.
void leave_out_changed(const std::string& folder, FoundParts& found, bool by_bytes);

}  // namespace pairtwist
