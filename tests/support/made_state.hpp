// SPDX-License-Identifier: BSD-3-Clause
// Atomic states made up for tests of the observables: any amplitudes, any coherences that leave
// rho_A positive, laid out as the solver lays them out. No physics of the light in here.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "observables/atomic_state.hpp"
#include "observables/output_tables.hpp"
#include "observables/registry.hpp"
#include "support/dense_oracle.hpp"

namespace pairtwist::testing {

inline double uniform(std::mt19937_64& rng, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(rng);
}

inline std::complex<double> gaussian(std::mt19937_64& rng) {
  std::normal_distribution<double> normal;
  const double re = normal(rng);
  return {re, normal(rng)};
}

inline std::vector<std::complex<double>> random_amplitudes(std::mt19937_64& rng, std::int64_t atoms,
                                                           bool symmetric) {
  std::vector<std::complex<double>> c(static_cast<std::size_t>(atoms + 1));
  for (auto& amplitude : c) amplitude = gaussian(rng);
  if (symmetric)
    for (std::size_t i = 0; i < c.size() / 2; ++i) c[c.size() - 1 - i] = c[i];
  double total = 0.0;
  for (const auto& amplitude : c) total += std::norm(amplitude);
  for (auto& amplitude : c) amplitude /= std::sqrt(total);
  return c;
}

class MadeState {
 public:
  /// v = 1 for every pair, until a set_... says otherwise. `pairs`: PairDemand bits; fewer than
  /// every pair for windows of thousands of m.
  MadeState(const Point& point, double allowed_weight, double time,
            const std::vector<std::complex<double>>* file_amplitudes = nullptr,
            std::uint32_t pairs = physics::every_pair);

  /// v_kl = <g_l|g_k> for random unit vectors g of `rank` components: positive with unit diagonal.
  void set_random_coherences(std::mt19937_64& rng, std::int64_t rank);
  /// v_kl = e^{-i U (m² - m'²) t} in double-double: one-axis twisting, exact.
  void set_one_axis_twisting(double U);
  void set_coherence(std::int64_t k, std::int64_t l, const ExtendedComplex& v);
  /// Every coherence off by that much, in any direction; coherence_error says so.
  void move_coherences(std::mt19937_64& rng, double off);
  void set_random_light(std::mt19937_64& rng);

  /// What is asked for over angles and grids; few of each unless this is called.
  void set_output(const OutputSpec& output);
  Sizes sizes() const;

  /// The state with all its pairs there.
  AtomicState full() const;
  /// Every pair in its place, but NaN wherever `demand` does not ask for it.
  AtomicState poisoned(const Demand& demand);
  /// As the solver would hand it over: only the demanded pairs, packed, nullptr for the rest.
  AtomicState packed(const Demand& demand);

  /// All of rho_A as the oracle sees it; for windows that hold every m.
  oracle::Matrix density_matrix() const;

  Point point;
  AtomicStart start;
  double time;
  double tolerance = 1e-10;  ///< solve.tolerance
  CoherenceError coherence_error{};

 private:
  physics::PairIndex index(std::uint32_t pairs) const;
  AtomicState view(const Demand& demand, bool pack);

