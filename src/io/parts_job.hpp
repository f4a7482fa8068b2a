// SPDX-License-Identifier: BSD-3-Clause
// What a folder of parts is of, without the config that it was begun with.
#pragma once

#include <string>

#include "io/parts_found.hpp"
#include "io/parts_header.hpp"
#include "pairtwist/job.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {

struct PartsOfJob {
  std::string folder;
  PartsHeader header;
  Job job;
  ResultLayout layout;  ///< without provenance
};

/// Start files need not exist. Throws IoError if there is no such folder, or it was made by a
/// version whose configs or results are others.
PartsOfJob read_parts_job(const std::string& folder);

/// The root attributes of a result that is joined from these parts.
std::map<std::string, std::string> merged_attributes(const PartsOfJob& scan,
                                                     const FoundParts& found);

/// Whose numbers they are: of several builds or machines all, divided by commas.
void set_origin(std::map<std::string, std::string>& attributes, const FoundParts& found);

}  // namespace pairtwist
