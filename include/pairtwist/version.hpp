// SPDX-License-Identifier: BSD-3-Clause
// What this build is; the values are generated (cmake/version.cpp.in).
#pragma once

#include <string_view>

namespace pairtwist {

extern const std::string_view version;            ///< "0.1.0"
extern const std::string_view git_commit;         ///< "1a2b3c4", "-dirty" appended; "unknown"
extern const std::string_view build_description;  ///< compiler, build type, CUDA

}  // namespace pairtwist
