// SPDX-License-Identifier: BSD-3-Clause
// The one place that turns errno into a message with a way out.
#pragma once

#include <string>
#include <string_view>

#include "pairtwist/error.hpp"

namespace pairtwist {

/// "cannot write results/x.h5: No space left on device; free some space there, or ...".
/// `doing` is the verb, `error` an errno.
IoError posix_error(std::string_view doing, const std::string& path, int error);

}  // namespace pairtwist
