// SPDX-License-Identifier: BSD-3-Clause
// The names in a folder of parts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "pairtwist/shards.hpp"

namespace pairtwist {

inline constexpr const char* header_name = "scan.json";
inline constexpr const char* merge_lock_name = "merge.lock";

/// "3-of-8": worker 3 of 8
std::string shard_tag(const Shard& shard);
std::string part_name(const Shard& shard, std::size_t number);  ///< "part.3-of-8.000012.h5"
std::string manifest_name(const Shard& shard);                  ///< "manifest.3-of-8.jsonl"
std::string lock_name(const Shard& shard);                      ///< "shard.3-of-8.lock"

/// What points cost, of a scan that is dealt to so many by that: "deal.of-8.json".
std::string deal_name(std::size_t shards);

/// A small start file, "light" or "atoms", as it was when the scan was begun: "start.light".
std::string start_name(std::string_view role);

bool is_part_name(std::string_view name);
bool is_manifest_name(std::string_view name);
bool is_lock_name(std::string_view name);
/// A part, manifest or lock of one of so many shards.
bool is_of_division(std::string_view name, std::size_t shards);
/// Of a part of this shard.
std::optional<std::size_t> number_of_part(std::string_view name, const Shard& shard);
/// One of these, or the temporary file of one, but not the header.
bool belongs_to_parts(std::string_view name);

}  // namespace pairtwist
