// SPDX-License-Identifier: BSD-3-Clause
// --device: which CUDA devices a command may use.
#pragma once

#include <string>
#include <vector>

namespace pairtwist::cli {

/// "auto": none by number. Throws UsageError unless the text is that or numbers divided by commas.
std::vector<int> read_devices(const std::string& text);

}  // namespace pairtwist::cli
