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

struct NumericKey {
  std::string_view path;     ///< "model.kappa"
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

  std::string_view section() const { return path.substr(0, path.find('.')); }
  /// The key within its section, "eta.abs" for parts.
  std::string_view name() const { return path.substr(path.find('.') + 1); }
  bool accepts(double value) const;
};

std::span<const NumericKey> numeric_keys();

/// The row of this path that belongs to the chosen states; else any row of this path (its belongs()
/// says no); nullptr if there is none.
const NumericKey* find_numeric_key(std::string_view path, const Parameters& chosen);

/// Paths of all keys that belong, for messages.
std::vector<std::string> scannable_paths(const Parameters& chosen);

/// "model.eta", "light.alpha": their .abs and .phase are keys, too.
bool has_complex_parts(std::string_view path);

/// `light.state = "vacuum"`: the choice because of which a key of this section means nothing.
std::string chosen_state(std::string_view section, const Parameters& chosen);

}  // namespace pairtwist::config
