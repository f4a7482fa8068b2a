// SPDX-License-Identifier: BSD-3-Clause
// Scan axes: their values, what they may be, and the writing of one point's values into its
// parameters. Knows nothing of what the parameters mean together (config/point_rules.hpp).
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/numeric_keys.hpp"
#include "config/word_keys.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::config {

inline constexpr std::int64_t kMaxAxisLength = 10'000'000;
inline constexpr std::size_t kMaxPoints = std::size_t{1} << 40;

/// A key and what is wrong with it: "found ..., allowed: ...".
struct Violation {
  std::string key;
  std::string text;
  std::string rival = {};  ///< a key that an axis over `key` is beside
};

/// n values from a to b, the ends exact: a + i (b - a)/(n - 1), or the powers of ten between
/// log10 a and log10 b. n >= 2, or n = 1 and a = b.
std::vector<double> spaced_values(Spacing spacing, double a, double b, std::int64_t n);

/// The base, and the base with each word of the axes over light.state and atoms.state: all that
/// decides which keys mean something.
std::vector<Parameters> chosen_states(const ScanSpec& scan, const Parameters& base);

/// The path of the light's or the atoms' file; empty where no point starts from one.
std::string light_path(const Job& job);
std::string atoms_path(const Job& job);

/// Is the key of this axis scannable for some chosen state, and is every value in its range?
std::optional<Violation> axis_violation(const ScanAxis& axis, Choices chosen);

/// What some point may ask for: the config's, or those of an axis over the word.
std::vector<Method> asked_methods(const Job& job);

/// The key as a name of letters, digits and '_': "pump_segments_1_eta".
std::string whole_name(const std::string& key);

/// All axes, one by one and together: keys that overwrite one another, lengths, number of points.
std::optional<Violation> scan_violation(const Job& job);

/// Number of points of a scan without violations; 1 without axes.
std::size_t point_count(const ScanSpec& scan);

/// Place along each axis of point number `index` (grid: row-major, first axis slowest).
std::vector<std::size_t> axis_positions(const ScanSpec& scan, std::size_t index);

/// "model.kappa = 0.1, light.state = vacuum"; empty without axes.
std::string describe_place(const ScanSpec& scan, const std::vector<std::size_t>& positions);

/// Writes the axis values of a point over the base parameters. Refers to the scan: it must live on.
class AxisWriter {
 public:
  /// scan_violation() must have found nothing.
  AxisWriter(const ScanSpec& scan, const Parameters& base);

  /// positions[a]: place along axis a. `out` must hold the base parameters in all that no axis
  /// varies; may be called again and again on the same one.
  void write(const std::vector<std::size_t>& positions, Parameters& out) const;

 private:
  /// A complex number of which an axis varies the modulus or the phase: the other one is that of
  /// the base, or an axis of its own.
  struct Polar {
    const NumericKey* key = nullptr;  ///< of modulus or phase
    std::size_t segment = 0;
    double modulus = 0.0;
    double phase = 0.0;
  };
  struct Column {
    const NumericKey* key = nullptr;  ///< none: of words
    const WordKey* word = nullptr;
    const double* values = nullptr;
    std::size_t segment = 0;  ///< of the pump, of keys that are of one
    std::size_t polar = 0;    ///< index into polars_, for modulus and phase
  };

  std::vector<Column> columns_;
  std::vector<Polar> polars_;
};

}  // namespace pairtwist::config
