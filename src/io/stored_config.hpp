// SPDX-License-Identifier: BSD-3-Clause
// A result file as a config: what it was solved from, to be solved again.
#pragma once

#include <string>
#include <vector>

#include "io/start_files.hpp"

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

}  // namespace pairtwist
