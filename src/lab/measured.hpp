// SPDX-License-Identifier: BSD-3-Clause
// A section of the file of `pairtwist lab` while it is read: quantities by whichever of their keys
// is there, in SI units.
#pragma once

#include <complex>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "config/section.hpp"
#include "lab/guess_of_laboratory.hpp"
#include "lab/laboratory_keys.hpp"

namespace pairtwist::lab {

/// What lengths and rates may be given in; a rate in radians a second.
struct TrapUnits {
  double length = 0.0;  ///< l
  double rate = 0.0;    ///< omega
};

class Measured {
 public:
  using Quantities = std::initializer_list<std::string_view>;

  /// units: those of the trap, once they are known; read as they are when a key needs them.
  Measured(const config::Document& document, const std::string& section, const TrapUnits& units)
      : section_(document, section, names_in(section), guess_of_laboratory),
        name_(section),
        units_(units) {}

  config::Section& section() { return section_; }

  /// The key by which one of these quantities is given, null if by none. Throws UsageError where
  /// two keys are.
  const Key* given(Quantities quantities);
  /// The same; throws if there is none.
  const Key& required(Quantities quantities);

  // Values of a key that is there, in SI units, frequencies times 2 pi.
  double number(const Key& key);
  double positive(const Key& key);
  double not_zero(const Key& key);

  double number(std::string_view quantity) { return number(required({quantity})); }
  double positive(std::string_view quantity) { return positive(required({quantity})); }
  double not_zero(std::string_view quantity) { return not_zero(required({quantity})); }

  // 0 where the quantity is not given.
  double number_or_0(std::string_view quantity);
  double not_negative_or_0(std::string_view quantity);
  std::complex<double> complex_or_0(std::string_view quantity);

  /// One of these names.
  std::string one_of(std::string_view key, const std::vector<std::string>& names);

 private:
  std::vector<const Key*> keys_of(Quantities quantities) const;
  double si_value_of(Unit unit) const;
  double as_written(const Key& key);

  config::Section section_;
  std::string name_;
  const TrapUnits& units_;
};

}  // namespace pairtwist::lab
