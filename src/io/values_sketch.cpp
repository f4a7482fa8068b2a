// SPDX-License-Identifier: BSD-3-Clause
#include "io/values_sketch.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "io/h5.hpp"
#include "io/h5_contents.hpp"

namespace pairtwist {
namespace {

/// Hashes of a variable's values, the smallest of them or all.
struct Sketch {
  std::set<std::uint32_t> hashes;
  bool all = false;
};

enum class Among { all, some, none };

std::set<std::uint32_t> hashes_of_base64(std::string_view text) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::set<std::uint32_t> hashes;
  std::uint32_t bits = 0, number = 0;
  int known = 0, bytes = 0;
  for (const char digit : text) {
    const std::size_t value = digits.find(digit);
    if (value == std::string_view::npos) break;  // the padding
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    known += 6;
    if (known < 8) continue;
    known -= 8;
    number |= (bits >> static_cast<unsigned>(known) & 0xFFU) << static_cast<unsigned>(8 * bytes);
    if (++bytes < 4) continue;
    hashes.insert(number);
    number = 0;
    bytes = 0;
  }
  return hashes;
}

/// By variable; none of a file without sketches, or with a text that is none.
std::map<std::string, Sketch> read_sketches(hid_t file) {
  const auto text = h5::read_text_attribute(file, "values_sketch");
  const auto json = nlohmann::json::parse(text.value_or(""), nullptr, false);
  std::map<std::string, Sketch> sketches;
  if (!json.is_object() || !json.contains("most") || !json["most"].is_number_unsigned() ||
      !json.contains("hashes") || !json["hashes"].is_object())
    return sketches;
  for (const auto& [name, encoded] : json["hashes"].items()) {
    if (!encoded.is_string()) continue;
    Sketch sketch{hashes_of_base64(encoded.get<std::string>())};
    sketch.all = sketch.hashes.size() < json["most"].get<std::size_t>();
    sketches.emplace(name, std::move(sketch));
  }
  return sketches;
}

/// Of each value in single precision but NaN and 0, which tell nothing; nothing that was solved
/// took no time, or was by no method: a 0 of these is the hash 0, that of no other number.
std::vector<std::uint32_t> hashes_of(hid_t file, const std::string& name) {
  const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
  const bool zero_tells = name == "runtime" || name == "method";
  std::vector<std::uint32_t> hashes;
  h5::for_each_piece(dataset.id(), H5T_NATIVE_DOUBLE, "read " + name, [&](auto bytes) {
    for (std::size_t at = 0; at + sizeof(double) <= bytes.size(); at += sizeof(double)) {
      double number;
      std::memcpy(&number, bytes.data() + at, sizeof(double));
      const auto single = static_cast<float>(number);
      if (!std::isfinite(single) || (single == 0.0F && !zero_tells)) continue;
      auto mixed = std::bit_cast<std::uint32_t>(single + 0.0F);  // of -0 that of 0
      mixed = (mixed ^ mixed >> 16U) * 0x85EBCA6BU;
      mixed = (mixed ^ mixed >> 13U) * 0xC2B2AE35U;
      hashes.push_back(mixed ^ mixed >> 16U);
    }
  });
  return hashes;
}

Among among(const std::vector<std::uint32_t>& hashes, const Sketch& sketch) {
  bool some = false, all = true;
  for (const std::uint32_t hash : hashes) {
    if (!sketch.all && !sketch.hashes.empty() && hash > *sketch.hashes.rbegin()) continue;
    const bool there = sketch.hashes.contains(hash);
    some |= there;
    all &= there;
  }
  return all ? Among::all : some ? Among::some : Among::none;
}

}  // namespace

bool statuses_are_computed_with(hid_t file) {
  const std::map<std::string, Sketch> sketches = read_sketches(file);
  const auto hashes_in = [&](std::string_view name) {
    const std::string own(name);
    const bool there = sketches.contains(own) && H5Lexists(file, own.c_str(), H5P_DEFAULT) > 0;
    return there ? hashes_of(file, own) : std::vector<std::uint32_t>();
  };
  bool told = false;
  for (const std::string_view name : {"runtime", "tau_Q", "kappa"}) {
    const std::vector<std::uint32_t> hashes = hashes_in(name);
    if (hashes.empty()) continue;
    if (among(hashes, sketches.at(std::string(name))) != Among::none) return false;
    told = true;
  }
  if (!told) return false;
  // A selection of a join has points of another run, with codes that this one has as well.
  return std::ranges::any_of(h5::dataset_names(file), [&](const std::string& name) {
    const auto sketch = sketches.find(name);
    if (sketch == sketches.end()) return false;
    const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
    if (!h5::read_text_attribute(dataset.id(), "flag_meanings")) return false;
    return among(hashes_in(name), sketch->second) != Among::all;
  });
}

}  // namespace pairtwist
