// SPDX-License-Identifier: BSD-3-Clause
#include "lab/measured.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "lab/constants.hpp"

namespace pairtwist::lab {

/// Those of the first quantity first.
std::vector<const Key*> Measured::keys_of(Quantities quantities) const {
  std::vector<const Key*> found;
  for (const std::string_view quantity : quantities)
    for (const Key& key : keys())
      if (key.section == name_ && key.quantity == quantity) found.push_back(&key);
  return found;
}

const Key* Measured::given(Quantities quantities) {
  const Key* found = nullptr;
  for (const Key* key : keys_of(quantities)) {
    if (section_.take(key->name) == nullptr) continue;
    if (found != nullptr)
      section_.fail(key->name,
                    fmt::format("found together with {}, allowed: one of the two", found->path));
    found = key;
  }
  return found;
}

const Key& Measured::required(Quantities quantities) {
  if (const Key* key = given(quantities)) return *key;
  const std::vector<const Key*> all = keys_of(quantities);
  if (all.size() == 1) section_.require(all.front()->name);
  std::vector<std::string_view> others;
  for (std::size_t i = 1; i < all.size(); ++i) others.push_back(all[i]->path);
  section_.fail(
      all.front()->name,
      fmt::format("missing, and so {} {}, allowed: one of {}", others.size() == 1 ? "is" : "are",
                  fmt::join(others, ", "), others.size() == 1 ? "the two" : "these"));
}

double Measured::si_value_of(Unit unit) const {
  switch (unit) {
    case Unit::u:
      return atomic_mass_unit;
    case Unit::a0:
      return bohr_radius;
    case Unit::Hz:
      return 2.0 * std::numbers::pi;
    case Unit::l:
      return units_.length;
    case Unit::per_l:
      return 1.0 / units_.length;
    case Unit::omega:
      return units_.rate;
    default:
      return 1.0;
  }
}

double Measured::as_written(const Key& key) {
  return config::as_finite(section_.document(), section_.require(key.name), key.path);
}

double Measured::number(const Key& key) {
  const double written = as_written(key);
  const double value = written * si_value_of(key.unit);
  if (!std::isfinite(value) || (value == 0.0) != (written == 0.0))
    section_.refuse(
        key.name, *section_.take(key.name),
        fmt::format("one that double precision holds in SI units, too, where it is {}", value));
  return value;
}

double Measured::positive(const Key& key) {
  if (!(as_written(key) > 0.0)) section_.refuse(key.name, *section_.take(key.name), "a number > 0");
  return number(key);
}

double Measured::not_zero(const Key& key) {
  if (as_written(key) == 0.0)
    section_.refuse(key.name, *section_.take(key.name), "a number other than 0");
  return number(key);
}

double Measured::number_or_0(std::string_view quantity) {
  const Key* key = given({quantity});
  return key == nullptr ? 0.0 : number(*key);
}

double Measured::not_negative_or_0(std::string_view quantity) {
  const Key* key = given({quantity});
  if (key == nullptr) return 0.0;
  if (as_written(*key) < 0.0)
    section_.refuse(key->name, *section_.take(key->name), "a number >= 0");
  return number(*key);
}

std::complex<double> Measured::complex_or_0(std::string_view quantity) {
  const Key* key = given({quantity});
  if (key == nullptr) return 0.0;
  return config::as_complex(section_.document(), *section_.take(key->name), key->path) *
         si_value_of(key->unit);
}

std::string Measured::one_of(std::string_view key, const std::vector<std::string>& names) {
  const config::Node& node = section_.require(key);
  const auto* text = node.as<std::string>();
  if (text == nullptr || std::ranges::find(names, *text) == names.end())
    section_.refuse_name(key, node, names);
  return *text;
}

}  // namespace pairtwist::lab
