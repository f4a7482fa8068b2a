// SPDX-License-Identifier: BSD-3-Clause
// The claim itself: every reported value is within solve.tolerance, or it is NaN with a status that
// says so. Random models over all lights, terms, starts, methods and frames against long-double
// references that share no code with src/. PAIRTWIST_TEST_SEED and PAIRTWIST_TEST_MODELS ask for
// others and for more; the worst errors are printed (docs/testing.md keeps a long run's).
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

#include "observables/registry.hpp"
#include "pairtwist/results.hpp"
#include "support/backends.hpp"
#include "support/dense_oracle.hpp"
#include "support/reference_blocks.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

using oracle::BlockRates;
using oracle::BlockValues;
using oracle::Complex;
using oracle::Real;

std::uint64_t number_of(const char* variable, std::uint64_t otherwise) {
  const char* given = std::getenv(variable);
  return given != nullptr ? std::strtoull(given, nullptr, 10) : otherwise;
}

enum class Kind { coherent, thermal, squeezed, fock, cat };

/// Of photon_distribution; the default of the config.
constexpr std::size_t photons_max = 20;

/// Of cfi.
constexpr double angles[] = {0.4, M_PI / 2, -1.3};

struct Model {
  int atoms = 2;
  double U = 0, W0 = 0, detuning = 0, kappa = 0, bath = 0, kerr = 0, two_photon = 0;
  double dephasing = 0, tilt = 0, theta = 0, phi = 0;
  std::complex<double> eta, transverse, alpha;
  Kind kind = Kind::coherent;
  double photons = 0;       ///< thermal; of a Fock state
  double r = 0, angle = 0;  ///< squeezed
  int parity = 1;
  std::vector<double> times;  ///< the pump ends at the last but one, if switched_off
  bool switched_off = false;

  bool gaussian() const { return kind <= Kind::squeezed && kerr == 0 && two_photon == 0; }
  bool closed() const { return gaussian() && bath == 0; }

  double m(int sector) const { return sector + 0.5 * (atoms % 2); }
  int sectors() const { return atoms / 2 + 1; }

  Complex pump(int sector) const {
    return Complex(eta) + Complex(transverse) * Complex(0, 2 * Real(m(sector)) * m(sector));
  }
  BlockRates rates(int k, int l) const {
    const auto omega = [&](double m) { return 2 * Real(W0) * m * m - Real(detuning); };
    const Real d = Real(m(k)) * m(k) - Real(m(l)) * m(l);
    return {.omega_k = omega(m(k)),
            .omega_l = omega(m(l)),
            .twist = U * d,
            .kappa = kappa,
            .bath = bath,
            .kerr = kerr,
            .two_photon = two_photon,
            .eta_k = pump(k),
            .eta_l = pump(l)};
  }

  std::vector<Complex> amplitudes() const {
    std::vector<Complex> c;
    for (int i = 0; i <= atoms; ++i) {  // m = i - N/2
      const Real log_binomial = std::lgamma(Real(atoms) + 1) - std::lgamma(Real(i) + 1) -
                                std::lgamma(Real(atoms - i) + 1);
      c.push_back(std::exp(log_binomial / 2) * std::pow(std::cos(Real(theta) / 2), i) *
                  std::pow(std::sin(Real(theta) / 2), atoms - i) *
                  std::polar(Real(1), Real(phi) * (atoms - i)));
    }
    return c;
  }

  std::string config(const std::string& method, const std::string& quantities,
                     double tolerance) const {
    std::string light;
    switch (kind) {
      case Kind::coherent:
        light = fmt::format("state = \"coherent\"\nalpha = [{:.17g}, {:.17g}]", alpha.real(),
                            alpha.imag());
        break;
      case Kind::thermal:
        light = fmt::format("state = \"thermal\"\nn = {:.17g}", photons);
        break;
      case Kind::squeezed:
        light = fmt::format("state = \"squeezed\"\nr = {:.17g}\nangle = {:.17g}", r, angle);
        break;
      case Kind::fock:
        light = fmt::format("state = \"fock\"\nn = {}", static_cast<int>(photons));
        break;
      case Kind::cat:
        light = fmt::format("state = \"cat\"\nalpha = [{:.17g}, {:.17g}]\nparity = {}",
                            alpha.real(), alpha.imag(), parity);
        break;
    }
    std::string values;
    for (const double t : times) values += fmt::format("{}{:.17g}", t == 0 ? "" : ", ", t);
    const std::string pump =
        switched_off ? fmt::format("[pump]\nswitch_off = {:.17g}\n", times[times.size() - 2]) : "";
    return fmt::format(
        "[model]\natoms = {}\nU = {:.17g}\nW0 = {:.17g}\ndetuning = {:.17g}\nkappa = {:.17g}\n"
        "thermal_photons = {:.17g}\nkerr = {:.17g}\ntwo_photon_loss = {:.17g}\n"
        "dephasing = {:.17g}\ntilt = {:.17g}\neta = [{:.17g}, {:.17g}]\ntransverse = "
        "[{:.17g}, {:.17g}]\n"
        "[light]\n{}\n[atoms]\ntheta = {:.17g}\nphi = {:.17g}\n{}[time]\nvalues = [{}]\n"
        "[output]\nquantities = [{}]\nangles = [{:.17g}]\n[solve]\n{}tolerance = {}\n",
        atoms, U, W0, detuning, kappa, bath, kerr, two_photon, dephasing, tilt, eta.real(),
        eta.imag(), transverse.real(), transverse.imag(), light, theta, phi, pump, values,
        quantities, fmt::join(angles, ", "), method, tolerance);
  }
};

