// SPDX-License-Identifier: BSD-3-Clause
// The sums of the closed form in double against those in double-double, wherever the bound says
// that doubles are enough: random models, starts, pumps and times, resonances too.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engines/batch.hpp"
#include "observables/atomic_start.hpp"
#include "observables/bell_amplitudes.hpp"
#include "plan/coherence_bound.hpp"
#include "support/backends.hpp"

namespace pairtwist::test {
namespace {

class ClosedFormSums : public OnEveryBackend {};

std::uint64_t seed() {
  const char* given = std::getenv("PAIRTWIST_TEST_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : 20261124;
}

/// Those of neighbours and next neighbours, and of the light.
constexpr int sums_there = photon_excess + 1;

struct RandomPoint {
  Point point;
  AtomicStart start;
  std::vector<double> times;
};

RandomPoint random_point(std::mt19937_64& random) {
  const auto uniform = [&](double a, double b) {
    return std::uniform_real_distribution(a, b)(random);
  };
  const auto log_uniform = [&](double a, double b) {
    return std::exp(uniform(std::log(a), std::log(b)));
  };
  RandomPoint r;
  Parameters& p = r.point.parameters;
  p.model.atoms = static_cast<std::int64_t>(1 + random() % 40);
  p.model.U = uniform(-2.0, 2.0);
  p.model.W0 = random() % 8 == 0 ? 0.0 : uniform(-2.0, 2.0);
  // Every third point meets a resonance, or nearly.
  const auto k = static_cast<double>(random() % 6);
  const double m = p.model.atoms % 2 != 0 ? k + 0.5 : k;
  p.model.detuning = 2.0 * p.model.W0 * m * m;
  if (random() % 3 != 0) p.model.detuning += log_uniform(1e-12, 100.0);
  p.model.kappa = random() % 3 == 0 ? 0.0 : log_uniform(1e-6, 100.0);
  switch (random() % 5) {
    case 0:
    case 1:
      p.light.state = LightState::coherent;
      p.light.alpha = {uniform(-2.0, 2.0), uniform(-2.0, 2.0)};
      break;
    case 2:
      p.light.state = LightState::thermal;
      p.light.n = log_uniform(1e-3, 4.0);
      break;
    case 3:
      p.light.state = LightState::squeezed;
      p.light.r = uniform(0.01, 1.5);
      p.light.angle = uniform(-3.0, 3.0);
      break;
    default:
      break;  // the vacuum
  }
  if (random() % 2 == 0) p.atoms.phi = uniform(-3.0, 3.0);
  if (random() % 3 == 0) p.atoms.theta = uniform(0.1, 3.0);
  r.point.stop = log_uniform(1e-3, 10.0);
  // Beyond the first range doubles are not enough for most tolerances.
  const double eta = log_uniform(1e-2, random() % 2 == 0 ? 30.0 : 1e4) / r.point.stop;
  // As strong at the outermost m as the other pump, or less.
  const double outermost = 0.25 * static_cast<double>(p.model.atoms * p.model.atoms);
  const double transverse = random() % 2 == 0 ? 0.0 : eta * uniform(0.0, 1.0) / outermost;
  const std::size_t stretches = 1 + random() % 3;
  for (std::size_t i = 1; i <= stretches; ++i) {
    const double until = i == stretches ? std::numeric_limits<double>::infinity()
                                        : r.point.stop * static_cast<double>(i) / 3.1;
    r.point.segments.push_back({until, i == 3 ? 0.0 : std::polar(eta, uniform(-3.0, 3.0)),
                                std::polar(transverse, uniform(-3.0, 3.0))});
  }
  r.start = atomic_start(p.atoms, p.model.atoms, 0.0, nullptr);
  constexpr int samples = 300;
  const bool even = random() % 4 != 0;
  for (int i = 0; i < samples; ++i) r.times.push_back(r.point.stop * i / (samples - 1.0));
  if (!even)
    for (double& time : r.times) time *= time / r.point.stop;
  return r;
}

std::vector<double> sums_of(const RandomPoint& r, bool in_double, double tolerance,
                            Backend& backend) {
  const physics::PairIndex index{.k_lo = r.start.first_sector(),
                                 .sectors = r.start.sector_count(),
                                 .demand = physics::step1 | physics::step2,
                                 .odd = static_cast<std::uint32_t>(r.start.atoms % 2)};
  engines::Batch batch;
  batch.n_times = static_cast<std::int64_t>(r.times.size());
  batch.want_coherence = false;
  batch.want_photons = true;
  batch.want_sums = want_plus | want_plus_z | want_plus2 | want_light;
  batch.in_double = in_double;
  batch.phase_error = phase_share * tolerance;
  batch.add(r.point, index, r.times, {}, {}, &r.start);
  backend.submit(0, batch);
  const engines::BatchView view = backend.wait(0);
  return {view.sums, view.sums + sums_there * batch.n_times};
}

TEST_P(ClosedFormSums, AreAsGoodAsTheBoundSays) {
  std::mt19937_64 random(seed());
  int in_double = 0;
  for (int i = 0; i < 400; ++i) {
    const RandomPoint r = random_point(random);
    const double tolerance = std::pow(10.0, -static_cast<double>(random() % 9) - 4.0);
    SCOPED_TRACE(::testing::Message()
                 << "seed " << seed() << ", point " << i << ", tolerance " << tolerance);
    const physics::PairIndex index{r.start.first_sector(), r.start.sector_count(),
                                   physics::step1 | physics::step2,
                                   static_cast<std::uint32_t>(r.start.atoms % 2)};
    if (!double_is_enough(r.point, index, tolerance)) continue;
    ++in_double;
    const std::vector<double> found = sums_of(r, true, tolerance, backend());
    const std::vector<double> expected = sums_of(r, false, tolerance, backend());
    const MomentWeights& w = r.start.moments;
    const double error = phase_share * tolerance;
    double photons = 0.0;
    for (std::size_t k = 0; k < r.times.size(); ++k)
      photons = std::max(photons, expected[photon_mean * r.times.size() + k]);
    const double sizes[sums_there] = {
        w.size_plus,  w.size_plus,  w.size_plus_z, w.size_plus_z,
        w.size_plus2, w.size_plus2, photons,       photons * (photons + 1.0)};
    for (int s = 0; s < sums_there; ++s)
      for (std::size_t k = 0; k < r.times.size(); ++k) {
        const std::size_t at = static_cast<std::size_t>(s) * r.times.size() + k;
        ASSERT_NEAR(found[at], expected[at], error * sizes[s] + 1e-14)
            << "sum " << s << ", time " << r.times[k];
      }
  }
  EXPECT_GT(in_double, 100);
}

/// However a point's times are divided, at multiples of a chunk.
TEST_P(ClosedFormSums, DividedOverTimeAreTheSameBits) {
  std::mt19937_64 random(seed());
  for (int i = 0; i < 20; ++i) {
    RandomPoint whole = random_point(random);
    const std::vector<double> all = sums_of(whole, true, 1e-6, backend());
    RandomPoint part = whole;
    part.times.assign(whole.times.begin() + samples_of_chunk, whole.times.end());
    const std::vector<double> rest = sums_of(part, true, 1e-6, backend());
    for (int s = 0; s < sums_there; ++s)
      for (std::size_t k = 0; k < part.times.size(); ++k)
        ASSERT_EQ(rest[static_cast<std::size_t>(s) * part.times.size() + k],
                  all[static_cast<std::size_t>(s) * whole.times.size() + k + samples_of_chunk])
            << "seed " << seed() << ", point " << i << ", sum " << s;
  }
}

/// v of every pair, and the sums over them, against double-double.
TEST_P(ClosedFormSums, OfEveryPairAreAsGoodAsTheBoundSays) {
  std::mt19937_64 random(seed());
  int in_double = 0;
  for (int i = 0; i < 200; ++i) {
    RandomPoint r = random_point(random);
    const double tolerance = std::pow(10.0, -static_cast<double>(random() % 9) - 4.0);
    SCOPED_TRACE(::testing::Message()
                 << "seed " << seed() << ", point " << i << ", tolerance " << tolerance);
    const physics::PairIndex index{r.start.first_sector(), r.start.sector_count(),
                                   physics::every_pair,
                                   static_cast<std::uint32_t>(r.start.atoms % 2)};
    if (!double_is_enough(r.point, index, tolerance)) continue;
    ++in_double;
    r.start.bell = std::make_shared<const BellAmplitudes>(bell_amplitudes(r.start, 0.0));
    const BellAmplitudes& bell = *r.start.bell;
    const auto batch_of = [&](bool doubles) {
      engines::Batch batch;
      batch.n_times = static_cast<std::int64_t>(r.times.size());
      batch.in_double = doubles;
      batch.phase_error = phase_share * tolerance;
      if (doubles) batch.want_sums = want_squares | (bell.real ? want_bell : 0U);
      batch.add(r.point, index, r.times, {}, {}, &r.start);
      return batch;
    };
    const engines::Batch doubles = batch_of(true), extended = batch_of(false);
    backend().submit(0, doubles);
    backend().submit(1, extended);
    const engines::BatchView found = backend().wait(0), expected = backend().wait(1);
    const double error = phase_share * tolerance;
    const MomentWeights& w = r.start.moments;
    const std::int64_t sectors = index.sectors;
    const SumPlaces places(doubles.want_sums);
    for (std::int64_t t = 0; t < doubles.n_times; ++t) {
      double squares = 0.0, terms = 0.0, re = 0.0, im = 0.0;
      for (std::int64_t l = 0; l < sectors; ++l) {
        for (std::int64_t k = 0; k <= l; ++k) {
          std::complex<double> v = 1.0;
          if (k < l) {
            const std::int64_t at = t * index.count() + index.rank(k, l);
            v = expected.coherence[at];
            ASSERT_NEAR(std::abs(found.coherence[at] - v), 0.0, 2.0 * error + 1e-14) << r.times[t];
          }
          const double both = k < l ? 2.0 : 1.0;
          squares += both * w.weight[k] * w.weight[l] * std::norm(v);
          if (!bell.real) continue;
          terms += both * bell.modulus[k] * bell.modulus[l] * std::abs(v);
          if ((l - k) % 2 == 0)
            re += both * bell.x[k] * bell.y[l] * v.real();
          else
            im += both * bell.x[k] * bell.y[l] * v.imag();
        }
      }
      const auto sum = [&](MomentSum which) {
        return found.sums[places.of[which] * doubles.n_times + t];
      };
      ASSERT_NEAR(sum(squared_moduli), squares, 2.0 * error + 1e-13);
      if (!bell.real) continue;
      ASSERT_NEAR(sum(bell_terms), terms, (error + 1e-14) * terms);
      ASSERT_NEAR(sum(bell_re), re, (error + 1e-14) * terms);
      ASSERT_NEAR(sum(bell_im), im, (error + 1e-14) * terms);
    }
  }
  EXPECT_GT(in_double, 50);
}

INSTANTIATE_TEST_SUITE_P(All, ClosedFormSums, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
