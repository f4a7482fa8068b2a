// SPDX-License-Identifier: BSD-3-Clause
// A result file as a config: what it was solved from, to be solved again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/start_files.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {

/// Whether it is a regular file that begins with HDF5's signature; false where it cannot be read.
bool has_hdf5_signature(const std::string& path);

struct StoredConfig {
  std::string resolved_config;
  std::vector<StoredStart> start_files;
};

/// Throws IoError: no result file, of a later format, damaged; also where the stored contents of a
/// start file are not those of its hash.
StoredConfig read_stored_config(const std::string& path);

/// The job of a resolved config of which nothing is to be solved, so that its start files may be
/// gone; none where this version reads it otherwise, or it is no config at all.
std::optional<Job> job_of_stored(const std::string& resolved_config, const std::string& name);

}  // namespace pairtwist
