// SPDX-License-Identifier: BSD-3-Clause
#include "config/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <complex>
#include <optional>
#include <utility>

#include "config/numeric_keys.hpp"
#include "config/parse_toml.hpp"
#include "config/suggest.hpp"
#include "config/text_limits.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::config {
namespace {

void mark_as_override(Node& node, std::int32_t index) {
  node.origin = {0, index};
  if (auto* table = node.as<Table>()) {
    for (Member& member : *table) mark_as_override(member.node, index);
  } else if (auto* array = node.as<Array>()) {
    for (Node& element : *array) mark_as_override(element, index);
  }
}

/// The first text with a NUL character in it, which in a file would be its end.
const Node* find_nul(const Node& node) {
  if (const auto* text = node.as<std::string>())
    return text->find('\0') != std::string::npos ? &node : nullptr;
  const Node* found = nullptr;
  if (const auto* table = node.as<Table>())
    for (const Member& member : *table)
      if (found == nullptr) found = find_nul(member.node);
  if (const auto* array = node.as<Array>())
    for (const Node& element : *array)
      if (found == nullptr) found = find_nul(element);
  return found;
}

void refuse_nul(const Node& node, const std::string& where) {
  const Node* found = find_nul(node);
  if (found == nullptr) return;
  const std::string place =
      found->origin.line > 0 ? fmt::format("{}:{}", where, found->origin.line) : where;
  throw UsageError(fmt::format(
      "{}: found a string with the character \\u0000, allowed: every other one", place));
}

/// VALUE as TOML if it is exactly one TOML value, else the bare string it is.
Node parse_value(const std::string& text) {
  try {
    Node parsed = parse_toml("value = " + text + "\n");
    auto& members = *parsed.as<Table>();
    if (members.size() == 1 && members.front().key == "value") return members.front().node;
  } catch (const NotToml&) {
    // a bare string
  }
  return Node{text, {}};
}

/// Of "segments[1]" where the number begins; npos of a part without one.
std::size_t bracket_of(std::string_view part) {
  const std::size_t bracket = part.find('[');
  if (bracket == part.npos || bracket == 0 || bracket + 2 >= part.size() || part.back() != ']')
    return part.npos;
  const std::string_view digits = part.substr(bracket + 1, part.size() - bracket - 2);
  const bool number = digits.size() < 9 && digits.find_first_not_of("0123456789") == digits.npos;
  return number ? bracket : part.npos;
}

/// Parts may end with a number in brackets, "segments[1]": an entry of an array, counted from 0.
std::vector<std::string> split_key(const std::string& key, const std::string& where) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char c = key[i];
    const bool bare = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-';
    const std::size_t end = std::min(key.find('.', i), key.size());
    if (c == '.') {
      parts.emplace_back();
    } else if (c == '[' && bracket_of(parts.back() + key.substr(i, end - i)) != key.npos) {
      parts.back() += key.substr(i, end - i);
      i = end - 1;
    } else if (bare) {
      parts.back() += c;
    } else {
      throw UsageError(where +
                       ": found a key with other characters than letters, digits, '_', '-', "
                       "dots between the parts and numbers of entries, as in "
                       "pump.segments[0].eta");
    }
  }
  for (const std::string& part : parts) {
    if (part.empty()) throw UsageError(where + ": found an empty key or part of a key");
  }
  return parts;
}

std::optional<std::complex<double>> number_or_pair(const Node& node) {
  if (node.is_number()) return node.number();
  const auto* pair = node.as<Array>();
  if (pair == nullptr || pair->size() != 2) return std::nullopt;
  if (!pair->front().is_number() || !pair->back().is_number()) return std::nullopt;
  return std::complex<double>{pair->front().number(), pair->back().number()};
}

/// A complex key given as 320.0 or [re, im] becomes { abs, phase }, so that --set can replace one.
void make_polar(Node& node) {
  const auto z = number_or_pair(node);
  if (!z) return;
  node.value =
      Table{{"abs", Node{std::abs(*z), node.origin}}, {"phase", Node{std::arg(*z), node.origin}}};
}

Node& member(Node& table, const std::string& key, Origin origin) {
  if (Node* found = table.find(key)) return *found;
  auto& members = *table.as<Table>();
  members.push_back({key, Node{Table{}, origin}});
  return members.back().node;
}

