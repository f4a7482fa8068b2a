// The coherence factor through the resonance against 120-digit arithmetic
// (tests/reference/make_resonance_reference.py): 10 000 random pairs, |lambda t| from 1e-16 to 1e3.
#include <gtest/gtest.h>
#include <quadmath.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <vector>

#include "engines/batch.hpp"
#include "support/backends.hpp"
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
  model.U = x[3];
  model.W0 = x[4];
  model.detuning = x[5];
  model.kappa = x[6];
  row.point.parameters.light.state = LightState::coherent;
  row.point.parameters.light.alpha = {x[7], x[8]};
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

class Resonance : public OnEveryBackend {};

TEST_P(Resonance, CoherencesAndAmplitudesAreAccurate) {
  const std::vector<Row> all_rows = read_reference();
  ASSERT_EQ(all_rows.size(), 10000U);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < all_rows.size(); i += stride_of(GetParam()))
    rows.push_back(all_rows[i]);
  engines::Batch batch;
  batch.n_times = 1;
  batch.want_extended = true;
  batch.want_alpha = true;
  for (const Row& row : rows) batch.add(row.point, pairs_of(row), {&row.time, 1});
  backend().submit(0, batch);
  const engines::BatchView view = backend().wait(0);

  double worst = 0.0;
  double worst_extended = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    const std::string where = "line " + std::to_string(i * stride_of(GetParam()) + 2);
    const std::int64_t pair = batch.pair_offset[i] + pairs_of(row).rank(0, row.l - row.k);
    const Quad magnitude = expq(row.log_re);
    const Quad re = magnitude * cosq(row.log_im);
    const Quad im = magnitude * sinq(row.log_im);
    const auto phase = static_cast<double>(fabsq(row.log_im));

    const std::complex<double> v = view.coherence[pair];
    const double error = static_cast<double>(
        hypotq(static_cast<Quad>(v.real()) - re, static_cast<Quad>(v.imag()) - im));
    worst = std::max(worst, error / (1e-12 + 4.0 * 0x1p-53 * phase));
    EXPECT_LE(error, 1e-12 + 4.0 * 0x1p-53 * phase) << where;

    // The reference has 26 digits of ln v.
    const ExtendedComplex& e = view.extended[pair];
    const double extended_error =
        static_cast<double>(hypotq(static_cast<Quad>(e.re.hi) + static_cast<Quad>(e.re.lo) - re,
                                   static_cast<Quad>(e.im.hi) + static_cast<Quad>(e.im.lo) - im));
    const double log_size = phase + static_cast<double>(fabsq(row.log_re));
    worst_extended = std::max(worst_extended, extended_error / (1.0 + log_size));
    EXPECT_LE(extended_error, 1e-25 * (1.0 + log_size)) << where;

    const std::complex<double> alpha = view.alpha[batch.sector_offset[i]];
    // Below e^-708 the decay is cut to zero.
    EXPECT_LE(std::abs(alpha - row.alpha), 0x1p-51 * std::abs(row.alpha) + 1e-300) << where;
  }
  RecordProperty("largest_error_over_limit", std::to_string(worst));
  std::cout << "largest error over its limit: " << worst << ", in double-double: " << worst_extended
            << " of 1 + |ln v|\n";
}

INSTANTIATE_TEST_SUITE_P(All, Resonance, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