/// |n><k| of the light at t = 0 on that many levels.
std::vector<Complex> start_matrix(const Model& model, std::int64_t levels) {
  std::vector<Complex> matrix(static_cast<std::size_t>(levels * levels));
  if (model.kind == Kind::thermal) {
    const Real n = model.photons;
    for (std::int64_t i = 0; i < levels; ++i)
      matrix[i * (levels + 1)] = std::pow(n / (1 + n), static_cast<Real>(i)) / (1 + n);
    return matrix;
  }
  std::vector<Complex> c(static_cast<std::size_t>(levels));
  const Complex alpha(model.alpha);
  if (model.kind == Kind::fock) c[static_cast<std::size_t>(model.photons)] = 1;
  if (model.kind == Kind::squeezed) {
    c[0] = 1 / std::sqrt(std::cosh(Real(model.r)));
    const Complex by = -std::polar(std::tanh(Real(model.r)), Real(model.angle));
    for (std::int64_t n = 2; n < levels; n += 2)
      c[n] = c[n - 2] * by * std::sqrt(static_cast<Real>(n - 1) / static_cast<Real>(n));
  }
  if (model.kind == Kind::coherent || model.kind == Kind::cat) {
    Complex power = std::exp(-std::norm(alpha) / 2);
    Real size = 0;
    for (std::int64_t n = 0; n < levels; ++n) {
      const Real sign = n % 2 == 0 ? 1 : -1;
      c[n] = model.kind == Kind::cat ? power * (1 + model.parity * sign) : power;
      size += std::norm(c[n]);
      power *= alpha / std::sqrt(static_cast<Real>(n + 1));
    }
    for (Complex& each : c) each /= std::sqrt(size);
  }
  for (std::int64_t n = 0; n < levels; ++n)
    for (std::int64_t k = 0; k < levels; ++k) matrix[n * levels + k] = c[n] * std::conj(c[k]);
  return matrix;
}

oracle::GaussianReference::State start_scalars(const Model& model) {
  const Complex alpha = model.kind == Kind::coherent ? Complex(model.alpha) : 0;
  Complex nu = 0, mu = 0;
  if (model.kind == Kind::thermal) nu = model.photons;
  if (model.kind == Kind::squeezed) {
    nu = std::sinh(Real(model.r)) * std::sinh(Real(model.r));
    mu = -std::polar(std::sinh(Real(model.r)) * std::cosh(Real(model.r)), Real(model.angle));
  }
  return {0, alpha, std::conj(alpha), nu, mu, std::conj(mu)};
}

using Expected = std::map<std::string, std::vector<Real>>;  // quantity -> values, time after time

/// values(k, l) of each block, from its state at each time.
template <class Block>
std::vector<BlockValues> along(const Model& model, Block block, int k, int l) {
  BlockRates rates = model.rates(k, l);
  std::vector<BlockValues> result = {block.values()};
  for (std::size_t i = 1; i < model.times.size(); ++i) {
    if (model.switched_off && i + 1 == model.times.size()) rates.eta_k = rates.eta_l = 0;
    block.advance(rates, Real(model.times[i]) - Real(model.times[i - 1]));
    result.push_back(block.values());
  }
  return result;
}

