// SPDX-License-Identifier: BSD-3-Clause
#include "io/axis_label.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "config/numeric_keys.hpp"
#include "config/word_keys.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using config::KeyKind;

std::string units(KeyKind kind, const Job& job) {
  switch (kind) {
    case KeyKind::rate:
      return job.rate_unit;
    case KeyKind::angle:
      return "rad";
    case KeyKind::time:
      return config_time_units(job);
    case KeyKind::pure:
      break;
  }
  return "1";
}

}  // namespace

AxisLabel axis_label(const std::string& key, const Job& job) {
  if (const config::WordKey* word = config::find_word_key(key))
    return {"1", std::string(word->long_name), key};
  const config::NumericKey* number = config::find_numeric_key(key, config::Choices(&job.base, 1));
  if (number == nullptr) return {"1", key, key};
  const auto segment = config::segment_of(key);
  return {units(number->kind, job),
          segment ? fmt::format("{} (pump.segments[{}])", number->long_name, *segment)
                  : std::string(number->long_name),
          segment ? fmt::format("{} ({})", number->symbol, *segment) : std::string(number->symbol)};
}

std::string absolute_time_units(const Job& job) {
  const std::string& rate = job.rate_unit;
  const auto is_compound = [](std::string_view unit) {
    return unit.find_first_of(" */^.") != std::string_view::npos;
  };
  if (rate == "1") return "1";
  if (rate.starts_with("1/") && !is_compound(rate.substr(2))) return rate.substr(2);
  return is_compound(rate) ? fmt::format("1/({})", rate) : fmt::format("1/{}", rate);
}

std::string config_time_units(const Job& job) {
  return job.time.unit == TimeUnit::one ? absolute_time_units(job) : to_string(job.time.unit);
}

void check_rate_unit(const std::string& rate_unit) {
  constexpr std::array<std::string_view, 7> words = {
      "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"};
  const std::string_view inverse =
      std::string_view(rate_unit).substr(rate_unit.starts_with("1/") ? 2 : 0);
  if (std::ranges::find(words, inverse) == words.end() &&
      rate_unit.find("since") == std::string::npos) {
    return;
  }
  throw UsageError(fmt::format(
      "model.rate_unit = \"{}\" would be read as a calendar time by xarray; use a short "
      "name, such as \"1/s\", \"1/ms\" or \"kHz\"",
      rate_unit));
}

}  // namespace pairtwist
