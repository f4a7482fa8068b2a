// SPDX-License-Identifier: BSD-3-Clause
// How many of what, in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pairtwist {

std::string count_text(std::int64_t count);  ///< "10 201"

/// "1 point", "10 201 points"; "2 batches" with the ending "es".
std::string counted(std::int64_t count, std::string_view what, std::string_view ending = "s");

}  // namespace pairtwist
