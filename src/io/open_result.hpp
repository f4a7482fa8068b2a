// SPDX-License-Identifier: BSD-3-Clause
// What every reader of result files begins with.
#pragma once

#include <fmt/format.h>

#include <string>

#include "io/h5.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {

/// Damage, whatever HDF5 calls it.
template <class Read>
auto read_undamaged(const std::string& path, Read&& read) {
  try {
    return read();
  } catch (const IoError& error) {
    throw IoError(fmt::format("{} is damaged: {}", path, error.what()));
  }
}

/// The last line of a file, for which all of it is read (file_seal.hpp).
enum class Seal {
  looked_at,
  /// This process has written the file just now, or has looked at its line, or a child of it has.
  known,
};

/// A result file of the format that this version reads. Throws IoError: missing, not HDF5,
/// truncated, not of pairtwist, of a later format.
h5::File open_result(const std::string& path, Seal seal = Seal::looked_at);

}  // namespace pairtwist
