// SPDX-License-Identifier: BSD-3-Clause
// Blocks (m, m') of the master equation in long double, by other means than src/engines: for the
// light of any kind all elements on Fock levels by Taylor's series, for Gaussian light its five
// scalars by extrapolated midpoint steps (docs/physics.md, 3). Slow and short.
#pragma once

#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <vector>

namespace pairtwist::oracle {

using Real = long double;
using Complex = std::complex<Real>;

/// Rates of one block; pump constant.
struct BlockRates {
  Real omega_k = 0, omega_l = 0;  ///< 2 W0 m² - detuning
  Real twist = 0;                 ///< U (m² - m'²)
  Real kappa = 0, bath = 0, kerr = 0, two_photon = 0;
  Complex eta_k = 0, eta_l = 0;  ///< what pumps each sector
};

/// v, and of a block m = m' <a†a> and <a†²a²>.
struct BlockValues {
  Complex v;
  Real number, pairs;
  std::vector<Real> levels = {};  ///< the diagonal, of a block on Fock levels
};

/// A block on Fock levels 0 ... levels - 1.
class FockBlock {
 public:
  FockBlock(const std::vector<Complex>& start, std::int64_t levels) : c_(levels), r_(start) {}

  void advance(const BlockRates& rates, Real time) {
    const auto top = static_cast<Real>(c_);
    const Real size = (std::abs(rates.omega_k) + std::abs(rates.omega_l)) * top +
                      std::abs(rates.twist) + 4 * rates.kappa * (1 + 2 * rates.bath) * top +
                      (std::abs(rates.kerr) + 4 * rates.two_photon) * top * top +
                      2 * (std::abs(rates.eta_k) + std::abs(rates.eta_l)) * std::sqrt(top);
    const auto steps = static_cast<std::int64_t>(size * time / 6) + 1;
    const Real h = time / static_cast<Real>(steps);
    std::vector<Complex> term(r_.size()), next(r_.size());
    for (std::int64_t step = 0; step < steps; ++step) {
      term = r_;
      for (int n = 1; n < 60; ++n) {
        Real largest = 0;
        apply(rates, term, next);
        for (std::size_t i = 0; i < r_.size(); ++i) {
          term[i] = next[i] * (h / static_cast<Real>(n));
          r_[i] += term[i];
          largest = std::max(largest, std::norm(term[i]));
        }
        if (largest < 1e-44L) break;
      }
    }
  }

  BlockValues values() const {
    BlockValues result{0, 0, 0};
    for (std::int64_t n = 0; n < c_; ++n) {
      const Complex d = r_[n * (c_ + 1)];
      result.levels.push_back(d.real());
      result.v += d;
      result.number += static_cast<Real>(n) * d.real();
      result.pairs += static_cast<Real>(n * (n - 1)) * d.real();
    }
    return result;
  }
  Real top() const { return std::abs(r_.back()); }

 private:
  void apply(const BlockRates& p, const std::vector<Complex>& r, std::vector<Complex>& out) const {
    const auto at = [&](std::int64_t n, std::int64_t k) {
      return n < 0 || k < 0 || n >= c_ || k >= c_ ? Complex(0) : r[n * c_ + k];
    };
    const auto root = [](std::int64_t n) { return std::sqrt(static_cast<Real>(n)); };
    for (std::int64_t n = 0; n < c_; ++n) {
      for (std::int64_t k = 0; k < c_; ++k) {
        const Real a = n, b = k, nn = a * (a - 1), kk = b * (b - 1);
        const Complex rate(-p.kappa * ((1 + p.bath) * (a + b) + p.bath * (a + b + 2)) / 2 -
                               p.two_photon * (nn + kk) / 2,
                           -(p.omega_k * a - p.omega_l * b + p.kerr * (nn - kk) / 2 + p.twist));
        Complex sum = rate * r[n * c_ + k];
        sum -= p.eta_k * root(n) * at(n - 1, k) - std::conj(p.eta_k) * root(n + 1) * at(n + 1, k);
        sum -= std::conj(p.eta_l) * root(k) * at(n, k - 1) - p.eta_l * root(k + 1) * at(n, k + 1);
        sum += p.kappa * (1 + p.bath) * root(n + 1) * root(k + 1) * at(n + 1, k + 1);
        sum += p.kappa * p.bath * root(n) * root(k) * at(n - 1, k - 1);
        sum += p.two_photon * root((n + 1) * (n + 2)) * root((k + 1) * (k + 2)) * at(n + 2, k + 2);
        out[n * c_ + k] = sum;
      }
    }
  }

