// SPDX-License-Identifier: BSD-3-Clause
// JSON for standard output, which may be a terminal: texts of files come in it, and none of them
// may command one. So everything beyond ASCII, and DEL, is an escape, and bytes that are no UTF-8
// are replaced.
#pragma once

#include <string>

namespace pairtwist {

/// Json: nlohmann::json or ordered_json.
template <class Json>
std::string json_text(const Json& json) {
  return json.dump(2, ' ', true, Json::error_handler_t::replace);
}

}  // namespace pairtwist
