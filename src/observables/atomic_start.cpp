// SPDX-License-Identifier: BSD-3-Clause
#include "observables/atomic_start.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using Real = physics::DD<double>;

/// |C| over consecutive numbers n of atoms in mode 1 (m = n - N/2).
struct Profile {
  std::int64_t first_n = 0;
  std::vector<Real> magnitude;
  double unexplored = 0.0;  ///< bound on the weight beyond both ends

  std::int64_t size() const { return static_cast<std::int64_t>(magnitude.size()); }
  double weight(std::int64_t i) const { return magnitude[i].hi * magnitude[i].hi; }
};

/// Magnitudes at the n next to `peak`, away from it, relative to the one there: by the ratio of
/// neighbours, sqrt(outside atoms to move / atoms moved) × tangent, where `tangent` is the ratio of
/// the two modes' amplitudes. Ends where all that follows weighs less than `negligible` times the
/// peak, or at the last n.
std::vector<Real> outward(std::int64_t to_move, std::int64_t moved, Real tangent, double negligible,
                          double& unexplored) {
  std::vector<Real> result;
  Real magnitude = 1.0;
  for (; to_move > 0; --to_move) {
    ++moved;
    const Real step =
        square_root(Real(static_cast<double>(to_move)) / Real(static_cast<double>(moved))) *
        tangent;
    magnitude = magnitude * step;
    const double ratio = step.hi * step.hi;  // decreasing: the tail is below a geometric series
    if (ratio < 1.0) {
      const double tail = magnitude.hi * magnitude.hi / (1.0 - ratio);
      if (tail < negligible) {
        unexplored += tail;
        break;
      }
    }
    result.push_back(magnitude);
  }
  return result;
}

void normalise(Profile& profile) {
  Real total = 0.0;
  for (const Real& magnitude : profile.magnitude) total += magnitude * magnitude;
  const Real factor = Real(1.0) / square_root(total);
  for (Real& magnitude : profile.magnitude) magnitude = magnitude * factor;
}

Profile binomial_profile(std::int64_t n_atoms, const Atoms& atoms, double allowed) {
  // Up: towards mode 1, by cot(theta/2); down: by tan(theta/2). Exactly 1 on the equator, so that
  // both directions round alike and C_m = C_-m to the last bit.
  Real up = 1.0, down = 1.0;
  double p = 0.5;
  if (!on_equator(atoms)) {
    const auto half = physics::expi(Real(0.5 * atoms.theta));
    up = half.re / half.im;
    down = half.im / half.re;
    p = half.re.hi * half.re.hi;
  }
  const auto n = static_cast<double>(n_atoms);
  const std::int64_t peak = std::min(static_cast<std::int64_t>((n + 1.0) * p), n_atoms);
  // 2^-120 is nothing to the normalisation of double-doubles.
  const double negligible = std::min(0x1p-120, allowed * 0x1p-20);

  Profile profile;
  const std::vector<Real> below =
      outward(peak, n_atoms - peak, down, negligible, profile.unexplored);
  const std::vector<Real> above = outward(n_atoms - peak, peak, up, negligible, profile.unexplored);
  profile.first_n = peak - static_cast<std::int64_t>(below.size());
  profile.magnitude.assign(below.rbegin(), below.rend());
  profile.magnitude.emplace_back(1.0);
  profile.magnitude.insert(profile.magnitude.end(), above.begin(), above.end());
  normalise(profile);
  return profile;
}

/// The part of a profile that is kept: entries lo ... hi - 1.
struct Window {
  std::int64_t lo;
  std::int64_t hi;
  double dropped;
  double dropped_coherence = 0.0;
};

