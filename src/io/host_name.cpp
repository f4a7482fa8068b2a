// SPDX-License-Identifier: BSD-3-Clause
#include "io/host_name.hpp"

#include <unistd.h>

#include <array>

namespace pairtwist {

std::string host_name() {
  std::array<char, 256> name{};
  // The last byte stays zero: a name that does not fit is cut.
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

}  // namespace pairtwist
