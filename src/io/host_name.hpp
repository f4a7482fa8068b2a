// SPDX-License-Identifier: BSD-3-Clause
// The name of this machine, for records and messages.
#pragma once

#include <string>

namespace pairtwist {

/// "unknown" where the system does not say.
std::string host_name();

}  // namespace pairtwist
