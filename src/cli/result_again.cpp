// SPDX-License-Identifier: BSD-3-Clause
#include "cli/result_again.hpp"

#include "cli/read_job.hpp"
#include "cli/unfinished.hpp"
#include "io/file_readers.hpp"
#include "io/provenance.hpp"
#include "io/result_reader.hpp"
#include "io/stored_config.hpp"

namespace pairtwist::cli {

ResultAgain read_result_again(const std::string& path) {
  refuse_unfinished(path);
  if (!has_hdf5_signature(path)) read_stored_config(path);  // says what it is instead
  check_result(path);
  ConfigOptions source;
  source.config = path;
  ReadJob read = read_job(source);
  std::vector<StartFile> files = start_files(read.job, read.stored);
  const Scan scan(read.job);
  ResultLayout layout = result_layout(read.job, scan);
  StateReaders readers = file_readers(files);
  return {std::move(read.job), std::move(files), scan, std::move(layout), std::move(readers)};
}

std::optional<BackendChoice> backend_asked_for(const VerifyOptions& options) {
  if (options.config.backend == "cpu") return BackendChoice::cpu;
  if (options.config.backend == "cuda" || !options.config.devices.empty())
    return BackendChoice::cuda;
  return std::nullopt;
}

Maker maker_of(const ResultRows& rows) {
  return {rows.attribute("version"),
          rows.attribute("git_commit"),
          rows.attribute("build"),
          rows.attribute("backend"),
          rows.attribute("device"),
          rows.attribute("simd"),
          rows.attribute(merged_trajectories_attribute)};
}

}  // namespace pairtwist::cli
