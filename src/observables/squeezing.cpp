// Spin squeezing: the smallest variance of J in the plane perpendicular to <J>, and its two ratios.
//
// A variance of N/4 must come out of moments of N²/4, at N = 10^6 and with a window that has lost a
// little weight. So no second moment is formed and subtracted from another. With psi the state of
// amplitudes C_m and J_e the spin along a unit vector e, (J_e psi)_m = G_- + G_0 + G_+ (from m - 1,
// m, m + 1), and
//
//   <J_e²> = sum over m of |G_- + G_0 + G_+|² - 2 Re sum over pairs of G_s G*_s' (1 - v_ss'),
//
// where the first term is small by itself for e perpendicular to <J>, as long as v is near 1. A
// common rotation about z (tilt; also light and U, when the start is off the equator) would spoil
// this, so the phases of v_m,m+1 are moved into the amplitudes first. The result does not depend on
// that choice: a rotation about z squeezes nothing, and the exact sum stays the same.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "observables/formulas.hpp"
#include "observables/ladder.hpp"

namespace pairtwist::formulas {
namespace {

using Complex = std::complex<double>;
using Vector = std::array<double, 3>;

/// The band of rho_A over the window and two m on either side of it: entry b is window index b - 2.
struct Band {
  std::vector<Complex> amplitude;  ///< C_m with the phases of neighbouring coherences
  std::vector<Complex> lost1;      ///< [b]  1 - v between b and b + 1
  std::vector<Complex> lost2;      ///< [b]  1 - v between b and b + 2
};

/// Beyond the window the phases go on as at its ends and v = 1, which is wrong by no more than the
/// dropped weight, relative to the variance: light that takes v from 1 adds to it N² as much.
Band band_of(const AtomicState& state) {
  const AtomicStart& start = state.start();
  const std::int64_t dim = state.dim();
  const double decay1 = std::exp(-0.5 * state.dephasing() * state.time());
  const double decay2 = std::exp(-2.0 * state.dephasing() * state.time());

  std::vector<Complex> phase(static_cast<std::size_t>(dim), 1.0);
  std::vector<Complex> v1(static_cast<std::size_t>(dim), 1.0);
  Complex first_step = 1.0, last_step = 1.0;
  for (std::int64_t i = 0; i + 1 < dim; ++i) {
    v1[i] = state.photon_factor(state.sector(i), state.sector(i + 1));
    const double size = std::abs(v1[i]);
    last_step = size > 0.0 ? std::conj(v1[i]) / size : 1.0;
    if (i == 0) first_step = last_step;
    const Complex turned = phase[i] * last_step;
    phase[i + 1] = turned / std::abs(turned);  // no drift: it would count N²-fold
  }

  Band band;
  const auto& beyond = start.beyond;
  const Complex below = phase.front() * std::conj(first_step);
  const Complex above = phase.back() * last_step;
  band.amplitude = {beyond[0] * below * std::conj(first_step), beyond[1] * below};
  for (std::int64_t i = 0; i < dim; ++i) band.amplitude.push_back(start.amplitude[i] * phase[i]);
  band.amplitude.push_back(beyond[2] * above);
  band.amplitude.push_back(beyond[3] * above * last_step);

  const auto size = static_cast<std::size_t>(dim + 4);
  band.lost1.assign(size, 0.0);
  band.lost2.assign(size, 0.0);
  for (std::int64_t i = 0; i + 1 < dim; ++i)
    band.lost1[i + 2] = 1.0 - decay1 * v1[i] * std::conj(phase[i]) * phase[i + 1];
  for (std::int64_t i = 0; i + 2 < dim; ++i) {
    const Complex v2 = state.photon_factor(state.sector(i), state.sector(i + 2));
    band.lost2[i + 2] = 1.0 - decay2 * v2 * std::conj(phase[i]) * phase[i + 2];
  }
  return band;
}

struct Mean {
  Vector spin;      ///< <J>, turned about z as the band is
  double rounding;  ///< a length that rounding alone may give it
};

Mean mean_of(const AtomicState& state, const Band& band) {
  Complex plus = 0.0;
  double z = 0.0, terms = 0.0;
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    const double weight = state.weight(i);
    z += weight * state.m(i);
    terms += weight * std::abs(state.m(i));
    if (i + 1 == state.dim()) break;
    const Complex term = raising_element(state.atoms(), state.start().two_m(i)) *
                         band.amplitude[i + 2] * std::conj(band.amplitude[i + 3]) *
                         (1.0 - band.lost1[i + 2]);
    plus += term;
    terms += std::abs(term);
  }
  return {{plus.real(), plus.imag(), z}, 0x1p-50 * terms};
}

/// J_e = up J_+ + z J_z + conj(up) J_-.
struct Direction {
  explicit Direction(const Vector& e) : up(0.5 * e[0], -0.5 * e[1]), z(e[2]) {}
  Complex up;
  double z;
};

/// Two unit vectors perpendicular to n and to each other.
std::array<Vector, 2> perpendicular_to(const Vector& n) {
  std::size_t least = 0;
  for (std::size_t a = 1; a < 3; ++a)
    if (std::abs(n[a]) < std::abs(n[least])) least = a;
  const std::size_t a = (least + 1) % 3, b = (least + 2) % 3;
  const double length = std::hypot(n[a], n[b]);
  Vector first{}, second{};
  first[a] = -n[b] / length;
  first[b] = n[a] / length;
  for (std::size_t i = 0; i < 3; ++i)
    second[i] = n[(i + 1) % 3] * first[(i + 2) % 3] - n[(i + 2) % 3] * first[(i + 1) % 3];
  return {first, second};
}

/// Re sum over m of <m|J_d rho J_e|m>: the symmetrised second moment.
double second_moment(const AtomicState& state, const Band& band, const Direction& d,
                     const Direction& e) {
  double sum = 0.0;
  const auto product = [](Complex a, Complex b, Complex factor) {
    return (a * std::conj(b) * factor).real();
  };
  const std::int64_t dim = state.dim();
  for (std::int64_t i = -1; i <= dim; ++i) {
    const std::int64_t two_m = state.start().two_m(i);
    const double below = raising_element(state.atoms(), two_m - 2);
    const double above = raising_element(state.atoms(), two_m);
    const Complex* c = &band.amplitude[i + 2];
    const auto parts = [&](const Direction& x) {
      return std::array<Complex, 3>{x.up * below * c[-1],
                                    x.z * 0.5 * static_cast<double>(two_m) * c[0],
                                    std::conj(x.up) * above * c[1]};
    };
    const std::array<Complex, 3> g = parts(d), h = parts(e);
    const Complex lower = band.lost1[i + 1], upper = band.lost1[i + 2], across = band.lost2[i + 1];
    sum += product(g[0] + g[1] + g[2], h[0] + h[1] + h[2], 1.0);
    sum -= product(g[0], h[1], lower) + product(g[1], h[0], std::conj(lower));
    sum -= product(g[1], h[2], upper) + product(g[2], h[1], std::conj(upper));
    sum -= product(g[0], h[2], across) + product(g[2], h[0], std::conj(across));
  }
  return sum;
}

struct Squeezing {
  double variance;  ///< the smallest perpendicular to <J>
  double length;    ///< |<J>|
  Trust trust = Trust::good;
};

/// No variance where <J> = 0, or is no longer than its rounding error: no direction is
/// perpendicular to it.
Squeezing squeezing_of(const AtomicState& state) {
  const Band band = band_of(state);
  const Mean mean = mean_of(state, band);
  const double length = std::hypot(mean.spin[0], mean.spin[1], mean.spin[2]);
  if (length <= mean.rounding) {
    const double undefined = std::numeric_limits<double>::quiet_NaN();
    return {undefined, undefined, Trust::undefined};
  }
  const auto [e1, e2] =
      perpendicular_to({mean.spin[0] / length, mean.spin[1] / length, mean.spin[2] / length});
  const Direction d1(e1), d2(e2);
  const double a = second_moment(state, band, d1, d1);
  const double b = second_moment(state, band, d2, d2);
  const double c = second_moment(state, band, d1, d2);
  return {0.5 * (a + b) - std::hypot(0.5 * (a - b), c), length};
}

}  // namespace

/// xi_R² = N min Var(J_perp)/|<J>|².
Trust squeezing_wineland(const AtomicState& state, std::span<double> out) {
  const Squeezing s = squeezing_of(state);
  out[0] = static_cast<double>(state.atoms()) * s.variance / s.length / s.length;
  return s.trust;
}

/// xi_S² = 4 min Var(J_perp)/N.
Trust squeezing_kitagawa_ueda(const AtomicState& state, std::span<double> out) {
  const Squeezing s = squeezing_of(state);
  out[0] = 4.0 * s.variance / static_cast<double>(state.atoms());
  return s.trust;
}

}  // namespace pairtwist::formulas
