// SPDX-License-Identifier: BSD-3-Clause
// What the physics calls a key, for who writes that instead.
#pragma once

#include <string>
#include <string_view>

namespace pairtwist::config {

/// Of a symbol, or of another usual name, the key that is meant, "model.tunnelling (J of -J J_x)",
/// or the option that is it instead; empty if it is neither.
std::string_view key_of_symbol(std::string_view name);

/// "; J is model.tunnelling (J of -J J_x) here." or nothing. `path`: its last part is looked up.
std::string hint_of_symbol(std::string_view path);

}  // namespace pairtwist::config
