// SPDX-License-Identifier: BSD-3-Clause
// Half of a Hermitian matrix in the laboratory frame's series, with rows in registers: all that
// the whole has, the same bits as element by element, and no more registers than it takes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "engines/series_in_memory.inl"

namespace pairtwist::engines {
namespace {

/// A register that every machine has.
struct Four {
  std::array<double, 4> of;

  Four() = default;
  explicit Four(double x) { of.fill(x); }
};
template <class F>
Four each(const F& f) {
  Four result;
  for (std::size_t i = 0; i < result.of.size(); ++i) result.of[i] = f(i);
  return result;
}
Four operator+(const Four& a, const Four& b) {
  return each([&](auto i) { return a.of[i] + b.of[i]; });
}
Four operator-(const Four& a) {
  return each([&](auto i) { return -a.of[i]; });
}
Four operator*(const Four& a, const Four& b) {
  return each([&](auto i) { return a.of[i] * b.of[i]; });
}
Four multiply_add(const Four& a, const Four& b, const Four& c) {
  return each([&](auto i) { return physics::multiply_add(a.of[i], b.of[i], c.of[i]); });
}
Four subtract_product(const Four& c, const Four& a, const Four& b) {
  return each([&](auto i) { return physics::subtract_product(c.of[i], a.of[i], b.of[i]); });
}

int stored = 0;  ///< registers

}  // namespace

template <>
struct Lanes<Four> {
  static constexpr int width = 4;
  static Four load(const double* p) {
    return each([&](auto i) { return p[i]; });
  }
  static void store(const Four& x, double* p) {
    ++stored;
    for (std::size_t i = 0; i < x.of.size(); ++i) p[i] = x.of[i];
  }
};

namespace {

using Complex = physics::Complex<double>;

std::vector<Complex> hermitian(int size) {
  std::mt19937_64 random(2718);
  std::normal_distribution<double> normal;
  const auto at = [&](int n, int k) { return static_cast<std::size_t>(n * size + k); };
  std::vector<Complex> matrix(at(size, 0));
  for (int n = 0; n < size; ++n)
    for (int k = n; k < size; ++k) {
      matrix[at(n, k)] = {normal(random), n == k ? 0.0 : normal(random)};
      matrix[at(k, n)] = conj(matrix[at(n, k)]);
    }
  return matrix;
}

struct Solved {
  std::vector<Complex> values;  ///< [n][k]
  int registers;                ///< that a term takes which the sum does not wait for
};

template <class Team, int terms>
Solved after_seven_terms(int size, bool halved) {
  using Series = SeriesInMemory<double, Team, terms>;
  std::vector<double> roots = {0.0};
  for (int n = 0; n < size + 20; ++n) roots.push_back(std::sqrt(n));
  std::vector<double> matrices(static_cast<std::size_t>(Series::scratch(size)));
  std::vector<double> numbers(
      static_cast<std::size_t>(Series::Tables::scratch(Series::extent(size))));
  const physics::fock::Rates<double> rates{.omega_k = 0.3,
                                           .omega_l = 0.3,
                                           .kappa = 1.0,
                                           .bath = 0.2,
                                           .kerr = 0.1,
                                           .two_photon = 0.05,
                                           .pump_k = {2.0, 0.0},
                                           .pump_l = {2.0, 0.0}};
  typename Series::Tables tables(numbers.data(), Series::extent(size));
  tables.fill_roots(Team{}, size, roots.data() + 1);
  tables.fill(Team{}, physics::fock::laboratory_stencil(rates), {-0.5 * size, 0.0}, 1.0 * size,
              {1.0, 0.0});
  Series series(Team{}, tables, size, matrices.data());
  if (halved) series.halve();
  const std::vector<Complex> start = hermitian(size);
  series.set([&](int n, int k) { return start[static_cast<std::size_t>(n * size + k)]; });
  Solved result{};
  series.begin(1.0);
  for (int k = 1; k <= 7; ++k) {
    stored = 0;
    series.next(k == 1 ? 0.0 : 0.1, 1.0 / k);
    if (k == 1) result.registers = stored / 2;
  }
  series.finish();
  for (int n = 0; n < size; ++n)
    for (int k = 0; k < size; ++k) result.values.push_back(series.at(n, k));
  return result;
}

template <int terms>
void expect_the_same_bits() {
  using InRegisters = AloneByRows<Four>;
  for (int size = 1; size <= 18; ++size) {
    SCOPED_TRACE(fmt::format("{} levels", size));
    const Solved whole = after_seven_terms<InRegisters, terms>(size, false);
    const Solved half = after_seven_terms<InRegisters, terms>(size, true);
    const Solved one_by_one = after_seven_terms<Alone<0>, terms>(size, true);
    for (std::size_t i = 0; i < whole.values.size(); ++i) {
      SCOPED_TRACE(i);
      EXPECT_NEAR(half.values[i].re, whole.values[i].re, 1e-13);
      EXPECT_NEAR(half.values[i].im, whole.values[i].im, 1e-13);
      EXPECT_EQ(half.values[i].re, one_by_one.values[i].re);
      EXPECT_EQ(half.values[i].im, one_by_one.values[i].im);
    }
    int needed = 0;
    for (int rows = size; rows > 0; rows -= InRegisters::columns) needed += rows;
    EXPECT_EQ(half.registers, needed);
  }
}

TEST(Halves, AreTheSameBitsInFewRegisters) {
  using namespace physics::fock;
  expect_the_same_bits<raising | bath>();
  expect_the_same_bits<raising | bath | two_photon>();
}

}  // namespace
}  // namespace pairtwist::engines
