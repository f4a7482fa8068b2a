// SPDX-License-Identifier: BSD-3-Clause
// The Bell correlator Q_N = ln[2^N |Tr(rho_A J_+^N)|²/(N!)²] = N ln 2 + 2 ln|S|, J_+ = J_z + i J_y,
//
//   S = sum over m, m' of (-1)^{N/2-m} c_m rho_A[m,m'] c_m',   c: the +x amplitudes.
//
// S cancels to 2^{-N/2} out of terms that sum to about 1. It is summed in double-double, a bound of
// its error is summed beside it: the value goes with its logarithm.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "model/start_photons.hpp"
#include "observables/bell_amplitudes.hpp"
#include "observables/formulas.hpp"

namespace pairtwist::formulas {
namespace {

using Real = physics::DD<double>;

constexpr double minus_infinity = -std::numeric_limits<double>::infinity();

/// Error of a coherence in double-double: `base`, and `per_radian` of the phase it has gone
/// through.
struct Precision {
  double base;
  double per_radian;
};

/// The double-double coherences are good to 2^-92 (1 + phase) (the propagator of
/// physics/coherent.hpp). Summing up to 2000 rows of up to 2000 terms adds at most 2^-93; the
/// amplitudes' own errors stay below that. Hence 2^-90.
constexpr Precision extended_precision{0x1p-90, 0x1p-92};
/// Plain coherences, and the terms they go into, are rounded.
constexpr double rounding = 0x1p-51;

double modulus(const ExtendedComplex& a) { return std::hypot(a.re.hi, a.im.hi); }

/// Bound on the phase of v_mm': light + per_difference |m² - m'²|.
struct PhaseBound {
  double light;
  double per_difference;
};

/// ln v is at most 2 max|alpha|² + 2 int |zeta alpha| dt by the light (physics/coherent.hpp), and U
/// turns it by U t (m² - m'²). A cavity driven by eta_m from alpha_0, resonant or not, never holds
/// an amplitude above |alpha_0| + |eta_m| min(t, 2/kappa). Of zeta the factor before it leaves
/// eta_m and 2 (m² - m'²) Wt at most.
PhaseBound phase_bound(const AtomicState& state) {
  const Parameters& parameters = state.point().parameters;
  const Model& model = parameters.model;
  const double t = state.time();
  const double m = 0.5 * static_cast<double>(state.atoms());
  double pump = state.point().segments.empty() ? std::abs(model.eta) : 0.0;
  double side = 0.0;
  for (const PumpSegment& segment : state.point().segments) {
    pump = std::max(pump, segment.largest(m));
    side = std::max(side, 2.0 * std::abs(segment.transverse) * m * m);
  }
  const double driven = model.kappa > 0.0 ? std::min(t, 2.0 / model.kappa) : t;
  const double start = std::sqrt(mean_photons(parameters.light));
  if (parameters.light.state != LightState::coherent) {
    pump *= 1.0 + start;
    side *= 1.0 + start;
  }
  const double alpha = start + pump * driven;
  return {2.0 * alpha * (alpha + (pump + side) * t), std::abs(model.U) * t};
}

/// Those of the start where nothing turns them.
std::shared_ptr<const BellAmplitudes> amplitudes_of(const AtomicStart& start, const Real& turn) {
  if (turn.hi == 0.0 && start.bell) return start.bell;
  return std::make_shared<const BellAmplitudes>(bell_amplitudes(start, turn));
}

struct Sum {
  ExtendedComplex value{0.0, 0.0};
  BellSizes sizes;
};

/// The double sum over sectors, given the coherences and what dephasing leaves of them.
class Correlator {
 public:
  explicit Correlator(const AtomicState& state)
      : state_(state),
        shared_(amplitudes_of(state.start(), physics::two_prod(state.tilt(), state.time()))),
        a_(*shared_),
        sectors_(state.start().sector_count()) {
    offset_ = 2 * state.start().first_sector() + state.atoms() % 2;  // m + m' = k + l + offset
    if (state.dephasing() == 0.0) return;
    const Real half_rate = physics::two_prod(state.dephasing(), state.time()) * -0.5;
    for (std::int64_t d = 0; d < 2 * sectors_ + offset_; ++d)
      kept_.push_back(physics::exp_decay(half_rate * static_cast<double>(d * d)));
  }

  const BellAmplitudes& amplitudes() const { return a_; }

  Sum sum() const {
    Sum total;
    if (state_.even_sector() && a_.real) {
      const PairSumsView weights{a_.x_sum.data(), a_.y_sum.data(), a_.modulus.data()};
      add_bell(
          weights, sectors_, all_of_them,
          [this](std::int64_t k, std::int64_t l) { return factor(k, l); }, total.value);
    } else {
      add_channel(total, a_.x_sum, a_.y_sum, 1.0);
      if (!kept_.empty()) add_channel(total, a_.x_difference, a_.y_difference, -1.0);
    }
    add_sizes(total);
    return total;
  }

