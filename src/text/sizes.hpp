// SPDX-License-Identifier: BSD-3-Clause
// How many bytes, in words: three digits, in the unit that they have a size in.
#pragma once

#include <cstdint>
#include <string>

namespace pairtwist {

std::string bytes_text(double bytes);  ///< "248 B", "1.5 GiB"
std::string bytes_text(std::int64_t bytes);

}  // namespace pairtwist
