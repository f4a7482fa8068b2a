// SPDX-License-Identifier: BSD-3-Clause
#include "io/parts_names.hpp"

#include <fmt/format.h>

#include <charconv>

namespace pairtwist {
namespace {

bool has(std::string_view name, std::string_view start, std::string_view end) {
  return name.size() > start.size() + end.size() && name.starts_with(start) &&
         name.ends_with(end) && name.find('/') == std::string_view::npos;
}

}  // namespace

std::string shard_tag(const Shard& shard) {
  return fmt::format("{}-of-{}", shard.index, shard.count);
}

std::string part_name(const Shard& shard, std::size_t number) {
  return fmt::format("part.{}.{:06}.h5", shard_tag(shard), number);
}

std::string manifest_name(const Shard& shard) {
  return fmt::format("manifest.{}.jsonl", shard_tag(shard));
}

std::string lock_name(const Shard& shard) { return fmt::format("shard.{}.lock", shard_tag(shard)); }

std::string deal_name(std::size_t shards) { return fmt::format("deal.of-{}.json", shards); }

std::string start_name(std::string_view role) { return fmt::format("start.{}", role); }

bool is_part_name(std::string_view name) { return has(name, "part.", ".h5"); }
bool is_manifest_name(std::string_view name) { return has(name, "manifest.", ".jsonl"); }
bool is_lock_name(std::string_view name) { return has(name, "shard.", ".lock"); }

bool is_of_division(std::string_view name, std::size_t shards) {
  return (is_part_name(name) || is_manifest_name(name) || is_lock_name(name)) &&
         name.find(fmt::format("-of-{}.", shards)) != std::string_view::npos;
}

std::optional<std::size_t> number_of_part(std::string_view name, const Shard& shard) {
  const std::string start = fmt::format("part.{}.", shard_tag(shard));
  if (!has(name, start, ".h5")) return std::nullopt;
  const char* const end = name.data() + name.size() - 3;
  std::size_t number = 0;
  const auto [after, problem] = std::from_chars(name.data() + start.size(), end, number);
  if (problem != std::errc() || after != end) return std::nullopt;
  return number;
}

bool belongs_to_parts(std::string_view name) {
  if (name.starts_with('.') && name.ends_with(".tmp")) return true;
  return is_part_name(name) || is_manifest_name(name) || is_lock_name(name) ||
         has(name, "deal.of-", ".json") || name == start_name("light") ||
         name == start_name("atoms") || name == merge_lock_name;
}

}  // namespace pairtwist
