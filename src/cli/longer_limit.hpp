// SPDX-License-Identifier: BSD-3-Clause
// A run onto a finished result of the same scan with a smaller solve.max_seconds: the points that
// this ended are solved again, and all others kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "io/earlier_result.hpp"
#include "io/parts_manifest.hpp"
#include "io/scan_output.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist::cli {

/// The result that is there, if it is such a one.
std::optional<EarlierResult> earlier_result(const RunOptions& options, const std::string& path,
                                            const Job& job, const std::vector<StartFile>& files);

/// Throws IoError where numbers of two makers would be mixed.
void refuse_other_maker(const EarlierResult& earlier, const PartOrigin& here,
                        const RunOptions& options, const std::string& path);

/// Makes parts of what is kept of it, and says so. layout: of the output.
void go_on_from(const EarlierResult& earlier, const RunOptions& options, ScanOutput& output,
                const ResultLayout& layout);

}  // namespace pairtwist::cli
