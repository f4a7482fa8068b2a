// SPDX-License-Identifier: BSD-3-Clause
#include "cli/text.hpp"

#include <fmt/color.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "io/visible_text.hpp"

namespace pairtwist::cli {

std::string duration_text(double seconds) {
  constexpr double longest = 1000.0 * 365.25 * 86400.0;
  if (!(seconds < longest)) return "1000 years or more";
  if (seconds < 60.0) return fmt::format("{:.2g} s", seconds);
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  if (whole < 48 * 3600) return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
  return fmt::format("{:.1f} days", seconds / 86400.0);
}

std::string percent_text(double share) {
  const double percent = 100.0 * share;
  if (percent < 9.95) return fmt::format("{:.2g}", percent);
  return fmt::format("{:.0f}", share < 1.0 ? std::min(percent, 99.0) : percent);
}

bool stderr_is_terminal() { return isatty(STDERR_FILENO) != 0; }

// A message that cannot be written is lost, not an error of the run: fputs, since fmt::print
// throws.
void say(const std::string& message) {
  std::fputs(fmt::format("pairtwist: {}\n", visible_lines(message)).c_str(), stderr);
}

void say_error(const std::string& message) {
  const char* no_color = std::getenv("NO_COLOR");
  const bool plain = !stderr_is_terminal() || (no_color != nullptr && *no_color != '\0');
  const auto style = plain ? fmt::text_style{} : fmt::fg(fmt::terminal_color::red);
  const std::string line =
      fmt::format("pairtwist: {} {}\n", fmt::styled("error:", style), visible_lines(message));
  std::fputs(line.c_str(), stderr);
}

}  // namespace pairtwist::cli
