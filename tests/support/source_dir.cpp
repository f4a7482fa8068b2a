// SPDX-License-Identifier: BSD-3-Clause
#include "support/source_dir.hpp"

#include <cstdlib>

namespace pairtwist::test {

std::string source_dir() {
  const char* elsewhere = std::getenv("PAIRTWIST_SOURCE_DIR");
  return elsewhere != nullptr && *elsewhere != '\0' ? elsewhere : PAIRTWIST_SOURCE_DIR;
}

}  // namespace pairtwist::test
