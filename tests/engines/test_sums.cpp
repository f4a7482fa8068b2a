// SPDX-License-Identifier: BSD-3-Clause
// The sums of every method against dense matrices: rho_A of all (m, m') in long double with
// explicit spin matrices (tests/support/dense_oracle.hpp), from coherences in double-double, which
// test_resonance.cpp and test_coherence_bound.cpp hold against references.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "engines/batch.hpp"
#include "observables/atomic_start.hpp"
#include "plan/coherence_bound.hpp"
#include "plan/light_state.hpp"
#include "support/backends.hpp"
#include "support/dense_oracle.hpp"
#include "support/made_state.hpp"

namespace pairtwist::test {
namespace {

constexpr std::uint64_t seed = 20261125;
constexpr std::int64_t n_times = 5;

struct Case {
  Point point;
  AtomicStart start;
  std::vector<double> times;

  physics::PairIndex pairs(std::uint32_t demand) const {
    return {start.first_sector(), start.sector_count(), demand,
            static_cast<std::uint32_t>(start.atoms % 2)};
  }
  CoherenceSize size() const {
    CoherenceSize result =
        coherence_size(coherent_point(point), pairs(physics::step1 | physics::step2));
    for (const PumpSegment& segment : point.segments)
      result.add_stretch(std::abs(segment.eta), std::abs(segment.transverse));
    return result;
  }
};

Case random_case(std::mt19937_64& random) {
  using pairtwist::testing::uniform;
  Case c;
  Parameters& p = c.point.parameters;
  p.model.atoms = static_cast<std::int64_t>(1 + random() % 7);
  p.model.U = uniform(random, -1.0, 1.0);
  p.model.W0 = uniform(random, -1.0, 1.0);
  const double m = 0.5 * static_cast<double>(p.model.atoms);
  p.model.detuning = random() % 3 == 0 ? 2.0 * p.model.W0 * m * m : uniform(random, -3.0, 3.0);
  p.model.kappa = random() % 3 == 0 ? 0.0 : uniform(random, 0.0, 2.0);
  if (random() % 2 == 0) {
    p.light.state = LightState::coherent;
    p.light.alpha = {uniform(random, -1.0, 1.0), uniform(random, -1.0, 1.0)};
  }
  std::vector<std::complex<double>> amplitudes;
  switch (random() % 3) {
    case 0:  // along +x
      break;
    case 1:
      p.atoms.theta = uniform(random, 0.1, 3.0);
      p.atoms.phi = uniform(random, -3.0, 3.0);
      break;
    default:
      p.atoms.state = AtomsState::file;
      amplitudes = pairtwist::testing::random_amplitudes(random, p.model.atoms, random() % 2 == 0);
  }
  c.start = atomic_start(p.atoms, p.model.atoms, 0.0, amplitudes.empty() ? nullptr : &amplitudes);
  c.point.stop = uniform(random, 0.2, 1.5);
  for (std::int64_t k = 0; k < n_times; ++k)
    c.times.push_back(c.point.stop * static_cast<double>(k) / (n_times - 1.0));
  const auto pump = [&] {
    return std::complex(uniform(random, -1.0, 1.0), uniform(random, -1.0, 1.0));
  };
  if (random() % 2 == 0) c.point.segments.push_back({0.6 * c.point.stop, pump()});
  c.point.segments.push_back({std::numeric_limits<double>::infinity(), pump()});
  return c;
}

/// Those of neighbours and next neighbours, and of the light.
constexpr int sums_there = photon_excess + 1;
using Sums = std::array<double, sums_there>;

/// From the definitions: moments of rho_A that are lost since t = 0, with Tr[rho_A A]; and moments
/// of a mixture of coherent light.
std::vector<Sums> dense_sums(const Case& c, Backend& backend) {
  engines::Batch batch;
  batch.n_times = n_times;
  batch.want_extended = true;
  batch.want_photons = true;
  batch.add(c.point, c.pairs(physics::every_pair), c.times);
  backend.submit(0, batch);
  const engines::BatchView view = backend.wait(0);

  const auto dim = c.start.dim();
  std::vector<oracle::Complex> amplitudes;
  for (const ExtendedComplex& a : c.start.extended)
    amplitudes.emplace_back(static_cast<long double>(a.re.hi) + a.re.lo,
                            static_cast<long double>(a.im.hi) + a.im.lo);
  const oracle::Spin spin(dim - 1);
  const oracle::Matrix plus = spin.x + oracle::Complex(0, 1) * spin.y;
  const oracle::Matrix moments[] = {plus, plus * spin.z + spin.z * plus, plus * plus};

  std::vector<Sums> result;
  oracle::Complex at_start[3];
  for (std::int64_t k = -1; k < n_times; ++k) {  // -1: all v = 1
    const std::int64_t sectors = c.start.sector_count();
    oracle::Matrix v = oracle::Matrix::Ones(sectors, sectors);
    for (std::int64_t b = 1; b < sectors && k >= 0; ++b)
      for (std::int64_t a = 0; a < b; ++a) {
        const ExtendedComplex& x =
            view.extended[k * batch.total_pairs() + batch.pairs[0].rank(a, b)];
        v(a, b) = {static_cast<long double>(x.re.hi) + x.re.lo,
                   static_cast<long double>(x.im.hi) + x.im.lo};
        v(b, a) = std::conj(v(a, b));
      }
    const oracle::Matrix rho = oracle::density_matrix(amplitudes, v, 0, 0, 0);
    Sums sums{};
    for (int i = 0; i < 3; ++i) {
      const oracle::Complex moment = (rho * moments[i]).trace();
      if (k < 0) at_start[i] = moment;
      sums[2 * i] = static_cast<double>((at_start[i] - moment).real());
      sums[2 * i + 1] = static_cast<double>((at_start[i] - moment).imag());
    }
    if (k < 0) continue;
    long double mean = 0, square = 0;
    for (std::int64_t i = 0; i < dim; ++i) {
      const std::int64_t sector = std::abs(c.start.two_m(i)) / 2 - c.start.first_sector();
      const long double n = view.photons[k * batch.total_sectors() + sector].number;
      mean += std::norm(amplitudes[i]) * n;
      square += std::norm(amplitudes[i]) * (n * n + n);
    }
    sums[photon_mean] = static_cast<double>(mean);
    sums[photon_excess] = static_cast<double>(square - mean * mean - mean);
    result.push_back(sums);
  }
  return result;
}

struct Way {
  std::string name;
  Method method;
  bool in_double = false;
  bool moving = false;
};
const Way ways[] = {{"closed form in double", Method::closed_form, true},
                    {"closed form in double-double", Method::closed_form},
                    {"gaussian", Method::gaussian},
                    {"fock, laboratory", Method::fock},
                    {"fock, moving", Method::fock, false, true}};

constexpr double integration = 1e-11;

std::vector<Sums> sums_of(const Case& c, const Way& way, Backend& backend) {
  engines::Batch batch;
  batch.method = way.method;
  batch.in_double = way.in_double;
  batch.n_times = n_times;
  batch.tolerance = integration;
  batch.most_steps = 1e6;
  batch.limits = {.change = integration, .ceiling = 200, .exact = 0};
  batch.phase_error = 1e-9;
  batch.want_coherence = false;
  batch.want_photons = true;
  batch.want_sums = want_plus | want_plus_z | want_plus2 | want_light;
  LightDensity light;
  if (way.method == Method::fock)
    light = light_density(c.point.parameters.light, way.moving, integration);
  batch.add(c.point, c.pairs(physics::step1 | physics::step2), c.times, {},
            {.moving = way.moving, .light = &light}, &c.start);
  backend.submit(0, batch);
  const engines::BatchView view = backend.wait(0);
  if (view.failed != nullptr) {
    EXPECT_EQ(view.failed[0], 0);
  }
  std::vector<Sums> result(n_times);
  for (int s = 0; s < sums_there; ++s)
    for (std::size_t k = 0; k < n_times; ++k)
      result[k][s] = view.sums[static_cast<std::size_t>(s) * n_times + k];
  return result;
}

class SumsOfEveryMethod : public OnEveryBackend {};

TEST_P(SumsOfEveryMethod, AreThoseOfDenseMatrices) {
  std::mt19937_64 random(seed);
  for (int i = 0; i < 40; ++i) {
    const Case c = random_case(random);
    const std::vector<Sums> expected = dense_sums(c, backend());
    const MomentWeights& w = c.start.moments;
    for (const Way& way : ways) {
      SCOPED_TRACE(::testing::Message() << "seed " << seed << ", case " << i << ", " << way.name);
      // Of v, and of photon numbers beside 1: what was asked for, or the bound in double.
      double error = 1e-14;
      if (way.method != Method::closed_form) error = 10.0 * integration;
      if (way.in_double) error = c.size().error(c.point.stop, in_double) + resonance_share * 1e-9;
      const std::vector<Sums> found = sums_of(c, way, backend());
      for (std::size_t k = 0; k < n_times; ++k)
        for (int s = 0; s < sums_there; ++s) {
          const double n = expected[k][photon_mean];
          const double sizes[sums_there] = {
              w.size_plus,   w.size_plus,
              w.size_plus_z, w.size_plus_z,
              w.size_plus2,  w.size_plus2,
              1.0 + n,       (1.0 + n) * (1.0 + n) + expected[k][photon_excess]};
          EXPECT_NEAR(found[k][s], expected[k][s], error * sizes[s] + 1e-14)
              << "sum " << s << ", time " << k;
        }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, SumsOfEveryMethod, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