  OutputSpec output_;
  OutputTables tables_;
  physics::PairIndex index_;
  std::vector<ExtendedComplex> pairs_;           ///< [index_.rank(k, l)], k < l
  std::vector<std::complex<double>> rounded_;    ///< the same
  std::vector<PhotonMoments> photons_;           ///< [sector]  of coherent states
  std::vector<physics::LightAxes> lights_;       ///< [sector]  of the same
  std::vector<ExtendedComplex> given_extended_;  ///< what the last view reads
  std::vector<std::complex<double>> given_;
};

inline MadeState::MadeState(const Point& the_point, double allowed_weight, double at_time,
                            const std::vector<std::complex<double>>* file_amplitudes,
                            std::uint32_t pairs)
    : point(the_point),
      start(atomic_start(the_point.parameters.atoms, the_point.parameters.model.atoms,
                         allowed_weight, file_amplitudes)),
      time(at_time),
      index_(index(pairs)) {
  pairs_.assign(static_cast<std::size_t>(index_.count()), {1.0, 0.0});
  rounded_.assign(pairs_.size(), 1.0);
  photons_.assign(static_cast<std::size_t>(start.sector_count()), {0.0, 0.0});
  lights_.assign(photons_.size(), {});
  OutputSpec output;
  output.photons_max = 8;
  output.angles.values = {0.0, 0.4, 0.5 * std::numbers::pi, 1.5707, -2.9};
  output.husimi_grid = {5, 7};
  if (the_point.parameters.model.atoms <= 1000) set_output(output);
}

inline void MadeState::set_output(const OutputSpec& output) {
  output_ = output;
  std::vector<const Quantity*> all;
  for (const Quantity& quantity : quantities()) all.push_back(&quantity);
  tables_ = output_tables(output, all, start.atoms);
}

inline Sizes MadeState::sizes() const {
  Sizes sizes = sizes_of(output_);
  sizes.dim = start.dim();
  sizes.two_m_lo = start.two_m_lo;
  sizes.atoms = start.atoms;
  return sizes;
}

inline void MadeState::set_coherence(std::int64_t k, std::int64_t l, const ExtendedComplex& v) {
  pairs_[index_.rank(k, l)] = v;
  rounded_[index_.rank(k, l)] = {v.re.hi, v.im.hi};
}

inline void MadeState::set_random_coherences(std::mt19937_64& rng, std::int64_t rank) {
  std::vector<Eigen::VectorXcd> vectors;
  for (std::int64_t k = 0; k < start.sector_count(); ++k) {
    Eigen::VectorXcd g(rank);
    for (auto& component : g) component = gaussian(rng);
    vectors.push_back(g.normalized());
  }
  for (std::int64_t l = 1; l < start.sector_count(); ++l) {
    for (std::int64_t k = 0; k < l; ++k) {
      const std::complex<double> v = vectors[l].dot(vectors[k]);  // conj(g_l) g_k
      set_coherence(k, l, {v.real(), v.imag()});
    }
  }
}

inline void MadeState::set_one_axis_twisting(double U) {
  const std::int64_t twice_first = 2 * start.first_sector() + start.atoms % 2;
  for (std::int64_t rank = 0; rank < index_.count(); ++rank) {
    const auto [k, l] = index_.pair(rank);
    const auto difference = static_cast<double>((k - l) * (k + l + twice_first));
    set_coherence(k, l, physics::expi(physics::two_prod(U, time) * -difference));
  }
}

inline void MadeState::move_coherences(std::mt19937_64& rng, double off) {
  for (std::int64_t l = 1; l < start.sector_count(); ++l) {
    for (std::int64_t k = 0; k < l; ++k) {
      const std::complex<double> moved =
          full().photon_factor(k, l) + off * std::polar(1.0, uniform(rng, 0.0, 6.28));
      set_coherence(k, l, {moved.real(), moved.imag()});
    }
  }
  coherence_error = {.absolute = off};
}

inline void MadeState::set_random_light(std::mt19937_64& rng) {
  for (std::size_t k = 0; k < photons_.size(); ++k) {
    const double number = std::norm(gaussian(rng));
    photons_[k] = {number, number * number};
    lights_[k] = {{0.0, 0.0}, {number, 0.0}};
  }
}

inline physics::PairIndex MadeState::index(std::uint32_t pairs) const {
  return {.k_lo = start.first_sector(),
          .sectors = start.sector_count(),
          .demand = pairs,
          .odd = static_cast<std::uint32_t>(start.atoms % 2)};
}

inline AtomicState MadeState::full() const {
  return {point,
          start,
          index_,
          time,
          {.coherence = rounded_.data(),
           .extended = pairs_.data(),
           .photons = photons_.data(),
           .coherence_error = coherence_error,
           .tolerance = tolerance,
           .light = lights_.data()},
          &tables_};
}

inline AtomicState MadeState::view(const Demand& demand, bool pack) {
  const std::uint32_t bits = demand.every_pair() ? physics::every_pair
                                                 : (demand.step1 ? physics::step1 : 0U) |
                                                       (demand.step2 ? physics::step2 : 0U);
  const physics::PairIndex asked = index(bits);
  const physics::PairIndex given = pack ? asked : index(physics::every_pair);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  given_.assign(static_cast<std::size_t>(given.count()), {nan, nan});
  given_extended_.assign(given_.size(), {nan, nan});
  for (std::int64_t rank = 0; rank < asked.count(); ++rank) {
    const auto [k, l] = asked.pair(rank);
    given_[given.rank(k, l)] = rounded_[index_.rank(k, l)];
    given_extended_[given.rank(k, l)] = pairs_[index_.rank(k, l)];
  }
  return {point,
          start,
          given,
          time,
          {.coherence = demand.coherences() ? given_.data() : nullptr,
           .extended = demand.extended ? given_extended_.data() : nullptr,
           .photons = demand.photons ? photons_.data() : nullptr,
           .tolerance = tolerance,
           .light = demand.distribution ? lights_.data() : nullptr},
          &tables_};
}

inline AtomicState MadeState::poisoned(const Demand& demand) { return view(demand, false); }
inline AtomicState MadeState::packed(const Demand& demand) { return view(demand, true); }

inline oracle::Matrix MadeState::density_matrix() const {
  std::vector<oracle::Complex> c(static_cast<std::size_t>(start.atoms + 1));
  for (std::int64_t i = 0; i < start.dim(); ++i)
    c[static_cast<std::size_t>((start.two_m(i) + start.atoms) / 2)] = {start.amplitude[i].real(),
                                                                       start.amplitude[i].imag()};
  const std::int64_t first = start.first_sector();
  const std::int64_t all = start.atoms / 2 + 1;
  oracle::Matrix v = oracle::Matrix::Identity(all, all);
  for (std::int64_t l = 1; l < start.sector_count(); ++l) {
    for (std::int64_t k = 0; k < l; ++k) {
      const std::complex<double> value = rounded_[index_.rank(k, l)];
      v(first + k, first + l) = {value.real(), value.imag()};
      v(first + l, first + k) = std::conj(v(first + k, first + l));
    }
  }
  const Model& model = point.parameters.model;
  return oracle::density_matrix(c, v, model.dephasing, model.tilt, time);
}

/// N atoms that start along +x, no light, no time scales.
inline Point plain_point(std::int64_t atoms) {
  Point point;
  point.parameters.model.atoms = atoms;
  return point;
}

enum class Start { plus_x, tilted, dicke, symmetric_file, asymmetric_file };
inline constexpr Start every_start[] = {Start::plus_x, Start::tilted, Start::dicke,
                                        Start::symmetric_file, Start::asymmetric_file};

inline const char* name_of(Start start) {
  switch (start) {
    case Start::plus_x:
      return "plus_x";
    case Start::tilted:
      return "tilted";
    case Start::dicke:
      return "dicke";
    case Start::symmetric_file:
      return "symmetric_file";
    case Start::asymmetric_file:
      return "asymmetric_file";
  }
  return "";
}

/// A random state of all m at t > 0; `outside`: with dephasing and tilt.
inline MadeState random_state(std::mt19937_64& rng, std::int64_t atoms, Start start, bool outside) {
  Point point = plain_point(atoms);
  Parameters& parameters = point.parameters;
  if (outside) {
    parameters.model.dephasing = uniform(rng, 0.0, 1.0);
    parameters.model.tilt = uniform(rng, -2.0, 2.0);
  }
  std::vector<std::complex<double>> amplitudes;
  if (start == Start::tilted) {
    parameters.atoms.theta = uniform(rng, 0.1, 3.0);
    parameters.atoms.phi = uniform(rng, -3.0, 3.0);
  } else if (start == Start::dicke) {
    parameters.atoms.state = AtomsState::dicke;
    parameters.atoms.m = 0.5 * static_cast<double>(atoms % 2);
    if (uniform(rng, 0.0, 1.0) < 0.5) parameters.atoms.m = -0.5 * static_cast<double>(atoms);
  } else if (start != Start::plus_x) {
    parameters.atoms.state = AtomsState::file;
    amplitudes = random_amplitudes(rng, atoms, start == Start::symmetric_file);
  }
  MadeState state(point, 0.0, uniform(rng, 0.1, 1.0), amplitudes.empty() ? nullptr : &amplitudes);
  state.set_random_coherences(rng, 1 + static_cast<std::int64_t>(rng() % 4));
  state.set_random_light(rng);
  return state;
}

/// body(state) of every kind of start with 1 ... most_atoms atoms, with dephasing and tilt and
/// without.
template <class Body>
void for_random_states(std::mt19937_64& rng, std::int64_t most_atoms, const Body& body) {
  for (std::int64_t atoms = 1; atoms <= most_atoms; ++atoms) {
    for (const Start start : every_start) {
      for (const bool outside : {false, true}) {
        SCOPED_TRACE(::testing::Message() << "N = " << atoms << ", " << name_of(start)
                                          << ", dephasing and tilt " << outside);
        MadeState made = random_state(rng, atoms, start, outside);
        body(made);
      }
    }
  }
}

/// All values of a quantity.
inline std::vector<double> values_of(const char* quantity, const MadeState& made,
                                     Verdict* verdict = nullptr) {
  const Quantity& entry = *find_quantity(quantity);
  std::vector<double> values(static_cast<std::size_t>(entry.values(made.sizes())));
  const Verdict found = entry.evaluate(made.full(), values);
  if (verdict != nullptr) *verdict = found;
  return values;
}

/// One value of a scalar quantity.
inline double value_of(const char* quantity, const AtomicState& state) {
  double value = 0.0;
  find_quantity(quantity)->evaluate(state, {&value, 1});
  return value;
}

}  // namespace pairtwist::testing
