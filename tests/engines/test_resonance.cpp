// SPDX-License-Identifier: BSD-3-Clause
// The coherence factor through the resonance against 120-digit arithmetic
// (tests/reference/make_resonance_reference.py): 10 000 random pairs, |lambda t| from 1e-16 to 1e3.
#include <gtest/gtest.h>
#include <quadmath.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>
#include <vector>

#include "engines/batch.hpp"
#include "support/backends.hpp"
#include "support/reference_rows.hpp"
#include "support/source_dir.hpp"

namespace pairtwist::test {
namespace {

using Quad = __float128;

struct Row {
  std::int64_t atoms, k, l;
  Point point;
  double time;
  Quad log_re, log_im;
  std::complex<double> alpha;
};

Row parse(const std::string& line) {
  std::vector<double> x;
  std::istringstream fields(line);
  for (std::string field; std::getline(fields, field, ',');)
    x.push_back(std::strtod(field.c_str(), nullptr));
  Row row{};
  row.atoms = static_cast<std::int64_t>(x.at(0));
  row.k = static_cast<std::int64_t>(x[1]);
  row.l = static_cast<std::int64_t>(x[2]);
  Model& model = row.point.parameters.model;
  model.atoms = row.atoms;
  read_rates(&x[3], row.point.parameters);
  if (x[9] > 0.0) row.point.segments.push_back({x[9], {x[10], x[11]}});
  row.point.segments.push_back(
      {std::numeric_limits<double>::infinity(),
       x[9] > 0.0 ? std::complex(x[12], x[13]) : std::complex(x[10], x[11])});
  row.time = x[14];
  row.log_re = static_cast<Quad>(x[15]) + static_cast<Quad>(x[16]);
  row.log_im = static_cast<Quad>(x[17]) + static_cast<Quad>(x[18]);
  row.alpha = {x[19], x.at(20)};
  return row;
}

std::vector<Row> read_reference() {
  std::ifstream file(source_dir() + "/tests/reference/resonance.csv");
  std::vector<Row> rows;
  std::string line;
  std::getline(file, line);  // names
  while (std::getline(file, line)) rows.push_back(parse(line));
  return rows;
}

/// The sectors k ... l of one row, all pairs.
physics::PairIndex pairs_of(const Row& row) {
  return {row.k, row.l - row.k + 1, physics::every_pair, static_cast<std::uint32_t>(row.atoms % 2)};
}

/// Every row at the widest level and on the device; the narrower levels would take a minute.
std::size_t stride_of(const std::string& backend) {
  if (backend == "scalar") return 40;
  return backend == "avx2" ? 5 : 1;
}

struct Solved {
  std::vector<Row> rows;
  std::vector<std::size_t> lines;  ///< of the reference file
  engines::Batch batch;
  engines::BatchView view;

  /// Index of row i's pair in the view.
  std::int64_t pair(std::size_t i) const {
    return batch.pair_offset[i] + pairs_of(rows[i]).rank(0, rows[i].l - rows[i].k);
  }
};

void solve_every(std::size_t stride, bool extended, Backend& backend, Solved& solved) {
  const std::vector<Row> all_rows = read_reference();
  ASSERT_EQ(all_rows.size(), 10000U);
  solved.batch.n_times = 1;
  solved.batch.want_coherence = !extended;
  solved.batch.want_extended = extended;
  solved.batch.want_photons = true;
  for (std::size_t i = 0; i < all_rows.size(); i += stride) {
    solved.rows.push_back(all_rows[i]);
    solved.lines.push_back(i + 2);
    solved.batch.add(all_rows[i].point, pairs_of(all_rows[i]), {&all_rows[i].time, 1});
  }
  backend.submit(0, solved.batch);
  solved.view = backend.wait(0);
}

class Resonance : public OnEveryBackend {};

TEST_P(Resonance, CoherencesAndAmplitudesAreAccurate) {
  Solved solved;
  solve_every(stride_of(GetParam()), false, backend(), solved);
  double worst = 0.0;
  for (std::size_t i = 0; i < solved.rows.size(); ++i) {
    const Row& row = solved.rows[i];
    const Quad magnitude = expq(row.log_re);
    const std::complex<double> v = solved.view.coherence[solved.pair(i)];
    const auto error =
        static_cast<double>(hypotq(static_cast<Quad>(v.real()) - magnitude * cosq(row.log_im),
                                   static_cast<Quad>(v.imag()) - magnitude * sinq(row.log_im)));
    const double limit = 1e-12 + 4.0 * 0x1p-53 * static_cast<double>(fabsq(row.log_im));
    worst = std::max(worst, error / limit);
    EXPECT_LE(error, limit) << "line " << solved.lines[i];

    // Below e^-708 the decay is cut to zero.
    const double photons = solved.view.photons[solved.batch.sector_offset[i]].number;
    EXPECT_NEAR(photons, std::norm(row.alpha), 0x1p-50 * std::norm(row.alpha) + 1e-300)
        << "line " << solved.lines[i];
  }
  std::cout << "largest error over its limit: " << worst << "\n";
}

TEST_P(Resonance, DoubleDoubleCoherencesAreGoodToTheReference) {
  Solved solved;
  solve_every(10 * stride_of(GetParam()), true, backend(), solved);
  double worst = 0.0;
  for (std::size_t i = 0; i < solved.rows.size(); ++i) {
    const Row& row = solved.rows[i];
    const Quad magnitude = expq(row.log_re);
    const ExtendedComplex& v = solved.view.extended[solved.pair(i)];
    const auto error = static_cast<double>(hypotq(
        static_cast<Quad>(v.re.hi) + static_cast<Quad>(v.re.lo) - magnitude * cosq(row.log_im),
        static_cast<Quad>(v.im.hi) + static_cast<Quad>(v.im.lo) - magnitude * sinq(row.log_im)));
    // The reference has 26 digits of ln v.
    const double limit = 1e-25 * (1.0 + static_cast<double>(fabsq(row.log_im) + fabsq(row.log_re)));
    worst = std::max(worst, error / limit);
    EXPECT_LE(error, limit) << "line " << solved.lines[i];
  }
  std::cout << "largest error over its limit: " << worst << "\n";
}

INSTANTIATE_TEST_SUITE_P(All, Resonance, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
