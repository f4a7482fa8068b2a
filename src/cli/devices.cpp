// SPDX-License-Identifier: BSD-3-Clause
#include "cli/devices.hpp"

#include <fmt/format.h>

#include <charconv>

#include "pairtwist/error.hpp"

namespace pairtwist::cli {

std::vector<int> read_devices(const std::string& text) {
  std::vector<int> devices;
  if (text == "auto") return devices;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    int device = 0;
    const auto [after, problem] = std::from_chars(at, end, device);
    const bool number = problem == std::errc() && device >= 0;
    if (!number || (after != end && *after != ','))
      throw UsageError(fmt::format(
          "--device: found \"{}\"; allowed: auto, or numbers of CUDA devices divided by commas, as "
          "in 0,2 (`pairtwist doctor` lists the devices)",
          text));
    devices.push_back(device);
    if (after == end) return devices;
    at = after + 1;
  }
}

}  // namespace pairtwist::cli
