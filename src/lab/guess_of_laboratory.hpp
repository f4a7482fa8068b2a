// SPDX-License-Identifier: BSD-3-Clause
// What a key may be that a file of `pairtwist lab` has and that `lab` does not know: another key of
// that file, never one of `run`, which `lab` would refuse as well.
#pragma once

#include <string>
#include <string_view>

namespace pairtwist::lab {

/// "; the key is cavity.kappa_Hz or cavity.kappa_omega." of cavity.kappa; section "" for the root.
/// Empty: no guess.
std::string guess_of_laboratory(std::string_view section, std::string_view key);

}  // namespace pairtwist::lab
