// SPDX-License-Identifier: BSD-3-Clause
// The one table of the numeric keys of a point: what each is called, what it may be, when it means
// anything, and the parameter behind it. Reading, --set, scan axes, the resolved config and the
// scan all go through it, so that a new number is one new row.
#pragma once

#include <complex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pairtwist/model.hpp"

namespace pairtwist::config {

/// What an axis over the key varies. A complex number has three rows: itself (an axis over it takes
/// real values), `.abs` and `.phase`.
enum class KeyPart { real, complex, modulus, phase };

/// What a number counts, for its unit.
enum class KeyKind { pure, rate, angle, time };

struct NumericKey {
  std::string_view path;     ///< "model.kappa"; of a segment of the pump "pump.segments[i].eta"
  std::string_view allowed;  ///< "a finite number >= 0", for messages
  bool (*in_range)(double);  ///< of a finite number
  /// Whether the key means anything for the chosen states of light and atoms.
  bool (*belongs)(const Parameters&);
  KeyPart part = KeyPart::real;
  bool integer = false;
  bool required = false;  ///< where it belongs: it has no default

  /// Real keys. get: nothing if the point does without (kappa when kappa_tau_Q is given).
  std::optional<double> (*get)(const Parameters&) = nullptr;
  void (*set)(Parameters&, double) = nullptr;
  /// Complex keys.
  std::complex<double>& (*complex)(Parameters&) = nullptr;
  /// Keys of a segment of the pump, instead of these: reading them is read_pump's.
  double PumpSegment::*segment_real = nullptr;
  std::complex<double> PumpSegment::*segment_complex = nullptr;

  KeyKind kind = KeyKind::pure;
  std::string_view long_name = {};  ///< for people: of axes in files, of `pairtwist keys`
  std::string_view symbol = {};     ///< matplotlib mathtext

  bool of_segment() const { return segment_real != nullptr || segment_complex != nullptr; }
  /// The complex number behind the key; `segment` counts from 0 and is for keys of segments.
  std::complex<double>& number(Parameters& parameters, std::size_t segment) const;
  /// Sets a real number.
  void write(Parameters& parameters, std::size_t segment, double value) const;

  constexpr NumericKey called(KeyKind what, std::string_view name, std::string_view sign) const {
    NumericKey key = *this;
    key.kind = what;
    key.long_name = name;
    key.symbol = sign;
    return key;
  }
  std::string_view section() const { return path.substr(0, path.find('.')); }
  /// The key within its section, "eta.abs" for parts.
  std::string_view name() const { return path.substr(path.find('.') + 1); }
  bool accepts(double value) const;
};

/// Every row, in the order of the documentation (key_table.cpp).
std::span<const NumericKey> numeric_keys();

/// The states that points may have, each in Parameters whose other numbers mean nothing; at least
/// one (axes.hpp: chosen_states).
using Choices = std::span<const Parameters>;

/// Whether the key means anything for some of them.
bool belongs(const NumericKey& key, Choices chosen);

/// The row of this path that belongs to a chosen state; else any row of this path; nullptr if there
/// is none. Segments of the pump are found by their number: "pump.segments[2].eta".
const NumericKey* find_numeric_key(std::string_view path, Choices chosen);

/// All rows of this path that belong: of light.n one for each kind of light that has it.
std::vector<const NumericKey*> rows_of(std::string_view path, Choices chosen);

/// Of "pump.segments[2].eta" 2; nothing for other paths.
std::optional<std::size_t> segment_of(std::string_view path);

/// Paths of all keys that belong, for messages.
std::vector<std::string> scannable_paths(Choices chosen);

/// "model.eta", "light.alpha", "pump.segments[0].eta": their .abs and .phase are keys, too.
bool has_complex_parts(std::string_view path);

/// `light.state = "vacuum"`: the choice because of which a key of this section means nothing.
std::string chosen_state(std::string_view section, Choices chosen);

/// `; light.state = "coherent" or "cat" has it`, of "light.alpha"; empty of what belongs to no
/// state.
std::string states_with(std::string_view path);

}  // namespace pairtwist::config
