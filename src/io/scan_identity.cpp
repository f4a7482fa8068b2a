// SPDX-License-Identifier: BSD-3-Clause
#include "io/scan_identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "config/node.hpp"
#include "config/parse_toml.hpp"
#include "io/sha256.hpp"

namespace pairtwist {
namespace {

using config::Array;
using config::Node;
using config::Table;

std::string text_of(const Node* node) { return node == nullptr ? "not set" : describe(*node); }

bool is_a_tree(const Node& node) {
  return node.as<Array>() != nullptr || node.as<Table>() != nullptr;
}

/// No number of a result depends on them: scan_identity() leaves them out, and paths, whose files'
/// contents count.
constexpr std::array no_numbers = {"title", "solve.backend", "output.part_seconds"};

/// Of these what is no part of the result either: its title is.
constexpr std::array of_the_run = {"solve.backend", "output.part_seconds"};

/// Which keys are compared.
enum class Keys { all, of_result, of_numbers };

std::string difference(const std::string& key, const Node* there, const Node* here, Keys keys);

std::string difference(const std::string& key, const Table& there, const Table& here,
                       const Node& there_node, const Node& here_node, Keys keys) {
  // A key that both have says more than what only goes with its value.
  for (const bool in_both : {true, false})
    for (const Table* table : {&here, &there})
      for (const config::Member& member : *table) {
        const Node* there_value = there_node.find(member.key);
        const Node* here_value = here_node.find(member.key);
        if ((there_value != nullptr && here_value != nullptr) != in_both) continue;
        const std::string path = key.empty() ? member.key : key + "." + member.key;
        std::string found = difference(path, there_value, here_value, keys);
        if (!found.empty()) return found;
      }
  return "";
}

/// Every value is compared by what messages say of it, which tells all numbers apart.
std::string difference(const std::string& key, const Node* there, const Node* here, Keys keys) {
  if (keys == Keys::of_numbers && std::ranges::find(no_numbers, key) != no_numbers.end()) return "";
  if (keys == Keys::of_result && std::ranges::find(of_the_run, key) != of_the_run.end()) return "";
  if (there != nullptr && here != nullptr) {
    const auto* there_table = there->as<Table>();
    const auto* here_table = here->as<Table>();
    if (there_table != nullptr && here_table != nullptr)
      return difference(key, *there_table, *here_table, *there, *here, keys);
    const auto* there_array = there->as<Array>();
    const auto* here_array = here->as<Array>();
    if (there_array != nullptr && here_array != nullptr) {
      if (there_array->size() != here_array->size())
        return fmt::format("{} has {} entries there and {} here", key, there_array->size(),
                           here_array->size());
      for (std::size_t i = 0; i < here_array->size(); ++i) {
        const std::string found =
            difference(fmt::format("{}[{}]", key, i), &(*there_array)[i], &(*here_array)[i], keys);
        if (!found.empty()) return found;
      }
      return "";
    }
    const auto* there_text = there->as<std::string>();
    const auto* here_text = here->as<std::string>();
    const bool same = there_text != nullptr && here_text != nullptr
                          ? *there_text == *here_text
                          : text_of(there) == text_of(here);
    if (same && !is_a_tree(*there) && !is_a_tree(*here)) return "";
  }
  return fmt::format("{} is {} there and {} here", key, text_of(there), text_of(here));
}

}  // namespace

ScanIdentity scan_identity(const Job& job, const std::vector<StartFile>& files) {
  Job bare = job;
  bare.title.clear();
  bare.solve.backend = BackendChoice::automatic;
  bare.output.part_seconds = OutputSpec{}.part_seconds;
  // Their contents count, wherever they lie.
  bare.base.light.file.clear();
  bare.base.atoms.file.clear();
  ScanIdentity identity{to_toml(bare), files, ""};
  Sha256 hash;
  const auto add = [&](const std::string& text) {
    hash.add(std::as_bytes(std::span(text)));
    hash.add(std::as_bytes(std::span("\n", 1)));
  };
  add(identity.config);
  for (const StartFile& file : files) {
    add(file.key);
    add(file.sha256);
  }
  identity.sha256 = hash.hex();
  return identity;
}

std::string difference_of(const ScanIdentity& there, const ScanIdentity& here) {
  const Node there_root = config::parse_toml(there.config);
  const Node here_root = config::parse_toml(here.config);
  std::string found = difference("", &there_root, &here_root, Keys::of_numbers);
  if (!found.empty()) return found;
  found = difference("", &there_root, &here_root, Keys::of_result);
  if (found.empty()) found = difference("", &there_root, &here_root, Keys::all);
  if (!found.empty()) return "all that decides its numbers is the same, only " + found;
  for (const StartFile& file : here.files) {
    const auto same_key = std::ranges::find(there.files, file.key, &StartFile::key);
    if (same_key == there.files.end() || same_key->sha256 != file.sha256)
      return fmt::format("the contents of {} ({}) have changed", file.key, file.path);
  }
  return "";
}

std::string run_otherwise(const std::string& there, const std::string& here) {
  const Node there_root = config::parse_toml(there);
  const Node here_root = config::parse_toml(here);
  if (!difference("", &there_root, &here_root, Keys::of_result).empty()) return "";
  return difference("", &there_root, &here_root, Keys::all);
}

}  // namespace pairtwist
