// SPDX-License-Identifier: BSD-3-Clause
#include "spmm/sparse_rows.hpp"

#include <cmath>
#include <utility>

namespace pairtwist::spmm {
namespace {

using Complex = std::complex<double>;

double norm_of(std::span<const Complex> vector) {
  double squared = 0.0;
  for (const Complex& element : vector) squared += std::norm(element);
  return std::sqrt(squared);
}

}  // namespace

SparseRows sparse_rows(const engines::JointMap& map, const engines::JointTables& tables) {
  const std::vector<std::int32_t>& levels = map.layout.levels;
  const auto sites = map.layout.sites();
  SparseRows a;
  const auto put = [&](std::int32_t site, std::int32_t level, Complex value) {
    if (site < 0 || site >= sites || level < 0 || level >= levels[site]) return;
    a.column.push_back(static_cast<std::int32_t>(map.first_row[site] + level));
    a.value.push_back(value);
  };
  for (const auto& [s, n] : map.elements) {
    const Complex pump(tables.pump_re[s], tables.pump_im[s]);
    const double decay = tables.decays ? tables.decay[s].at(n) : 0.0;
    if (s > 0) put(s - 1, n, Complex(0.0, tables.hop[s - 1]));
    put(s, n - 1, -pump * std::sqrt(static_cast<double>(n)));
    put(s, n, Complex(decay, tables.turn[s].at(n)));
    put(s, n + 1, std::conj(pump) * std::sqrt(n + 1.0));
    if (s + 1 < sites) put(s + 1, n, Complex(0.0, tables.hop[s]));
    a.first.push_back(static_cast<std::int32_t>(a.elements()));
  }
  return a;
}

std::vector<Complex> sum_of_series(const SparseRows& a, double beta,
                                   std::span<const double> coefficients,
                                   std::span<const Complex> state) {
  std::vector<Complex> after;  // b_{k+1}
  for (const Complex& element : state) after.push_back(coefficients.back() * element);
  std::vector<Complex> out(state.size(), 0.0);  // b_{k+2}, in place of which comes b_k
  for (std::size_t k = coefficients.size() - 1; k-- > 0;) {
    const double factor = k == 0 ? 2.0 * beta : beta;
    for (std::int64_t row = 0; row < a.rows(); ++row) {
      Complex sum = coefficients[k] * state[row] - factor * out[row];
      for (std::int32_t e = a.first[row]; e < a.first[row + 1]; ++e)
        sum += a.value[e] * after[a.column[e]];
      out[row] = sum;
    }
    std::swap(after, out);
  }
  return after;
}

double difference(std::span<const Complex> a, std::span<const Complex> b) {
  const double of_a = 1.0 / norm_of(a);
  const double of_b = 1.0 / norm_of(b);
  double squared = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) squared += std::norm(of_a * a[i] - of_b * b[i]);
  return std::sqrt(squared);
}

double worse(double a, double b) { return std::isnan(a) || a > b ? a : b; }

}  // namespace pairtwist::spmm
