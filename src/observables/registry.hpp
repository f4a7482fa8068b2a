// SPDX-License-Identifier: BSD-3-Clause
// The registry of quantities: one entry says what a quantity needs, its unit, its dimensions, its
// scale and its formula. Everything that enumerates quantities (config, plan, result file, tests)
// enumerates this table.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "observables/dimensions.hpp"
#include "observables/moment_sums.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {

class AtomicState;  // src/observables/atomic_state.hpp: one point at one time
struct SumSeries;   // src/observables/sum_series.hpp: the sums of one point at its times
struct Point;

/// Which coherences (m, m') and which per-sector data a quantity reads.
struct Demand {
  bool step1 = false;         ///< |m - m'| = 1, for <J_+>
  bool plus_z = false;        ///< the same, for <J_+J_z + J_zJ_+>
  bool step2 = false;         ///< |m - m'| = 2, for <J_+²>
  bool all = false;           ///< v of every pair
  bool bell = false;          ///< every pair, for the Bell correlator alone
  bool squares = false;       ///< every pair, for the purity alone
  bool extended = false;      ///< that in double-double, where the method is exact
  bool photons = false;       ///< cavity amplitudes or photon moments of the diagonal blocks
  bool distribution = false;  ///< P(n) of the diagonal blocks, where they are not Gaussian
  bool every_m = false;       ///< no sector may be dropped for its small weight

  Demand& operator|=(const Demand& other);
  bool every_pair() const { return all || bell || squares; }
  bool coherences() const { return step1 || plus_z || step2 || every_pair(); }
  friend bool operator==(const Demand&, const Demand&) = default;
};

/// Fewer photons than these on average count as none: <n>² must not underflow.
inline constexpr double fewest_photons = 1e-100;

/// The size against which solve.tolerance is relative.
enum class Scale { one, N, N_squared };

/// What a formula knows of the value it wrote. undefined: not a number, or infinite, by the
/// quantity's own definition; of any other value that is a fault. few_photons: below precision,
/// unless the moments of the light are solved for as few photons as there are. hidden: below
/// precision at every tolerance, of light that rounding does not tell from none.
enum class Trust : std::uint8_t { good, undefined, few_photons, hidden, below_precision };

struct Verdict {
  Trust trust = Trust::good;
  /// What errors of the coherences may put the value off by, over what solve.tolerance allows;
  /// beyond 1 the value is not good enough. 0: no more than they are wrong themselves.
  double error = 0.0;
  /// Of a value that is not resolved: where it lies for certain.
  double at_least = -std::numeric_limits<double>::infinity();
  double at_most = std::numeric_limits<double>::infinity();
  /// Of a quantity with poles: a real number, continuous in time, whose square the value is divided
  /// by; 0 where rounding may have made its sign, or there is no such number.
  double divisor = 0.0;
};

struct Quantity {
  std::string_view name;               ///< "qfi"
  std::string_view long_name;          ///< "quantum Fisher information of J_y"
  std::string_view symbol;             ///< for axis labels, matplotlib mathtext: "$F_Q$"
  std::vector<std::string> variables;  ///< datasets it fills: {"qfi"}, {"rho_re", "rho_im"}
  std::vector<const QuantityDimension*> dimensions{};  ///< slowest first; a scalar has none
  Scale scale = Scale::one;
  bool closed_approximation = false;  ///< depends on the point's parameters and t only
  bool over_photon_number = false;    ///< divided by <n>: undefined below fewest_photons
  bool logarithm = false;             ///< a lost value may have a Verdict::at_least, at_most
  bool counts_atoms = false;          ///< reads no v where a backend has counted them
  bool of_small_numbers = false;      ///< a quotient of them, or a logarithm: any error may matter
  bool has_poles = false;             ///< Verdict::divisor tells where
  /// Why a mean over trajectories does not give it; empty: it does, with a standard error.
  std::string_view (*lost_in_noise)(const Parameters&) = [](const Parameters&) {
    return std::string_view();
  };
  /// What it reads for this point (the full QFI needs more than the short form).
  Demand (*demand)(const Point& point);
  /// Of a quantity that sums over coherences are enough for: of all times of a point, one after
  /// another, from its sums.
  void (*of_sums)(const SumSeries& series, std::span<double> out,
                  std::span<Verdict> verdicts) = nullptr;
  /// Of any other, or where demand() asks for every pair and its sum is not there: of one state.
  Verdict (*of_state)(const AtomicState& state, std::span<double> out) = nullptr;
  /// Of several values of which one may be off and the others good: Verdict::error of each.
  void (*errors_of_values)(const AtomicState& state, std::span<double> errors) = nullptr;

  bool scalar() const { return dimensions.empty(); }
  /// Values of one time: its variables one after another, each over the dimensions, row-major.
  std::int64_t values(const Sizes& sizes) const;
  bool runs_over(const QuantityDimension& dimension) const;
  /// Whether these sums (WantedSums bits) do for this demand.
  bool by_sums(const Demand& of_point, std::uint32_t sums) const {
    return of_sums != nullptr && !of_point.all && (!of_point.bell || (sums & want_bell) != 0) &&
           (!of_point.squares || (sums & want_squares) != 0);
  }
  /// One state, whichever way; sums are taken here and now.
  Verdict evaluate(const AtomicState& state, std::span<double> out) const;
};

/// What comes behind the name of a variable for that of its standard error.
inline constexpr std::string_view standard_error_suffix = "_error";
/// Behind a quantity or an event: what became of its values, as Status.
inline constexpr std::string_view status_suffix = "_status";
/// Whether a quantity has one; sampled: its values are means over trajectories.
inline bool has_standard_error(const Quantity& quantity, bool sampled) {
  return sampled && !quantity.closed_approximation;
}

/// All quantities of this version, in the order of the documentation.
std::span<const Quantity> quantities();

/// nullptr if there is none of that name.
const Quantity* find_quantity(std::string_view name);

/// Union over the requested quantities and events. Names must exist.
Demand total_demand(const std::vector<std::string>& names, const Point& point);

/// Whether one of these quantities has that dimension.
bool any_runs_over(const std::vector<std::string>& names, const QuantityDimension& dimension);
/// Whether one of these quantities runs over photon numbers.
bool over_photon_numbers(const std::vector<std::string>& names);

double scale_of(Scale scale, std::int64_t atoms);

}  // namespace pairtwist
