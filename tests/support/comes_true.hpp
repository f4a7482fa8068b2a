// SPDX-License-Identifier: BSD-3-Clause
// Waiting for what another thread does.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace pairtwist::test {

/// Waits until it is true; a minute at most, so that a fault fails and does not hang.
inline bool comes_true(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!condition() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return condition();
}

}  // namespace pairtwist::test
