// SPDX-License-Identifier: BSD-3-Clause
// The step of trajectories as a product of matrices and what a second kernel adds, as
// benchmarks/spmm has it on a device: every element of the columns, but for cuSPARSE itself.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <vector>

#include "spmm/dense_columns.hpp"
#include "spmm/sparse_rows.hpp"
#include "spmm/trajectory_step.hpp"
#include "support/example_of_trajectories.hpp"

namespace pairtwist::test {
namespace {

using Complex = std::complex<double>;

TEST(SpmmColumns, EachElementHasAPlace) {
  for (const bool row_major : {false, true}) {
    const spmm::DenseColumns places{.rows = 3, .columns = 5, .row_major = row_major};
    EXPECT_EQ(places.leading(), row_major ? 5 : 3);
    std::vector<int> taken(static_cast<std::size_t>(places.size()), 0);
    for (std::int64_t row = 0; row < 3; ++row)
      for (std::int64_t column = 0; column < 5; ++column) {
        ++taken[places.at(row, column)];
        EXPECT_EQ(places.column_of(places.at(row, column)), column);
      }
    for (const int times : taken) EXPECT_EQ(times, 1);
  }
}

/// What sum_of_columns() asks for, by the host: what cuSPARSE does on a device, element by element.
struct HostColumns {
  HostColumns(const spmm::TrajectoryStep& given, const spmm::SparseRows& rows, bool row_major)
      : a(rows),
        places{.rows = given.elements(), .columns = given.trajectories(), .row_major = row_major},
        state(packed_states(given, places)),
        coefficients(packed_coefficients(given)) {
    for (auto& each : b) each.assign(state.size(), {std::nan(""), std::nan("")});
  }
  spmm::ColumnTerm term(int k) const {
    return {places, coefficients.data() + k * places.columns, state.data()};
  }
  void begin(int k) const {
    for (std::int64_t i = 0; i < places.size(); ++i)
      term(k).begin(i, b[k % 2].data(), b[(k + 1) % 2].data());
  }
  void multiply(int k, double factor) const {
    const std::vector<spmm::Element>& after = b[(k + 1) % 2];
    for (std::int64_t j = 0; j < places.columns; ++j)
      for (std::int64_t row = 0; row < a.rows(); ++row) {
        spmm::Element& out = b[k % 2][places.at(row, j)];
        Complex sum = -factor * Complex(out.re, out.im);
        for (std::int32_t e = a.first[row]; e < a.first[row + 1]; ++e) {
          const spmm::Element& from = after[places.at(a.column[e], j)];
          sum += a.value[e] * Complex(from.re, from.im);
        }
        out = {sum.real(), sum.imag()};
      }
  }
  void add(int k) const {
    for (std::int64_t i = 0; i < places.size(); ++i) term(k).add(i, b[k % 2].data());
  }

  const spmm::SparseRows& a;
  spmm::DenseColumns places;
  std::vector<spmm::Element> state;
  std::vector<double> coefficients;
  mutable std::vector<spmm::Element> b[2];
};

/// Of an even and of an odd number of terms.
TEST(SpmmColumns, ComeToTheSumOfEach) {
  for (const int count : {85, 86}) {
    const spmm::TrajectoryStep step(example_of_trajectories({}), 3, count);
    const spmm::SparseRows rows = spmm::sparse_rows(step.map(), step.generator().tables());
    for (const bool row_major : {false, true}) {
      const HostColumns columns(step, rows, row_major);
      spmm::sum_of_columns(columns, count, step.beta());
      for (std::int64_t j = 0; j < step.trajectories(); ++j) {
        const auto expected = sum_of_series(rows, step.beta(), step.coefficients(j), step.state(j));
        EXPECT_LT(spmm::difference(column(columns.b[0], columns.places, j), expected), 1e-14);
      }
    }
  }
}

}  // namespace
}  // namespace pairtwist::test
