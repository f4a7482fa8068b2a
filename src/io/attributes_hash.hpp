// SPDX-License-Identifier: BSD-3-Clause
// The SHA-256 of everything in a result file that no checksum of HDF5 covers: names, types, shapes,
// attributes, labels and the numbers of datasets without a dimension. docs/file-format.md says how
// it is computed, so that others can; the two change together.
#pragma once

#include <string>

#include "io/h5.hpp"

namespace pairtwist {

/// Name of the root attribute that holds it; it is not hashed itself.
inline constexpr const char* attributes_hash_name = "attributes_sha256";

/// 64 hexadecimal digits. Throws IoError for what cannot be read, or is of a kind that no result
/// file has.
std::string attributes_hash(hid_t file);

}  // namespace pairtwist
