// SPDX-License-Identifier: BSD-3-Clause
// What is in an HDF5 file: names, kinds and shapes, and numbers piece by piece. What they mean is
// not known here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/h5.hpp"

namespace pairtwist::h5 {

/// Names in the root group, in the order of their making.
std::vector<std::string> dataset_names(hid_t file);
/// Of the dimension scales attached to a dataset, slowest first; "" where there is none.
std::vector<std::string> dimension_names(hid_t dataset);

/// "float64", "int32", "int8" (each little-endian) or "text"; "" of any other, which the program
/// never writes.
std::string_view own_kind_of_type(hid_t type);
/// The same; throws IoError "cannot WHAT: ..." for any other.
std::string_view kind_of_type(hid_t type, std::string_view what);

/// The dataset as `type`, chunk by chunk, each once; chunks in row-major order, and so the elements
/// in each. A dataset without chunks is cut into pieces of about 1 MiB in the same way.
void for_each_piece(hid_t dataset, hid_t type, std::string_view what,
                    const std::function<void(std::span<const std::byte>)>& visit);

/// All of an int8 dataset of the root group, in row-major order.
std::vector<std::int8_t> read_flags(hid_t file, const std::string& name);

}  // namespace pairtwist::h5