/// Drops the lighter end, both ends together where they weigh the same (so that a symmetric profile
/// stays symmetric), for as long as the weight outside and the coherence cut stay below `allowed`.
Window trim(const Profile& profile, double allowed) {
  Window window{0, profile.size(), profile.unexplored};
  while (window.hi - window.lo > 2) {
    const double low = profile.weight(window.lo);
    const double high = profile.weight(window.hi - 1);
    const double low_cut = std::sqrt(low * profile.weight(window.lo + 1));
    const double high_cut = std::sqrt(high * profile.weight(window.hi - 2));
    const bool drop_low = low <= high;
    const bool drop_high = high <= low;
    const double more = (drop_low ? low : 0.0) + (drop_high ? high : 0.0);
    const double cut = std::max(drop_low ? low_cut : 0.0, drop_high ? high_cut : 0.0);
    if (window.dropped + more > allowed || cut > allowed) break;
    window.dropped += more;
    if (drop_low)
      window.dropped_coherence += low_cut + std::sqrt(low * profile.weight(window.lo + 2));
    if (drop_high)
      window.dropped_coherence += high_cut + std::sqrt(high * profile.weight(window.hi - 3));
    window.lo += drop_low ? 1 : 0;
    window.hi -= drop_high ? 1 : 0;
  }
  window.dropped *= 1.0 + 0x1p-40;  // a bound, whatever the sum was rounded to
  return window;
}

AtomicStart start_of(const Profile& profile, const Window& window, std::int64_t n_atoms,
                     double phi) {
  const auto amplitude = [&](std::int64_t i) -> ExtendedComplex {
    const double moved = static_cast<double>(n_atoms - profile.first_n - i);  // N/2 - m
    if (phi == 0.0) return {profile.magnitude[i], Real(0.0)};
    return physics::expi(physics::two_prod(phi, moved)) * profile.magnitude[i];
  };
  const auto rounded = [](const ExtendedComplex& c) { return std::complex(c.re.hi, c.im.hi); };

  AtomicStart start;
  start.atoms = n_atoms;
  start.two_m_lo = 2 * (profile.first_n + window.lo) - n_atoms;
  start.dropped_weight = window.dropped;
  start.dropped_coherence = window.dropped_coherence;
  for (std::int64_t i = window.lo; i < window.hi; ++i) {
    start.extended.push_back(amplitude(i));
    start.amplitude.push_back(rounded(start.extended.back()));
  }
  return start;
}

AtomicStart single_m(std::int64_t n_atoms, std::int64_t n, double phi) {
  Profile profile;
  profile.first_n = n;
  profile.magnitude = {Real(1.0)};
  return start_of(profile, {0, 1, 0.0}, n_atoms, phi);
}

AtomicStart coherent_start(const Atoms& atoms, std::int64_t n_atoms, double allowed) {
  if (atoms.theta == 0.0) return single_m(n_atoms, n_atoms, atoms.phi);
  if (atoms.theta == std::numbers::pi) return single_m(n_atoms, 0, atoms.phi);
  const Profile profile = binomial_profile(n_atoms, atoms, allowed);
  const Window window = allowed > 0.0 ? trim(profile, allowed) : Window{0, profile.size(), 0.0};
  AtomicStart start = start_of(profile, window, n_atoms, atoms.phi);
  start.symmetric = known_symmetric(atoms);
  return start;
}

AtomicStart dicke_start(const Atoms& atoms, std::int64_t n_atoms) {
  const double n = atoms.m + 0.5 * static_cast<double>(n_atoms);
  if (!(n >= 0.0 && n <= static_cast<double>(n_atoms)) || n != std::floor(n))
    throw UsageError(fmt::format("atoms.m = {}: {} atoms have m = -{}, ..., {} in steps of 1",
                                 atoms.m, n_atoms, 0.5 * static_cast<double>(n_atoms),
                                 0.5 * static_cast<double>(n_atoms)));
  AtomicStart start = single_m(n_atoms, static_cast<std::int64_t>(n), 0.0);
  start.symmetric = atoms.m == 0.0;
  return start;
}

