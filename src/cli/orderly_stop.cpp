// SPDX-License-Identifier: BSD-3-Clause
#include "cli/orderly_stop.hpp"

#include <algorithm>
#include <utility>

#include "cli/interruption.hpp"
#include "cli/text.hpp"

namespace pairtwist::cli {
namespace {

constexpr std::chrono::seconds patience{20};
constexpr double most_hours = 24.0 * 365.0 * 100.0;  // beyond, the clock's numbers overflow

}  // namespace

OrderlyStop::OrderlyStop(std::function<bool()> worth_finishing, std::optional<double> hours)
    : worth_finishing_(std::move(worth_finishing)),
      end_(Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(
                              3600.0 * std::min(hours.value_or(most_hours), most_hours)))) {
  thread_ = std::thread([this] { watch(); });
}

OrderlyStop::~OrderlyStop() {
  over_ = true;
  wake_waiting();
  thread_.join();
}

void OrderlyStop::watch() {
  while (!over_ && !interruption_requested() && Clock::now() < end_) wait_for_interruption(end_);
  if (over_) return;
  time_is_up_ = !interruption_requested();
  requested_.raise();
  if (time_is_up_ || worth_finishing_()) {
    finish_.raise();
    const Clock::time_point enough = Clock::now() + patience;
    while (!over_ && Clock::now() < enough) wait_for_interruption(enough);
  }
  if (!over_) drop_.raise();
}

std::string OrderlyStop::reason() const {
  return time_is_up() ? "--max-hours: time is up" : "the scan was interrupted";
}

}  // namespace pairtwist::cli
