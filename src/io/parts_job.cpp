// SPDX-License-Identifier: BSD-3-Clause
#include "io/parts_job.hpp"

#include <fmt/format.h>

#include "io/provenance.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {

PartsOfJob read_parts_job(const std::string& folder) {
  std::optional<PartsHeader> header = read_parts_header(folder);
  if (!header) throw IoError(fmt::format("{}: there is no such folder of parts", folder));
  try {
    ConfigChanges changes;  // nothing is solved: the start files may be gone
    for (const StartFile& file : header->identity.files) changes.known_files.push_back(file.path);
    Job job = parse_config(header->resolved_config, "resolved_config", changes);
    job.config_text = header->config;
    const Scan scan(job);
    ResultLayout layout = result_layout(job, scan);
    if (scan.size() == header->points)
      return {folder, *std::move(header), std::move(job), std::move(layout)};
  } catch (const UsageError& error) {
    throw IoError(
        fmt::format("{}: this version does not take its config ({}); use the one that "
                    "began it, {}",
                    folder, error.what(), header->origin.text()));
  }
  throw IoError(fmt::format("{}: says that it is of {} points, but its config is not", folder,
                            header->points));
}

std::map<std::string, std::string> merged_attributes(const PartsOfJob& scan,
                                                     const FoundParts& found) {
  std::map<std::string, std::string> attributes =
      provenance_attributes(scan.job, {"", "", "", scan.header.identity.files});
  // As it was written: another version may spell it in another way.
  attributes["resolved_config"] = scan.header.resolved_config;
  set_origin(attributes, found);
  return attributes;
}

void set_origin(std::map<std::string, std::string>& attributes, const FoundParts& found) {
  for (const auto& [name, text] : part_origin_texts) attributes[name] = found.all_of(text);
}

}  // namespace pairtwist