template <class MakeBlock>
Expected expected_of(const Model& model, const MakeBlock& make) {
  const int sectors = model.sectors();
  std::map<std::pair<int, int>, std::vector<BlockValues>> blocks;
  for (int k = 0; k < sectors; ++k)
    for (int l = k; l < sectors; ++l) blocks[{k, l}] = along(model, make(), k, l);

  const std::vector<Complex> c = model.amplitudes();
  const oracle::Spin spin(model.atoms);
  Expected e;
  for (std::size_t i = 0; i < model.times.size(); ++i) {
    oracle::Matrix v(sectors, sectors);
    for (int k = 0; k < sectors; ++k) {
      v(k, k) = 1;
      for (int l = k + 1; l < sectors; ++l) {
        v(k, l) = blocks[{k, l}][i].v;
        v(l, k) = std::conj(v(k, l));
      }
    }
    const oracle::Matrix rho =
        oracle::density_matrix(c, v, model.dephasing, model.tilt, Real(model.times[i]));
    e["qfi"].push_back(oracle::qfi(rho, spin.y));
    e["purity"].push_back((rho * rho).trace().real());
    e["entropy"].push_back(oracle::entropy(rho));
    const bool outside = model.times[i] > 0 && (model.dephasing != 0 || model.tilt != 0);
    const bool even = model.theta == M_PI / 2 && model.phi == 0 && !outside;
    for (const double angle : angles)
      e["cfi"].push_back(oracle::cfi(rho, angle, even && angle == M_PI / 2));
    const oracle::Matrix3 matrix = oracle::qfi_matrix(rho);
    for (int a = 0; a < 9; ++a) e["qfi_matrix"].push_back(matrix(a / 3, a % 3));
    for (const auto* j : {&spin.x, &spin.y, &spin.z})
      e["spin_mean"].push_back(oracle::mean(rho, *j));
    const oracle::Squeezing squeezing = oracle::squeezing(rho);
    e["squeezing_wineland"].push_back(squeezing.wineland);
    e["squeezing_kitagawa_ueda"].push_back(squeezing.kitagawa_ueda);
    e["bell"].push_back(oracle::bell(rho));
    Real number = 0, pairs = 0;
    for (int s = 0; s <= model.atoms; ++s) {
      const int sector = std::abs(2 * s - model.atoms) / 2;
      const BlockValues& light = blocks[{sector, sector}][i];
      number += std::norm(c[static_cast<std::size_t>(s)]) * light.number;
      pairs += std::norm(c[static_cast<std::size_t>(s)]) * light.pairs;
    }
    if (!blocks[{0, 0}][i].levels.empty()) {
      for (std::size_t n = 0; n <= photons_max; ++n) {
        Real probability = 0;
        for (int s = 0; s <= model.atoms; ++s) {
          const int sector = std::abs(2 * s - model.atoms) / 2;
          probability +=
              std::norm(c[static_cast<std::size_t>(s)]) * blocks[{sector, sector}][i].levels[n];
        }
        e["photon_distribution"].push_back(probability);
      }
    }
    e["photon_number"].push_back(number);
    e["g2"].push_back(pairs / (number * number));
    e["mandel_q"].push_back((pairs - number * number) / number);
  }
  return e;
}

class RandomModels : public OnEveryBackend {
 protected:
  static std::uint64_t seed() { return number_of("PAIRTWIST_TEST_SEED", 20261125); }
  std::mt19937_64 random{seed()};
  double u(double low, double high) { return std::uniform_real_distribution(low, high)(random); }
  bool often(double share) { return u(0, 1) < share; }

  struct Found {
    Real worst = 0;
    int values = 0, lost = 0;
  };
  std::map<std::string, std::map<std::string, Found>> found_;  // quantity, method

  /// Every value against the reference.
  void check(const Model& model, Expected expected, const std::string& method, double tolerance) {
    if (method == "moving") expected.erase("photon_distribution");  // refused there
    std::string names;
    for (const auto& [name, values] : expected)
      names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
    const std::string frame = method == "moving" || method == "laboratory"
                                  ? fmt::format("method = \"fock\"\nframe = \"{}\"\n", method)
                                  : fmt::format("method = \"{}\"\n", method);
    const std::string config = model.config(frame, names, tolerance);
    SCOPED_TRACE(testing::Message() << "seed " << seed() << "\n" << config);
    const JobResult result = run_config(config, backend());
    for (const auto& [name, values] : expected) {
      const std::vector<std::int8_t>& statuses = result.flags.at(name + "_status");
      const std::size_t width = values.size() / statuses.size();
      const Real scale = scale_of(find_quantity(name)->scale, model.atoms);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const double got = result[name][i];
        const Real want = values[i];
        // Nothing to divide by, or ln of what is nothing but the reference's rounding.
        if (!std::isfinite(want) || std::abs(want) > 1e6L) continue;
        if (name == "bell" && (want < -35 || model.times[i] == 0)) continue;
        Found& found = found_[name][method];
        ++found.values;
        if (!std::isfinite(got)) {
          ++found.lost;
          const auto why = static_cast<Status>(statuses[i / width]);
          EXPECT_NE(why, Status::good) << name << " " << i << ": lost without a word";
          EXPECT_FALSE(why == Status::too_small && want > 0) << name << " " << i;
          continue;
        }
        EXPECT_EQ(statuses[i / width], 0) << name << " " << i << ": there, and said to be lost";
        const Real error =
            std::abs(Real(got) - want) / (tolerance * std::max(scale, std::abs(want)));
        found.worst = std::max(found.worst, error);
        EXPECT_LE(error, 1) << name << " " << i << ": " << got << " for "
                            << static_cast<double>(want);
      }
    }
  }

  void TearDown() override {
    for (const auto& [name, methods] : found_)
      for (const auto& [method, f] : methods)
        std::printf("  %-24s %-12s %7.3f tolerances at most, %d values, %d lost\n", name.c_str(),
                    method.c_str(), static_cast<double>(f.worst), f.values, f.lost);
  }
  /// A method that loses what it is asked for proves nothing.
  void expect_most_values(double lost_at_most) {
    for (const auto& [name, methods] : found_)
      for (const auto& [method, f] : methods)
        EXPECT_LE(f.lost, lost_at_most * f.values + 1) << name << " " << method;
  }
};

