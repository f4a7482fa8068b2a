// Where the committed reference data are: the source tree of the build, or PAIRTWIST_SOURCE_DIR in the
// environment where the tests run on another machine than they were built on.
#pragma once

#include <cstdlib>
#include <string>

namespace pairtwist::test {

inline std::string source_dir() {
  const char* elsewhere = std::getenv("PAIRTWIST_SOURCE_DIR");
  return elsewhere != nullptr && *elsewhere != '\0' ? elsewhere : PAIRTWIST_SOURCE_DIR;
}

}  // namespace pairtwist::test
