// SPDX-License-Identifier: BSD-3-Clause
// The start amplitudes of atoms.state = "file".
#pragma once

#include <complex>
#include <cstdint>
#include <string>
#include <vector>

namespace pairtwist {

/// C_m, m from -atoms/2 up (atoms + 1 values), from the HDF5 datasets amplitude_re and
/// amplitude_im. Throws IoError if the file cannot be read or lacks them; UsageError if they are
/// not atoms + 1 finite numbers with sum |C_m|² = 1 to 1e-10.
std::vector<std::complex<double>> read_atoms_file(const std::string& path, std::int64_t atoms);
/// The same of a file whose bytes are in memory; `path` is for messages.
std::vector<std::complex<double>> read_atoms_image(const std::string& bytes,
                                                   const std::string& path, std::int64_t atoms);

}  // namespace pairtwist
