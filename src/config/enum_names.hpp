// SPDX-License-Identifier: BSD-3-Clause
// The choices of the config as it spells them: one table per enum, read in both directions.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pairtwist/job.hpp"

namespace pairtwist::config {

template <class Enum>
struct EnumNames;

template <class Enum>
using Name = std::pair<Enum, std::string_view>;

template <>
struct EnumNames<TimeUnit> {
  static constexpr std::array<Name<TimeUnit>, 3> table{{
      {TimeUnit::one, "1"},
      {TimeUnit::tau_Q, "tau_Q"},
      {TimeUnit::tau_C, "tau_C"},
  }};
};

template <>
struct EnumNames<ScanMode> {
  static constexpr std::array<Name<ScanMode>, 2> table{{
      {ScanMode::grid, "grid"},
      {ScanMode::zip, "zip"},
  }};
};

template <>
struct EnumNames<Spacing> {
  static constexpr std::array<Name<Spacing>, 3> table{{
      {Spacing::list, "values"},
      {Spacing::linear, "linspace"},
      {Spacing::logarithmic, "logspace"},
  }};
};

template <>
struct EnumNames<Method> {
  static constexpr std::array<Name<Method>, 5> table{{
      {Method::automatic, "auto"},
      {Method::closed_form, "closed_form"},
      {Method::gaussian, "gaussian"},
      {Method::fock, "fock"},
      {Method::joint, "joint"},
  }};
};

template <>
struct EnumNames<BackendChoice> {
  static constexpr std::array<Name<BackendChoice>, 3> table{{
      {BackendChoice::automatic, "auto"},
      {BackendChoice::cpu, "cpu"},
      {BackendChoice::cuda, "cuda"},
  }};
};

template <>
struct EnumNames<Frame> {
  static constexpr std::array<Name<Frame>, 3> table{{
      {Frame::automatic, "auto"},
      {Frame::moving, "moving"},
      {Frame::laboratory, "laboratory"},
  }};
};

template <>
struct EnumNames<OverTime> {
  static constexpr std::array<Name<OverTime>, 3> table{{
      {OverTime::all, "all"},
      {OverTime::final, "final"},
      {OverTime::extrema, "extrema"},
  }};
};

template <>
struct EnumNames<EventScale> {
  static constexpr std::array<Name<EventScale>, 3> table{{
      {EventScale::one, "1"},
      {EventScale::N, "N"},
      {EventScale::N_squared, "N^2"},
  }};
};

template <>
struct EnumNames<LightState> {
  static constexpr std::array<Name<LightState>, 7> table{{
      {LightState::vacuum, "vacuum"},
      {LightState::coherent, "coherent"},
      {LightState::fock, "fock"},
      {LightState::thermal, "thermal"},
      {LightState::squeezed, "squeezed"},
      {LightState::cat, "cat"},
      {LightState::file, "file"},
  }};
};

template <>
struct EnumNames<AtomsState> {
  static constexpr std::array<Name<AtomsState>, 3> table{{
      {AtomsState::coherent, "coherent"},
      {AtomsState::dicke, "dicke"},
      {AtomsState::file, "file"},
  }};
};

template <class Enum>
std::string_view name_of(Enum value) {
  for (const auto& [candidate, name] : EnumNames<Enum>::table) {
    if (candidate == value) return name;
  }
  return {};
}

template <class Enum>
std::optional<Enum> parse_name(std::string_view text) {
  for (const auto& [value, name] : EnumNames<Enum>::table) {
    if (name == text) return value;
  }
  return std::nullopt;
}

template <class Enum>
std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const auto& entry : EnumNames<Enum>::table) names.emplace_back(entry.second);
  return names;
}

}  // namespace pairtwist::config
