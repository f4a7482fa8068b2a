// SPDX-License-Identifier: BSD-3-Clause
// The readers of start states from HDF5 files, as plans and scans take them.
#pragma once

#include <vector>

#include "io/start_files.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

/// read_atoms_file and read_light_file.
StateReaders file_readers();

/// The same for a job with these start_files(): each reading throws IoError if the contents are not
/// those that were hashed. Stored files are read from their contents.
StateReaders file_readers(const std::vector<StartFile>& files);

}  // namespace pairtwist
