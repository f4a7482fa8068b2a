// SPDX-License-Identifier: BSD-3-Clause
// How the layout's types of numbers are called in HDF5, and the form of files that we write.
#pragma once

#include "io/h5.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist::h5 {

hid_t file_type(DataType type);
hid_t memory_type(DataType type);

/// A new file whose links and attributes keep their order, which netCDF wants, with a checksum on
/// all of HDF5's own structures: of the form that HDF5 1.10 and later read. access: the driver's
/// property list.
File create_file(const Properties& access);

}  // namespace pairtwist::h5
