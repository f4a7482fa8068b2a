// SPDX-License-Identifier: BSD-3-Clause
// Where the committed reference data are.
#pragma once

#include <string>

namespace pairtwist::test {

/// The source tree of the build, or PAIRTWIST_SOURCE_DIR in the environment where the tests run on
/// another machine than they were built on.
std::string source_dir();

}  // namespace pairtwist::test
