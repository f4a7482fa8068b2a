// SPDX-License-Identifier: BSD-3-Clause
#include "config/node.hpp"

#include "config/toml_text.hpp"

namespace pairtwist::config {
namespace {

constexpr std::size_t kLongestQuote = 60;

/// A long string is cut, so that a message stays one line; never within a UTF-8 sequence.
std::string shortened(const std::string& text) {
  if (text.size() <= kLongestQuote) return toml_string(text);
  std::size_t end = kLongestQuote;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return toml_string(text.substr(0, end)) + "...";
}

struct Describer {
  std::string operator()(bool value) const { return value ? "true (boolean)" : "false (boolean)"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value) + " (integer)"; }
  std::string operator()(double value) const { return toml_number(value) + " (float)"; }
  std::string operator()(const std::string& value) const { return shortened(value) + " (string)"; }
  std::string operator()(DateTime) const { return "a date or time"; }
  std::string operator()(const Array& value) const {
    return value.empty() ? "an empty array" : "an array";
  }
  std::string operator()(const Table&) const { return "a table"; }
};

}  // namespace

double Node::number() const {
  if (const auto* integer = as<std::int64_t>()) return static_cast<double>(*integer);
  return std::get<double>(value);
}

const Node* Node::find(std::string_view key) const {
  if (const auto* table = as<Table>()) {
    for (const Member& member : *table) {
      if (member.key == key) return &member.node;
    }
  }
  return nullptr;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(static_cast<const Node*>(this)->find(key));
}

std::string describe(const Node& node) { return std::visit(Describer{}, node.value); }

}  // namespace pairtwist::config