  std::int64_t c_;
  std::vector<Complex> r_;
};

/// ln v, p, q, nu, mu, mu'.
class GaussianReference {
 public:
  using State = std::array<Complex, 6>;
  explicit GaussianReference(const State& start) : y_(start) {}

  void advance(const BlockRates& rates, Real time) {
    const Real rate = std::abs(rates.omega_k) + std::abs(rates.omega_l) + rates.kappa +
                      std::abs(rates.omega_k - rates.omega_l) * std::abs(y_[3] + y_[4]);
    const auto steps = static_cast<std::int64_t>(4 * rate * time) + 4;
    for (std::int64_t i = 0; i < steps; ++i) step(rates, time / static_cast<Real>(steps));
  }
  BlockValues values() const {
    const Real photons = std::norm(y_[1]);
    return {std::exp(y_[0]), (y_[3] + photons).real(),
            photons * photons + 4 * photons * y_[3].real() + 2 * std::norm(y_[3]) +
                std::norm(y_[4]) + 2 * (std::conj(y_[4]) * y_[1] * y_[1]).real()};
  }

 private:
  static State rise(const BlockRates& b, const State& y) {
    const Complex i(0, 1), omega = i * (b.omega_k - b.omega_l);
    const Complex lk(b.kappa / 2, b.omega_k), ll(b.kappa / 2, -b.omega_l);
    const Complex apart = b.eta_k - b.eta_l;
    const auto& [log_v, p, q, nu, mu, mu_prime] = y;
    return {-omega * (nu + p * q) - i * b.twist - apart * q + std::conj(apart) * p,
            -lk * p - b.eta_k - omega * (nu * p + mu * q) - apart * nu + std::conj(apart) * mu,
            -ll * q - std::conj(b.eta_l) - omega * (nu * q + mu_prime * p) - apart * mu_prime +
                std::conj(apart) * nu,
            -(omega + b.kappa) * nu + b.kappa * b.bath - omega * (nu * nu + mu * mu_prime),
            -Real(2) * lk * mu - Real(2) * omega * nu * mu,
            -Real(2) * ll * mu_prime - Real(2) * omega * nu * mu_prime};
  }
  /// Modified midpoint with 2, 4, ... 16 parts, extrapolated (Gragg, Bulirsch and Stoer).
  void step(const BlockRates& b, Real h) {
    constexpr int columns = 8;
    std::array<State, columns> table;
    for (int j = 0; j < columns; ++j) {
      const int parts = 2 * (j + 1);
      const Real part = h / static_cast<Real>(parts);
      State before = y_, now = y_, d = rise(b, y_);
      for (std::size_t i = 0; i < 6; ++i) now[i] += part * d[i];
      for (int s = 1; s < parts; ++s) {
        d = rise(b, now);
        for (std::size_t i = 0; i < 6; ++i) {
          const Complex next = before[i] + 2 * part * d[i];
          before[i] = now[i];
          now[i] = next;
        }
      }
      d = rise(b, now);
      for (std::size_t i = 0; i < 6; ++i)
        table[j][i] = (before[i] + now[i] + part * d[i]) / Real(2);
      for (int l = j - 1; l >= 0; --l) {
        const Real ratio = static_cast<Real>(parts) / static_cast<Real>(2 * (l + 1));
        for (std::size_t i = 0; i < 6; ++i)
          table[l][i] = table[l + 1][i] + (table[l + 1][i] - table[l][i]) / (ratio * ratio - 1);
      }
    }
    y_ = table[0];
  }

  State y_;
};

}  // namespace pairtwist::oracle
