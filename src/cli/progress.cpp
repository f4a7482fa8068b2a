#include "cli/progress.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "cli/text.hpp"

namespace pairtwist::cli {

Progress::Progress(std::int64_t points, bool quiet, std::int64_t present)
    : points_(points), present_(present), quiet_(quiet), live_(stderr_is_terminal()) {}

Progress::~Progress() {
  if (line_open_) std::fputs("\n", stderr);
}

void Progress::update(const ScanReport& report) {
  const Clock::time_point now = Clock::now();
  const double interval = live_ ? 0.1 : 30.0;
  if (quiet_ || std::chrono::duration<double>(now - shown_).count() < interval) return;
  shown_ = now;
  const double elapsed = std::chrono::duration<double>(now - started_).count();
  const double rate = static_cast<double>(report.done) / elapsed;
  const std::int64_t done = present_ + report.done;
  const double left = static_cast<double>(points_ - done) / rate;
  const std::string line =
      fmt::format("{} / {} points, {:.3g} points/s, {} left, {} failed", count_text(done),
                  count_text(points_), rate, duration_text(left), report.failed);
  if (live_) {
    std::fputs(("\r\033[K" + line).c_str(), stderr);
    std::fflush(stderr);
    line_open_ = true;
  } else {
    say(line);
  }
}

}  // namespace pairtwist::cli
