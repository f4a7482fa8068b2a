// SPDX-License-Identifier: BSD-3-Clause
// The config as a tree of plain values, each knowing where it was written. It is what the TOML
// parser fills, --set edits and the section readers read; it knows no key by name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pairtwist::config {

/// Where a value was written: a line of the file, or one of the --set of the command line.
struct Origin {
  std::uint32_t line = 0;       ///< from 1; 0: unknown
  std::int32_t override_ = -1;  ///< index into Document::override_keys, -1: the file
};

struct Node;
struct Member;
using Array = std::vector<Node>;
using Table = std::vector<Member>;
struct DateTime {};  ///< TOML has them, no key of ours takes one

struct Node {
  std::variant<bool, std::int64_t, double, std::string, DateTime, Array, Table> value;
  Origin origin;

  template <class T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
  template <class T>
  T* as() {
    return std::get_if<T>(&value);
  }
  bool is_number() const { return as<std::int64_t>() != nullptr || as<double>() != nullptr; }
  /// Of an integer or a float.
  double number() const;
  /// The member of that name; nullptr if there is none or this is no table.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
};

struct Member {
  std::string key;
  Node node;
};

/// For messages: `7.5 (float)`, `"abc" (string)`, `an array`.
std::string describe(const Node& node);

}  // namespace pairtwist::config