/// What a part of a key stands for; nullptr if it is not there.
Node* find_part(Node& table, const std::string& part) {
  const std::size_t bracket = bracket_of(part);
  if (bracket == std::string::npos) return table.find(part);
  Node* found = table.find(part.substr(0, bracket));
  auto* array = found != nullptr ? found->as<Array>() : nullptr;
  const auto number = static_cast<std::size_t>(std::stoul(part.substr(bracket + 1)));
  return array != nullptr && number < array->size() ? &(*array)[number] : nullptr;
}

/// Entry number [i] of the array at this path, of a part "name[i]" of a key.
Node& entry_of(Node& table, const std::string& part, const std::string& where,
               const std::string& path) {
  const std::size_t bracket = bracket_of(part);
  if (Node* entry = find_part(table, part)) return *entry;
  const Node* found = table.find(part.substr(0, bracket));
  const auto* array = found != nullptr ? found->as<Array>() : nullptr;
  const std::string name = path.substr(0, path.rfind('['));
  if (array == nullptr || array->empty())
    throw UsageError(
        fmt::format("{}: {} is {}, and no array whose entries could be set one by "
                    "one; --set '{}=[...]' gives all of it",
                    where, name, found == nullptr ? "not there" : describe(*found), name));
  throw UsageError(fmt::format("{}: found entry {}, allowed: 0 ... {}, those that {} has", where,
                               part.substr(bracket), array->size() - 1, name));
}

/// The table that holds the last part of the key; nullptr if the key is not there.
Node* holder_of(Node& root, const std::vector<std::string>& parts) {
  Node* node = &root;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    node = find_part(*node, parts[i]);
    if (node == nullptr) return nullptr;
  }
  return node->find(parts.back()) != nullptr ? node : nullptr;
}

void erase(Node& holder, const std::string& key) {
  std::erase_if(*holder.as<Table>(), [&key](const Member& member) { return member.key == key; });
}

void add_paths(const Node& table, const std::string& before, std::vector<std::string>& paths) {
  for (const Member& member : *table.as<Table>()) {
    paths.push_back(before + member.key);
    if (member.node.as<Table>() != nullptr) add_paths(member.node, paths.back() + ".", paths);
  }
}

}  // namespace

Document::Document(std::string_view text, std::string name, std::vector<std::string> complex_keys)
    : name_(std::move(name)), complex_keys_(std::move(complex_keys)) {
  check_text_limits(text, name_, true);
  try {
    root_ = parse_toml(text);
  } catch (const NotToml& error) {
    throw UsageError(fmt::format("{}:{}: not TOML: {}", name_, error.line, error.what()));
  }
  refuse_nul(root_, name_);
}

void Document::set(const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos) {
    const std::string shown = assignment.substr(0, 80);
    throw UsageError(
        fmt::format("--set {}: found no '=', allowed: --set section.key=VALUE", shown));
  }
  const std::string key = assignment.substr(0, equals);
  const std::string text = assignment.substr(equals + 1);
  const std::string where = "--set " + key.substr(0, 80);
  check_text_limits(key, where, false);
  check_text_limits(text, where, false);
  const std::vector<std::string> parts = split_key(key, where);

  const Origin origin{0, static_cast<std::int32_t>(override_keys_.size())};
  override_keys_.push_back(key);
  Node* node = &root_;
  std::string path;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (has_complex_parts(path) || std::ranges::find(complex_keys_, path) != complex_keys_.end())
      make_polar(*node);
    if (node->as<Table>() == nullptr) {
      fail(origin, fmt::format("{} is {} and holds no keys", path, describe(*node)));
    }
    path += (i == 0 ? "" : ".") + parts[i];
    node = bracket_of(parts[i]) == std::string::npos ? &member(*node, parts[i], origin)
                                                     : &entry_of(*node, parts[i], where, path);
  }
  Node value = parse_value(text);
  mark_as_override(value, origin.override_);
  refuse_nul(value, where);
  *node = std::move(value);
}

