// SPDX-License-Identifier: BSD-3-Clause
// Start states that the config only names, and who reads them: plans and solvers know no files.
#pragma once

#include <complex>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace pairtwist {

/// The light of light.state = "file" at t = 0.
struct LightDensity {
  std::int64_t levels = 0;
  std::vector<std::complex<double>> matrix;  ///< [n][k]  <n|rho|k>, Hermitian, of trace 1
};

/// Reads the amplitudes of atoms.state = "file" for that many atoms.
using AmplitudeReader =
    std::function<std::vector<std::complex<double>>(const std::string& path, std::int64_t atoms)>;

using LightReader = std::function<LightDensity(const std::string& path)>;

/// io/file_readers.hpp makes those of the files of docs/file-format.md; a reader that the job does
/// not need may be empty.
struct StateReaders {
  AmplitudeReader atoms;
  LightReader light;
};

}  // namespace pairtwist
