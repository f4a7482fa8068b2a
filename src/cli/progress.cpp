// SPDX-License-Identifier: BSD-3-Clause
#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/text.hpp"

namespace pairtwist::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_look{1500};
constexpr milliseconds between_lines{30000};
constexpr milliseconds first_live_look{200};
constexpr milliseconds between_live_looks{100};

}  // namespace

std::string progress_text(const WorkMeter::Reading& reading, std::int64_t points,
                          std::int64_t failed, double elapsed, std::int64_t present) {
  std::string text =
      fmt::format("{} / {} points", count_text(present + reading.points_done), count_text(points));
  // Of a batch that is soon over nobody needs to know.
  const bool inside = reading.points_in_work > 0 && reading.parts > 0 &&
                      (reading.points_done == 0 || reading.points_in_work < 16);
  // What a part takes is an estimate, and may be used up before its end.
  const double share =
      reading.parts_done < reading.parts ? std::min(reading.share, 0.99) : reading.share;
  if (inside)
    text +=
        fmt::format(", of the next {} {} % ({} / {} parts)", count_text(reading.points_in_work),
                    percent_text(share), count_text(reading.parts_done), count_text(reading.parts));
  const double done = reading.points();
  if (done > 0.0) {
    const double rate = done / elapsed;
    // Before the first point has an end nobody knows whether it takes a further round, with more
    // levels or between the samples.
    text += fmt::format(", {:.3g} points/s, {}{} left", rate,
                        reading.points_done == 0 ? "at least " : "",
                        duration_text((static_cast<double>(points - present) - done) / rate));
  } else {
    text += fmt::format(", {} so far", duration_text(elapsed));
  }
  return text + fmt::format(", {} failed", failed);
}

Progress::Progress(std::int64_t points, bool quiet, std::int64_t present)
    : points_(points), present_(present), live_(stderr_is_terminal()) {
  if (!quiet) thread_ = std::thread([this] { watch(); });
}

Progress::~Progress() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
  if (line_open_) std::fputs("\n", stderr);
}

void Progress::watch() {
  std::unique_lock lock(mutex_);
  milliseconds wait = live_ ? first_live_look : first_look;
  while (!changed_.wait_for(lock, wait, [this] { return end_; })) {
    show();
    wait = live_ ? between_live_looks : between_lines;
  }
}

void Progress::show() {
  const double elapsed = std::chrono::duration<double>(Clock::now() - started_).count();
  const std::string line = progress_text(meter_.read(), points_, failed_, elapsed, present_);
  if (live_) {
    std::fputs(("\r\033[K" + line).c_str(), stderr);
    std::fflush(stderr);
    line_open_ = true;
  } else {
    say(line);
  }
}

}  // namespace pairtwist::cli
