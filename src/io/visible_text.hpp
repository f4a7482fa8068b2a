// SPDX-License-Identifier: BSD-3-Clause
// Texts from files and command lines as a terminal may have them.
#pragma once

#include <string>
#include <string_view>

namespace pairtwist {

/// Characters that would command a terminal, hide or reverse text, as \xNN or \u{N}: controls,
/// those of the second table too, marks of direction; bytes that are no UTF-8.
std::string visible(std::string_view text);
/// The same, but for line feeds and tabulators.
std::string visible_lines(std::string_view text);

}  // namespace pairtwist
