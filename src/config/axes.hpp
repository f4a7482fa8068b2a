// Scan axes: their values, what they may be, and the writing of one point's values into its
// parameters. Knows nothing of what the parameters mean together (config/point_rules.hpp).
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/numeric_keys.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::config {

inline constexpr std::int64_t kMaxAxisLength = 10'000'000;
inline constexpr std::size_t kMaxPoints = std::size_t{1} << 40;

/// A key and what is wrong with it: "found ..., allowed: ...".
struct Violation {
  std::string key;
  std::string text;
};

/// n values from a to b, the ends exact: a + i (b - a)/(n - 1), or the powers of ten between
/// log10 a and log10 b. n >= 2, or n = 1 and a = b.
std::vector<double> spaced_values(Spacing spacing, double a, double b, std::int64_t n);

/// Is the key of this axis scannable for the chosen states, and is every value in its range?
std::optional<Violation> axis_violation(const ScanAxis& axis, const Parameters& chosen);

/// All axes, one by one and together: keys that overwrite one another, lengths, number of points.
std::optional<Violation> scan_violation(const Job& job);

/// Number of points of a scan without violations; 1 without axes.
std::size_t point_count(const ScanSpec& scan);

/// Place along each axis of point number `index` (grid: row-major, first axis slowest).
std::vector<std::size_t> axis_positions(const ScanSpec& scan, std::size_t index);

/// "model.kappa = 0.1, model.eta = 300"; empty without axes.
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
    std::complex<double>& (*number)(Parameters&) = nullptr;
    double modulus = 0.0;
    double phase = 0.0;
  };
  struct Column {
    const NumericKey* key = nullptr;
    const double* values = nullptr;
    std::size_t polar = 0;  ///< index into polars_, for modulus and phase
  };

  std::vector<Column> columns_;
  std::array<Polar, 3> polars_;  ///< eta, transverse and alpha are all there are
  std::size_t polar_count_ = 0;
};

}  // namespace pairtwist::config
