// SPDX-License-Identifier: BSD-3-Clause
#include "observables/bell_amplitudes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace pairtwist {
namespace {

using Real = physics::DD<double>;

/// A number beyond the range of a double: mantissa × 2^exponent.
struct Scaled {
  Real mantissa = 1.0;
  int exponent = 0;
};

/// c_m over the window, relative to the one at window index `reference`, which has the smallest
/// |m|.
std::vector<Scaled> relative_plus_x(const AtomicStart& start, std::int64_t reference) {
  std::vector<Scaled> c(static_cast<std::size_t>(start.dim()));
  const auto next = [&](Scaled from, std::int64_t smaller) {  // |m| grows from smaller/2 by 1
    const auto to_move = static_cast<double>(start.atoms - smaller);
    const auto moved = static_cast<double>(start.atoms + smaller + 2);
    from.mantissa = from.mantissa * square_root(Real(to_move) / Real(moved));
    if (from.mantissa.hi < 0x1p-256) {
      from.mantissa = scaled(from.mantissa, 0x1p256);
      from.exponent -= 256;
    }
    return from;
  };
  for (std::int64_t i = reference + 1; i < start.dim(); ++i)
    c[i] = next(c[i - 1], start.two_m(i - 1));
  for (std::int64_t i = reference - 1; i >= 0; --i) c[i] = next(c[i + 1], -start.two_m(i + 1));
  return c;
}

/// The window index with the smallest |m|.
std::int64_t central_index(const AtomicStart& start) {
  return std::clamp<std::int64_t>(-start.two_m_lo / 2, 0, start.dim() - 1);
}

ExtendedComplex times_power_of_two(ExtendedComplex a, int exponent) {
  const auto shifted = [exponent](Real x) {
    return Real(std::ldexp(x.hi, exponent), std::ldexp(x.lo, exponent));
  };
  return {shifted(a.re), shifted(a.im)};
}

double size_of(const ExtendedComplex& a) { return std::hypot(a.re.hi, a.im.hi); }

}  // namespace

double log_plus_x_weight(std::int64_t atoms, std::int64_t two_m) {
  // binom(2q, q)/2^{2q} is the product of (2i - 1)/(2i); for odd N the same with 2q = N + 1.
  double central = 1.0;
  for (std::int64_t i = 1; i <= (atoms + 1) / 2; ++i)
    central *= static_cast<double>(2 * i - 1) / static_cast<double>(2 * i);
  double log_weight = std::log(central);
  for (std::int64_t smaller = atoms % 2; smaller < two_m; smaller += 2)
    log_weight +=
        std::log(static_cast<double>(atoms - smaller) / static_cast<double>(atoms + smaller + 2));
  return log_weight;
}

PairSumsView pair_sums_of(const AtomicStart& start) {
  PairSumsView view{.up = start.moments.up.data(), .down = start.moments.down.data()};
  if (!start.bell) return view;
  view.x = start.bell->x_sum.data();
  view.y = start.bell->y_sum.data();
  view.modulus = start.bell->modulus.data();
  return view;
}

BellAmplitudes bell_amplitudes(const AtomicStart& start, const Real& turn) {
  const std::int64_t reference = central_index(start);
  const std::vector<Scaled> c = relative_plus_x(start, reference);

  std::vector<ExtendedComplex> a;
  int largest = -(1 << 30);
  for (std::int64_t i = 0; i < start.dim(); ++i) {
    a.push_back(start.extended[i] * c[i].mantissa);
    const double size = size_of(a.back());
    if (size > 0.0) largest = std::max(largest, std::ilogb(size) + c[i].exponent);
  }

  BellAmplitudes result;
  const ExtendedComplex zero{0.0, 0.0};
  const auto sectors = static_cast<std::size_t>(start.sector_count());
  for (auto* list : {&result.x_sum, &result.y_sum, &result.x_difference, &result.y_difference})
    list->assign(sectors, zero);
  result.modulus.assign(sectors, 0.0);
  result.log_scale = largest * std::numbers::ln2 +
                     0.5 * log_plus_x_weight(start.atoms, std::abs(start.two_m(reference)));

  for (std::int64_t i = 0; i < start.dim(); ++i) {
    const auto k = static_cast<std::size_t>(std::abs(start.two_m(i)) / 2 - start.first_sector());
    const int shift = c[i].exponent - largest;
    ExtendedComplex y = times_power_of_two(a[i], shift);
    if (turn.hi != 0.0) y = y * physics::expi(turn * (-0.5 * static_cast<double>(start.two_m(i))));
    const bool odd = (start.atoms - start.two_m(i)) / 2 % 2 != 0;
    const ExtendedComplex x = odd ? zero - y : y;
    const bool minus = start.two_m(i) < 0;
    result.x_sum[k] = result.x_sum[k] + x;
    result.y_sum[k] = result.y_sum[k] + y;
    result.x_difference[k] = minus ? result.x_difference[k] - x : result.x_difference[k] + x;
    result.y_difference[k] = minus ? result.y_difference[k] - y : result.y_difference[k] + y;
    // An amplitude C_m below 2^-1022 is lost; as 2^-932 with the relative error 2^-90 it counts.
    result.modulus[k] += size_of(y) + std::ldexp(c[i].mantissa.hi, shift) * 0x1p-932;
  }
  for (std::size_t k = 0; k < sectors; ++k) {
    const ExtendedComplex& y = result.y_sum[k];
    result.real = result.real && y.im.hi == 0.0 && y.im.lo == 0.0;
    result.x.push_back(result.x_sum[k].re.hi);
    result.y.push_back(y.re.hi);
  }
  return result;
}

}  // namespace pairtwist
