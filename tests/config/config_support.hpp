// SPDX-License-Identifier: BSD-3-Clause
// Small helpers of the config tests: minimal configs, and the message of a refusal.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "pairtwist/error.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::config_test {

/// A valid config; further sections and keys of [model] may follow.
inline std::string minimal(const std::string& more = "") {
  return "[time]\nstop = 0.03\n[model]\natoms = 100\n" + more;
}

/// The message with which the config is refused; fails the test if it is not.
inline std::string refusal(const std::string& text,
                           const std::vector<std::string>& overrides = {}) {
  try {
    parse_config(text, "fig.toml", overrides);
  } catch (const UsageError& error) {
    return error.what();
  }
  ADD_FAILURE() << "accepted:\n" << text;
  return {};
}

inline ::testing::AssertionResult contains(std::string_view text, std::string_view part) {
  if (text.find(part) != std::string_view::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "\"" << text << "\" does not contain \"" << part << "\"";
}

}  // namespace pairtwist::config_test
