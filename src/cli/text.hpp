// SPDX-License-Identifier: BSD-3-Clause
// Numbers for people, and words on the terminal.
#pragma once

#include <cstdint>
#include <string>

namespace pairtwist::cli {

std::string duration_text(double seconds);  ///< "2.4 s", "3 min 20 s", "5 h 12 min"
/// "0.4", "37", of a share 0 ... 1; what is not over is not 100.
std::string percent_text(double share);
bool stderr_is_terminal();

/// A message on stderr, "pairtwist: " before it.
void say(const std::string& message);
/// The same for an error: red on a terminal unless NO_COLOR is set.
void say_error(const std::string& message);

}  // namespace pairtwist::cli