 private:
  ExtendedComplex factor(std::int64_t k, std::int64_t l) const {
    if (state_.has_extended()) return state_.photon_factor_extended(k, l);
    const std::complex<double> v = state_.photon_factor(k, l);
    return {v.real(), v.imag()};
  }

  /// The four pairs ±m, ±m' of two sectors share v. Those with m, m' on one side keep kept(m - m'),
  /// those on opposite sides kept(m + m'): in sums and differences of the two sides,
  /// (kept(m - m') ± kept(m + m'))/2. Without dephasing the differences drop out.
  void add_channel(Sum& total, const std::vector<ExtendedComplex>& x,
                   const std::vector<ExtendedComplex>& y, double side) const {
    for (std::int64_t l = 0; l < sectors_; ++l) {
      ExtendedComplex from_x{0.0, 0.0}, from_y{0.0, 0.0};
      for (std::int64_t k = 0; k < l; ++k) {
        ExtendedComplex v = factor(k, l);
        if (!kept_.empty()) v = v * share(k, l, side);
        from_x = from_x + x[k] * v;
        from_y = from_y + y[k] * v;
      }
      ExtendedComplex diagonal = x[l] * conj(y[l]);
      if (!kept_.empty()) diagonal = diagonal * share(l, l, side);
      total.value = total.value + (diagonal + conj(y[l]) * from_x + x[l] * conj(from_y));
    }
  }

  Real share(std::int64_t k, std::int64_t l, double side) const {
    return scaled(kept_[l - k] + scaled(kept_[l + k + offset_], side), 0.5);
  }

  void add_sizes(Sum& total) const {
    add_bell_sizes(
        a_.modulus.data(), sectors_, offset_, all_of_them,
        [this](std::int64_t k, std::int64_t l) {
          const ExtendedComplex v = factor(k, l);
          return std::abs(v.re.hi) + std::abs(v.im.hi);
        },
        [this](std::int64_t d) { return kept_.empty() ? 1.0 : kept_[d].hi; }, total.sizes);
  }