AtomicStart file_start(const Atoms& atoms, std::int64_t n_atoms,
                       const std::vector<std::complex<double>>& amplitudes) {
  if (static_cast<std::int64_t>(amplitudes.size()) != n_atoms + 1)
    throw UsageError(fmt::format("atoms.file = \"{}\": {} amplitudes; model.atoms = {} needs {}",
                                 atoms.file, amplitudes.size(), n_atoms, n_atoms + 1));
  Real total = 0.0;
  for (const auto& c : amplitudes)
    total += physics::two_prod(c.real(), c.real()) + physics::two_prod(c.imag(), c.imag());
  if (!(std::abs(total.hi - 1.0) <= 1e-8))
    throw UsageError(
        fmt::format("atoms.file = \"{}\": the squared amplitudes sum to {}; normalise them to 1",
                    atoms.file, total.hi));

  const Real factor = Real(1.0) / square_root(total);
  AtomicStart start;
  start.atoms = n_atoms;
  start.two_m_lo = -n_atoms;
  start.symmetric = true;
  start.antisymmetric = true;
  for (std::size_t i = 0; i < amplitudes.size(); ++i) {
    const std::complex<double> c = amplitudes[i];
    const std::complex<double> opposite = amplitudes[amplitudes.size() - 1 - i];
    start.extended.push_back({factor * c.real(), factor * c.imag()});
    start.amplitude.emplace_back(start.extended.back().re.hi, start.extended.back().im.hi);
    start.symmetric &= c == opposite;
    start.antisymmetric &= c == -opposite;
  }
  return start;
}

}  // namespace

std::int64_t AtomicStart::first_sector() const {
  const std::int64_t lo = two_m_lo;
  const std::int64_t hi = two_m(dim() - 1);
  return lo > 0 ? lo / 2 : hi < 0 ? -hi / 2 : 0;
}

std::int64_t AtomicStart::sector_count() const {
  const std::int64_t hi = two_m(dim() - 1);
  return std::max(std::abs(two_m_lo), std::abs(hi)) / 2 - first_sector() + 1;
}

bool on_equator(const Atoms& atoms) { return atoms.theta == std::numbers::pi / 2; }

bool known_symmetric(const Atoms& atoms) {
  return atoms.along_x() || (atoms.state == AtomsState::dicke && atoms.m == 0.0);
}

namespace {

AtomicStart amplitudes_of(const Atoms& atoms, std::int64_t n_atoms, double dropped_weight_allowed,
                          const std::vector<std::complex<double>>* file_amplitudes) {
  switch (atoms.state) {
    case AtomsState::coherent:
      return coherent_start(atoms, n_atoms, dropped_weight_allowed);
    case AtomsState::dicke:
      return dicke_start(atoms, n_atoms);
    case AtomsState::file:
      if (file_amplitudes == nullptr) break;
      return file_start(atoms, n_atoms, *file_amplitudes);
  }
  throw UsageError(fmt::format("atoms.file = \"{}\": its amplitudes were not read", atoms.file));
}

}  // namespace

AtomicStart atomic_start(const Atoms& atoms, std::int64_t n_atoms, double dropped_weight_allowed,
                         const std::vector<std::complex<double>>* file_amplitudes) {
  AtomicStart start = amplitudes_of(atoms, n_atoms, dropped_weight_allowed, file_amplitudes);
  start.moments = moment_weights(start, atoms);
  return start;
}

AtomicStart on_every_m(const AtomicStart& start, const Atoms& atoms) {
  AtomicStart whole = start;
  const auto before = static_cast<std::size_t>((start.two_m_lo + start.atoms) / 2);
  const auto all = static_cast<std::size_t>(start.atoms + 1);
  const auto widen = [&](auto& amplitudes, auto zero) {
    amplitudes.insert(amplitudes.begin(), before, zero);
    amplitudes.resize(all, zero);
  };
  whole.two_m_lo = -start.atoms;
  widen(whole.amplitude, std::complex<double>(0.0));
  widen(whole.extended, ExtendedComplex{0.0, 0.0});
  whole.moments = moment_weights(whole, atoms);
  return whole;
}

std::vector<double> moduli_of_every_m(const AtomicStart& start) {
  std::vector<double> all(static_cast<std::size_t>(start.atoms) + 1);
  const auto first = static_cast<std::size_t>((start.two_m_lo + start.atoms) / 2);
  for (std::size_t i = 0; i < start.amplitude.size(); ++i)
    all[first + i] = std::abs(start.amplitude[i]);
  return all;
}

}  // namespace pairtwist
