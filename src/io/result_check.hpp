// SPDX-License-Identifier: BSD-3-Clause
// Whether a result file still is what was written. Not whether it is right.
#pragma once

#include "io/h5.hpp"

namespace pairtwist {

/// Everything but the numbers in datasets with a dimension, against the file's own hash; false if
/// it has none, as files of earlier versions. Throws IoError.
bool check_attributes(hid_t file);

/// Reads every dataset once, in pieces, so that HDF5 verifies the checksum of each chunk, and the
/// stored start files against their hashes. Variables of other types, which users add with other
/// software, are read where one is as long as the next. Throws IoError that names the dataset.
void check_datasets(hid_t file);

}  // namespace pairtwist
