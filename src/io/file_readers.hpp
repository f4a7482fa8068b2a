// The readers of start states from HDF5 files, as plans and scans take them.
#pragma once

#include "pairtwist/plan.hpp"

namespace pairtwist {

/// read_atoms_file and read_light_file.
StateReaders file_readers();

}  // namespace pairtwist