  const AtomicState& state_;
  std::shared_ptr<const BellAmplitudes> shared_;
  const BellAmplitudes& a_;
  std::int64_t sectors_;
  std::int64_t offset_;
  std::vector<Real> kept_;  ///< [m - m']  e^{-dephasing (m - m')² t/2}; empty without dephasing
};

/// ln|S|, what it may be off by, and what it is not below and not above.
struct LogCorrelation {
  double value;
  double error = 0.0;
  double at_least = minus_infinity;
  double at_most = std::numeric_limits<double>::infinity();
};

/// Of |sum| = value within `error`.
LogCorrelation log_within(double value, double error, double log_scale) {
  const double of_log =
      value > error ? -std::log1p(-error / value) : std::numeric_limits<double>::infinity();
  return {std::log(value) + log_scale, of_log,
          value > error ? std::log(value - error) + log_scale : minus_infinity,
          std::log(value + error) + log_scale};
}

double error_of(const AtomicState& state, const Sum& sum) {
  if (state.has_extended()) {
    const PhaseBound phase = phase_bound(state);
    const Precision& precision = extended_precision;
    return (precision.base + precision.per_radian * phase.light) * sum.sizes.terms +
           precision.per_radian * phase.per_difference * sum.sizes.differences;
  }
  const CoherenceError& error = state.coherence_error();
  return (rounding + error.relative) * sum.sizes.terms + error.absolute * sum.sizes.weights;
}

/// ln|S| of a state without blocks, as good as double makes it.
LogCorrelation log_correlation_of_matrix(const AtomicState& state) {
  const std::int64_t dim = state.dim();
  std::vector<double> c;
  for (std::int64_t i = 0; i < dim; ++i)
    c.push_back(std::exp(0.5 * log_plus_x_weight(state.atoms(), std::abs(2 * i - state.atoms()))));
  std::complex<double> sum = 0.0;
  double terms = 0.0;
  for (std::int64_t i = 0; i < dim; ++i) {
    const double sign = (dim - 1 - i) % 2 == 0 ? 1.0 : -1.0;
    for (std::int64_t j = 0; j < dim; ++j) {
      const std::complex<double> term = sign * c[i] * c[j] * state.density(i, j);
      sum += term;
      terms += std::abs(term);
    }
  }
  const CoherenceError& error = state.coherence_error();
  return log_within(std::abs(sum), (rounding + error.relative) * terms + error.absolute, 0.0);
}

/// ln|S| of the state at t > 0.
LogCorrelation log_correlation(const AtomicState& state) {
  if (!state.blocks()) return log_correlation_of_matrix(state);
  const Correlator correlator(state);
  const double log_scale = 2.0 * correlator.amplitudes().log_scale;
  const Sum sum = correlator.sum();
  return log_within(modulus(sum.value), error_of(state, sum), log_scale);
}

/// BellSizes::weights.
double weights_of(const AtomicStart& start) {
  BellSizes sizes;
  const auto one = [](auto...) { return 1.0; };
  add_bell_sizes(start.bell->modulus.data(), start.sector_count(), 0, all_of_them, one, one, sizes);
  return sizes.weights;
}

/// ln|S| at t = 0, where S = <-x|psi><psi|+x> is a product of two sums of their own.
LogCorrelation log_initial_correlation(const Atoms& atoms, const AtomicStart& start) {
  if (atoms.state == AtomsState::coherent) {
    // |<-x|psi>|² |<psi|+x>|² = [(1 - X²)/4]^N with X = sin(theta) cos(phi).
    const double z = on_equator(atoms) ? 0.0 : std::cos(atoms.theta);
    const double y = std::sin(atoms.theta) * std::sin(atoms.phi);
    return {0.5 * static_cast<double>(start.atoms) * std::log(0.25 * (z * z + y * y))};
  }
  const std::shared_ptr<const BellAmplitudes> shared = amplitudes_of(start, 0.0);
  const BellAmplitudes& a = *shared;
  ExtendedComplex x{0.0, 0.0}, y{0.0, 0.0};
  double terms = 0.0;
  for (std::size_t k = 0; k < a.modulus.size(); ++k) {
    x = x + a.x_sum[k];
    y = y + a.y_sum[k];
    terms += a.modulus[k];
  }
  const double error = extended_precision.base * terms;
  const LogCorrelation of_x = log_within(modulus(x), error, a.log_scale);
  const LogCorrelation of_y = log_within(modulus(y), error, a.log_scale);
  return {of_x.value + of_y.value, of_x.error + of_y.error, of_x.at_least + of_y.at_least,
          of_x.at_most + of_y.at_most};
}

/// Q_N from ln|S|.
Verdict finish(const LogCorrelation& found, std::int64_t atoms, double tolerance, double& out) {
  const double offset = static_cast<double>(atoms) * std::numbers::ln2;
  out = offset + 2.0 * found.value;
  if (found.value == minus_infinity && found.error == 0.0) return {Trust::undefined};
  // A sum that is 0 as far as it is known: its bound alone is something to go by.
  if (found.value == minus_infinity)
    return {.error = std::numeric_limits<double>::infinity(),
            .at_most = offset + 2.0 * found.at_most};
  const double allowed = tolerance * std::max(1.0, std::abs(out));
  return {.error = found.error == 0.0 ? 0.0 : 2.0 * found.error / allowed,
          .at_least = offset + 2.0 * found.at_least,
          .at_most = offset + 2.0 * found.at_most};
}

/// Whether S = <-x|rho_A|+x> is 0 exactly. m -> -m maps |+x> to itself and |-x> to (-1)^N |-x>. Of
/// a start that it maps to itself or to minus itself every process but a tilt (by `turn`) keeps
/// rho_A even in both indices together: nothing is left of S where N is odd. Of an antisymmetric
/// one all but a tilt and dephasing (by `damping`) keep rho_A odd in each of them alone, and rho_A
/// |+x> is 0 whatever N.
bool vanishes(const AtomicStart& start, double turn, double damping) {
  if (turn != 0.0) return false;
  if (start.atoms % 2 != 0) return start.symmetric || start.antisymmetric;
  return start.antisymmetric && damping == 0.0;
}

}  // namespace

Verdict bell(const AtomicState& state, std::span<double> out) {
  const AtomicStart& start = state.start();
  const Model& model = state.point().parameters.model;
  if (vanishes(start, model.tilt * state.time(), model.dephasing * state.time())) {
    out[0] = minus_infinity;
    return {Trust::undefined};
  }
  const LogCorrelation found = state.time() == 0.0
                                   ? log_initial_correlation(state.point().parameters.atoms, start)
                                   : log_correlation(state);
  return finish(found, start.atoms, state.tolerance(), out[0]);
}

/// S of a start that nothing turns, from what the engine has summed up; where it is too small for
/// its error, better coherences may make it good.
void bell_from_sums(const SumSeries& series, std::span<double> out, std::span<Verdict> verdicts) {
  const AtomicStart& start = *series.start;
  const Atoms& atoms = series.point->parameters.atoms;
  const double log_scale = 2.0 * start.bell->log_scale;
  const bool absolute = std::any_of(series.coherence_errors.begin(), series.coherence_errors.end(),
                                    [](const CoherenceError& e) { return e.absolute > 0.0; });
  const double weights = absolute ? weights_of(start) : 0.0;
  for (std::size_t k = 0; k < series.size(); ++k) {
    if (vanishes(start, 0.0, 0.0)) {
      out[k] = minus_infinity;
      verdicts[k] = {Trust::undefined};
      continue;
    }
    const CoherenceError& of_v = series.coherence_errors[k];
    const double error =
        (of_v.of_pairs + of_v.each) * series.sum(bell_terms, k) + of_v.absolute * weights;
    const double modulus = std::hypot(series.sum(bell_re, k), series.sum(bell_im, k));
    const LogCorrelation found = series.times[k] == 0.0 ? log_initial_correlation(atoms, start)
                                                        : log_within(modulus, error, log_scale);
    verdicts[k] = finish(found, start.atoms, series.tolerance, out[k]);
  }
}

}  // namespace pairtwist::formulas
