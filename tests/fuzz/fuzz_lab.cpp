// SPDX-License-Identifier: BSD-3-Clause
// The reader of `pairtwist lab`'s files. The input is such a file; behind a byte 0x1e each, what
// --set says over it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing.hpp"
#include "lab/read_laboratory.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pairtwist::fuzzing;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> texts;
  for (std::size_t end = 0; end != std::string_view::npos; rest = rest.substr(end + 1)) {
    end = rest.find('\x1e');
    texts.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
  }
  static MemoryFile file;
  file.write(texts.front());
  texts.erase(texts.begin());
  std::vector<std::string> notes;
  refused([&] { pairtwist::lab::read_laboratory(file.path(), {.set = texts}, notes); });
  return 0;
}
