// SPDX-License-Identifier: BSD-3-Clause
#include "text/sizes.hpp"

#include <fmt/format.h>

#include <string_view>

namespace pairtwist {

std::string bytes_text(double bytes) {
  if (bytes < 1024.0) return fmt::format("{:.0f} B", bytes);
  double value = bytes;
  std::string_view unit = "B";
  for (const char* larger : {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}) {
    if (unit != "B" && value < 999.5) break;  // three digits hold no more
    value /= 1024.0;
    unit = larger;
  }
  return fmt::format("{:.3g} {}", value, unit);
}

std::string bytes_text(std::int64_t bytes) { return bytes_text(static_cast<double>(bytes)); }

}  // namespace pairtwist
