// SPDX-License-Identifier: BSD-3-Clause
// A start file whose contents a result has kept, so that they need not be at their path any more.
#pragma once

#include <memory>
#include <string>

namespace pairtwist {

/// A light or atoms file of a config with its contents, as SolveOptions::starts takes it.
struct StoredStart {
  std::string role;                             ///< "light" or "atoms"
  std::string path;                             ///< as the resolved config has it
  std::string sha256;                           ///< of the contents, 64 hexadecimal digits
  std::shared_ptr<const std::string> contents;  ///< null: they are at the path alone
};

}  // namespace pairtwist
