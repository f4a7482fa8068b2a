// SPDX-License-Identifier: BSD-3-Clause
// What a file from elsewhere may be made of: its own bytes, and not more of them than it has.
#pragma once

#include <string>

#include "io/h5.hpp"

namespace pairtwist::h5 {

/// Opens a dataset of `file`, but none that a link finds in another file. Throws IoError.
Dataset open_own_dataset(const File& file, const std::string& name, const std::string& path);

/// Throws IoError if a dataset is put together from other files (virtual, external storage), or
/// claims more numbers than its bytes can be; `what` names it.
void check_data(hid_t dataset, const std::string& what);

/// All links of a file, in all of its groups: none leads out of the file, or to a name in it, and
/// every dataset is as check_data() has it. Throws IoError.
void check_structure(hid_t file);

}  // namespace pairtwist::h5
