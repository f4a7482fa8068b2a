// SPDX-License-Identifier: BSD-3-Clause
// Texts of a user as words of a shell: whatever they hold, the shell takes each as one word, and
// none as code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pairtwist {

/// One word of bash, without a line break: plain where no letter of it means anything to a shell,
/// else in '...', and with control characters in $'...', as \ooo.
std::string shell_word(std::string_view text);

/// Words with a space between them.
std::string shell_words(const std::vector<std::string>& words);

}  // namespace pairtwist