TEST_P(RandomModels, AnyLight) {
  const std::uint64_t models = number_of("PAIRTWIST_TEST_MODELS", 6);
  for (std::uint64_t i = 0; i < models; ++i) {
    Model model;
    model.atoms = static_cast<int>(1 + random() % 4);
    model.U = u(-1, 1);
    model.W0 = u(-1.5, 1.5);
    model.detuning = u(-2, 2);
    model.kappa = often(0.3) ? 0.0 : u(0.05, 2);
    if (often(0.3)) model.bath = u(0, 0.1);
    if (often(0.3)) model.kerr = u(-0.3, 0.3);
    if (often(0.3)) model.two_photon = u(0, 0.2);
    if (often(0.6)) model.dephasing = u(0, 0.5);
    if (often(0.3)) model.tilt = u(-1, 1);
    model.theta = often(0.5) ? M_PI / 2 : u(0.3, 2.8);
    model.phi = often(0.5) ? 0.0 : u(-3, 3);
    model.eta = {u(-0.35, 0.35), u(-0.35, 0.35)};
    if (often(0.4)) model.transverse = std::polar(u(0.02, 0.3) / model.atoms, u(-3, 3));
    model.alpha = std::polar(u(0.05, 0.6), u(-3, 3));
    model.kind = static_cast<Kind>(random() % 5);
    model.photons = model.kind == Kind::fock ? static_cast<double>(random() % 4) : u(0.01, 0.12);
    model.r = u(0.02, 0.12);
    model.angle = u(-3, 3);
    model.parity = often(0.5) ? 1 : -1;
    model.times = {0.0, u(0.1, 0.4), u(0.5, 1.2)};
    model.switched_off = often(0.3);

    constexpr std::int64_t levels = 28;
    const Expected expected =
        expected_of(model, [&] { return oracle::FockBlock(start_matrix(model, levels), levels); });
    for (const double tolerance : {1e-5, 1e-8, 1e-10}) {
      if (model.closed()) check(model, expected, "closed_form", tolerance);
      if (model.gaussian()) check(model, expected, "gaussian", tolerance);
      check(model, expected, "moving", tolerance);
      check(model, expected, "laboratory", tolerance);
      check(model, expected, "joint", tolerance);
    }
  }
  expect_most_values(0.1);
}

/// Many atoms: Bell sums that cancel, <J> that decays.
TEST_P(RandomModels, GaussianLightOfManyAtoms) {
  const std::uint64_t models = number_of("PAIRTWIST_TEST_MODELS", 4);
  for (std::uint64_t i = 0; i < models; ++i) {
    Model model;
    model.atoms = static_cast<int>(8 + 2 * (random() % 12));  // odd: no Bell correlations
    model.U = u(-1, 1);
    model.W0 = u(0.5, 1.5);
    model.detuning = u(-2, 2);
    model.kappa = often(0.3) ? 0.0 : std::exp(u(0, 4));
    if (often(0.3)) model.bath = u(0, 0.1);
    model.theta = M_PI / 2;
    model.eta = {u(-150, 150), u(-150, 150)};
    if (often(0.5))
      model.transverse = std::polar(u(0, 200) / (model.atoms * model.atoms), u(-3, 3));
    model.alpha = std::polar(u(0.05, 1.0), u(-3, 3));
    model.kind = static_cast<Kind>(random() % 3);
    model.photons = u(0.01, 0.2);
    model.r = u(0.02, 0.3);
    model.angle = u(-3, 3);
    const double end = u(0.01, 0.04);
    model.times = {0.0, 0.3 * end, 0.7 * end, end};

    const Expected expected =
        expected_of(model, [&] { return oracle::GaussianReference(start_scalars(model)); });
    for (const double tolerance : {1e-4, 1e-6, 1e-8}) {
      if (model.closed()) check(model, expected, "closed_form", tolerance);
      check(model, expected, "gaussian", tolerance);
      if (i % 4 == 0) check(model, expected, "moving", tolerance);
    }
  }
  expect_most_values(0.5);
}

INSTANTIATE_TEST_SUITE_P(All, RandomModels, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
