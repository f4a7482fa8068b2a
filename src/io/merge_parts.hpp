// SPDX-License-Identifier: BSD-3-Clause
// From parts to one result file.
#pragma once

#include <optional>
#include <string>

#include "io/file_lock.hpp"
#include "io/file_work.hpp"
#include "io/parts_found.hpp"
#include "pairtwist/rows.hpp"

namespace pairtwist {

/// Writes every point of the scan to `sink`, in order, once: those of the parts as they are; those
/// that are in none as NaN with the status `missing`. layout: of the parts and of the sink. The
/// parts must have been checked. `work` is told that it begins, how far it is by the sink. Throws
/// IoError; Interrupted.
void merge_parts(const std::string& folder, const FoundParts& found, const ResultLayout& layout,
                 ResultSink& sink, FileWork* work = nullptr);

/// To be held while parts are joined and their folder is removed; none if another process does so,
/// or has done so.
std::optional<FileLock> lock_for_merging(const std::string& folder);

/// Makes room in the layout's flags for points that are missing.
void add_missing_status(ResultLayout& layout);

}  // namespace pairtwist