void Document::unset(const std::string& key) {
  const std::string where = "--unset " + key.substr(0, 80);
  check_text_limits(key, where, false);
  const std::vector<std::string> parts = split_key(key, where);
  Node* holder = holder_of(root_, parts);
  if (holder == nullptr) {
    std::vector<std::string> paths;
    add_paths(root_, "", paths);
    throw UsageError(fmt::format(
        "{}: found no such key in {}{}", where, name_,
        axis_over(key) != nullptr ? "; a scan axis gives it: --unset scan.axes takes all axes away"
                                  : did_you_mean(key, paths)));
  }
  erase(*holder, parts.back());
  unset_keys_.push_back(key);
}

bool is_within(std::string_view key, std::string_view path) {
  const std::string_view behind = key.substr(std::min(path.size(), key.size()));
  return key.starts_with(path) && (behind.empty() || behind[0] == '.' || behind[0] == '[');
}

bool Document::is_set(std::string_view path) const {
  return std::ranges::any_of(override_keys_,
                             [path](const std::string& key) { return is_within(key, path); });
}

bool Document::is_set_as_axis(std::string_view path) const {
  return is_set("scan.axes") && axis_over(path) != nullptr;
}

void Document::drop_rivals(std::span<const Rivals> all, std::vector<std::string>& notes) {
  for (const auto& [given, rival] : all) {
    const bool by_axis = is_set_as_axis(given);
    if ((!is_set(given) && !by_axis) || is_set(rival)) continue;
    const std::vector<std::string> parts = split_key(std::string(rival), "");
    Node* holder = holder_of(root_, parts);
    if (holder == nullptr) continue;
    notes.push_back(fmt::format("{}: {} is left out: --set {} takes its place",
                                where(origin_of(rival)), rival, by_axis ? "scan.axes" : given));
    erase(*holder, parts.back());
  }
}

bool Document::leaves_out(Origin origin, std::string_view cause, std::string_view text,
                          std::vector<std::string>& notes) const {
  if (origin.override_ >= 0) return false;
  const bool unset = std::ranges::find(unset_keys_, cause) != unset_keys_.end();
  const bool by_axis = is_set_as_axis(cause);
  if (!unset && !by_axis && !is_set(cause)) return false;
  notes.push_back(fmt::format("{}: {}, which {} {} makes it; left out", where(origin), text,
                              unset && !by_axis ? "--unset" : "--set",
                              by_axis ? "scan.axes" : cause));
  return true;
}

std::string Document::where(Origin origin) const {
  if (origin.override_ >= 0) {
    return "--set " + override_keys_[static_cast<std::size_t>(origin.override_)];
  }
  return origin.line > 0 ? fmt::format("{}:{}", name_, origin.line) : name_;
}

void Document::fail(Origin origin, std::string_view sentence) const {
  if (origin.override_ >= 0) {
    const std::string& key = override_keys_[static_cast<std::size_t>(origin.override_)];
    const std::string_view behind = sentence.substr(std::min(key.size(), sentence.size()));
    constexpr std::string_view ends = ": [.";  // of the key, or of a part of it
    if (sentence.starts_with(key) && !behind.empty() && ends.find(behind[0]) != ends.npos)
      throw UsageError(fmt::format("--set {}", sentence));
  }
  throw UsageError(fmt::format("{}: {}", where(origin), sentence));
}

Origin Document::origin_of(std::string_view path) const {
  const Node* node = &root_;
  Origin origin;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    node = node->find(path.substr(0, dot));
    if (node == nullptr) break;
    origin = node->origin;
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return origin;
}

const Node* Document::axis_over(std::string_view path) const {
  const Node* scan = root_.find("scan");
  const Node* axes = scan != nullptr ? scan->find("axes") : nullptr;
  if (axes == nullptr || axes->as<Array>() == nullptr) return nullptr;
  for (const Node& axis : *axes->as<Array>()) {
    const Node* key = axis.find("key");
    const auto* name = key != nullptr ? key->as<std::string>() : nullptr;
    if (name == nullptr) continue;
    if (*name == path || name->starts_with(std::string(path) + ".")) return &axis;
  }
  return nullptr;
}

Origin Document::origin_or_axis_of(std::string_view path) const {
  const Node* axis = axis_over(path);
  return axis != nullptr ? axis->origin : origin_of(path);
}

std::string Document::without_axes(std::string_view rival) const {
  return is_set(rival) && !is_set("scan.axes") ? "; --unset scan.axes takes all axes away" : "";
}

}  // namespace pairtwist::config
