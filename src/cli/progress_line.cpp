// SPDX-License-Identifier: BSD-3-Clause
#include "cli/progress_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "cli/text.hpp"
#include "text/sizes.hpp"

namespace pairtwist::cli {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds first_look{1500};
constexpr milliseconds between_lines{30000};
constexpr milliseconds long_work{1000};
constexpr milliseconds first_live_look{200};
constexpr milliseconds between_looks{100};

const char* name_of(FileWork::Step step) {
  switch (step) {
    case FileWork::Step::checking:
      return "checking the parts";
    case FileWork::Step::joining:
      return "joining the parts";
    case FileWork::Step::sealing:
      return "taking the checksum of the result";
    case FileWork::Step::syncing:
      return "waiting until the disk has the result";
    case FileWork::Step::none:
      break;
  }
  return "";
}

}  // namespace

ProgressLine::ProgressLine(bool quiet, std::function<std::string()> text,
                           std::function<void()> look, std::vector<std::string> notes)
    : text_(std::move(text)),
      look_(std::move(look)),
      notes_(std::move(notes)),
      live_(stderr_is_terminal()) {
  if (!quiet) thread_ = std::thread([this] { watch(); });
}

ProgressLine::~ProgressLine() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
  if (line_open_) std::fputs("\n", stderr);
}

void ProgressLine::watch() {
  std::unique_lock lock(mutex_);
  const Clock::time_point long_after = Clock::now() + long_work;
  Clock::time_point due = Clock::now() + (live_ ? first_live_look : first_look);
  while (!changed_.wait_for(lock, between_looks, [this] { return end_; })) {
    look_();
    if (Clock::now() >= long_after) say_notes();
    if (Clock::now() < due) continue;
    show();
    due += live_ ? between_looks : between_lines;
  }
}

void ProgressLine::say_notes() {
  if (!notes_.empty() && line_open_) std::fputs("\r\033[K", stderr);  // in the place of the line
  for (const std::string& note : std::exchange(notes_, {})) say(note);
}

void ProgressLine::show() {
  const std::string line = text_();
  if (line.empty()) return;
  if (live_) {
    std::fputs(("\r\033[K" + line).c_str(), stderr);
    std::fflush(stderr);
    line_open_ = true;
  } else {
    say(line);
  }
}

std::string file_work_text(const FileWork::Reading& reading) {
  if (reading.step == FileWork::Step::none || reading.all == 0) return name_of(reading.step);
  // Chunks at the edge of a dataset are whole ones, and count so.
  const double share =
      std::min(static_cast<double>(reading.done) / static_cast<double>(reading.all), 1.0);
  return fmt::format("{}, {} % of {}", name_of(reading.step), percent_text(share),
                     bytes_text(static_cast<std::int64_t>(reading.all)));
}

ProgressLine file_progress(const FileWork& work, bool quiet) {
  return ProgressLine(quiet, [&work] { return file_work_text(work.read()); });
}

}  // namespace pairtwist::cli
