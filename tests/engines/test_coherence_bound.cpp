// SPDX-License-Identifier: BSD-3-Clause
// The bounds of plan/coherence_bound.hpp against 200-digit arithmetic
// (tests/reference/make_coherence_bound_reference.py): 10 000 random pairs, at every tolerance.
// What is solved in double is as good as its bound says, what is solved in double-double as good as
// its own, or lost.
#include <gtest/gtest.h>
#include <quadmath.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <limits>
#include <vector>

#include "engines/batch.hpp"
#include "plan/coherence_bound.hpp"
#include "support/backends.hpp"
#include "support/reference_rows.hpp"
#include "support/source_dir.hpp"

namespace pairtwist::test {
namespace {

using Quad = __float128;

struct Row {
  Point point;  ///< stop: the time of the reference
  physics::PairIndex pairs;
  std::int64_t rank;  ///< of the pair in `pairs`
  Quad v_re, v_im;
  double phase;
};

constexpr std::size_t numbers_of_row = 22;

Row row_of(const double* x) {
  Row row{};
  Model& model = row.point.parameters.model;
  model.atoms = static_cast<std::int64_t>(x[0]);
  const auto k = static_cast<std::int64_t>(x[1]);
  const auto l = static_cast<std::int64_t>(x[2]);
  read_rates(&x[3], row.point.parameters);
  std::complex<double> last(x[10], x[11]);
  if (x[9] > 0.0) row.point.segments.push_back({x[9], last}), last = {x[13], x[14]};
  if (x[12] > 0.0) row.point.segments.push_back({x[12], last}), last = {x[15], x[16]};
  row.point.segments.push_back({std::numeric_limits<double>::infinity(), last});
  row.point.stop = x[17];
  row.pairs = {k, l - k + 1,
               l - k == 1   ? physics::step1
               : l - k == 2 ? physics::step2
                            : physics::every_pair,
               static_cast<std::uint32_t>(model.atoms % 2)};
  row.rank = row.pairs.rank(0, l - k);
  const Quad size = expq(static_cast<Quad>(x[18]) + static_cast<Quad>(x[19]));
  const Quad phase = static_cast<Quad>(x[20]) + static_cast<Quad>(x[21]);
  row.v_re = size * cosq(phase);
  row.v_im = size * sinq(phase);
  row.phase = x[20];
  return row;
}

const std::vector<Row>& reference() {
  static const std::vector<Row> rows = [] {
    std::ifstream file(source_dir() + "/tests/reference/coherence_bound.f64", std::ios::binary);
    std::vector<Row> read;
    double x[numbers_of_row];
    while (file.read(reinterpret_cast<char*>(x), sizeof x)) read.push_back(row_of(x));
    return read;
  }();
  return rows;
}

CoherenceSize size_of(const Row& row) {
  CoherenceSize size = coherence_size(coherent_point(row.point), row.pairs);
  for (const PumpSegment& segment : row.point.segments)
    size.add_stretch(std::abs(segment.eta), std::abs(segment.transverse));
  return size;
}

double distance(const Row& row, Quad re, Quad im) {
  return static_cast<double>(hypotq(re - row.v_re, im - row.v_im));
}

/// A start of which the sum of step 1 or 2 is 1 - v of the first and the last sector.
AtomicStart start_of_one_pair(std::uint32_t step) {
  AtomicStart start;
  MomentWeights& weights = start.moments;
  for (auto* list : {&weights.plus, &weights.plus_z, &weights.plus2}) list->assign(3, {});
  (step == physics::step1 ? weights.plus : weights.plus2).front() = {1.0, 0.0, 0.0, 1.0};
  weights.share = weights.weight = {1.0, 0.0, 0.0};
  return start;
}

/// The last of so many samples is the one that is looked at.
void add(engines::Batch& batch, const Row& row, const AtomicStart* start) {
  std::vector<double> times;
  for (std::int64_t i = 1; i <= batch.n_times; ++i)
    times.push_back(i == batch.n_times ? row.point.stop
                                       : row.point.stop * static_cast<double>(i) /
                                             static_cast<double>(batch.n_times));
  batch.add(row.point, row.pairs, times, {}, {}, start);
}

class CoherenceBound : public OnEveryBackend {
 protected:
  /// Largest error over its limit.
  double in_double(const std::vector<const Row*>& rows, double allowed);
  double in_double_double(const std::vector<const Row*>& rows, double allowed);
  int lost_ = 0;
};

double CoherenceBound::in_double(const std::vector<const Row*>& rows, double allowed) {
  const AtomicStart next = start_of_one_pair(physics::step1);
  const AtomicStart next_but_one = start_of_one_pair(physics::step2);
  engines::Batch batch;
  // As many as go on from one another by multiplication.
  batch.n_times = samples_of_chunk;
  batch.want_coherence = false;
  batch.want_sums = want_plus | want_plus2;
  batch.in_double = true;
  batch.phase_error = allowed;
  for (const Row* row : rows)
    add(batch, *row, row->pairs.demand == physics::step1 ? &next : &next_but_one);
  backend().submit(0, batch);
  const engines::BatchView view = backend().wait(0);

  const SumPlaces places(batch.want_sums);
  double worst = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = *rows[i];
    const int sum = row.pairs.demand == physics::step1 ? lost_plus_re : lost_plus2_re;
    const auto last = [&](int which) {
      const std::int64_t place = static_cast<std::int64_t>(i) * places.count + places.of[which];
      return static_cast<Quad>(view.sums[(place + 1) * batch.n_times - 1]);
    };
    const double error = distance(row, 1 - last(sum), last(sum + 1));
    const double bound =
        size_of(row).error(row.point.stop, pairtwist::in_double) + resonance_share * allowed;
    EXPECT_LE(bound, allowed) << "row " << &row - reference().data();
    EXPECT_LE(error, bound) << "row " << &row - reference().data();
    worst = std::max(worst, error / bound);
  }
  return worst;
}

double CoherenceBound::in_double_double(const std::vector<const Row*>& rows, double allowed) {
  engines::Batch batch;
  batch.n_times = 1;
  batch.want_extended = true;
  batch.phase_error = allowed;
  for (const Row* row : rows) add(batch, *row, nullptr);
  backend().submit(0, batch);
  const engines::BatchView view = backend().wait(0);

  double worst = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = *rows[i];
    const std::int64_t at = batch.pair_offset[i] + row.rank;
    const std::complex<double> v = view.coherence[at];
    const CoherenceSize size = size_of(row);
    const double bound = size.error(row.point.stop, pairtwist::in_double_double);
    const bool known = bound <= allowed && std::abs(row.phase) <= physics::largest_phase;
    EXPECT_EQ(known, !std::isnan(v.real()) && !std::isnan(v.imag())) << "row " << i;
    if (!known) {
      ++lost_;
      continue;
    }
    // Rounded once, to about an ulp.
    EXPECT_LE(distance(row, v.real(), v.imag()), bound + 0x1p-51) << "row " << i;
    const ExtendedComplex& x = view.extended[at];
    const double error = distance(row, static_cast<Quad>(x.re.hi) + static_cast<Quad>(x.re.lo),
                                  static_cast<Quad>(x.im.hi) + static_cast<Quad>(x.im.lo));
    // exp, sin and cos are good to 2^-98 (tests/physics/test_dd_math.cpp).
    const double limit = bound + 0x1p-97;
    EXPECT_LE(error, limit) << "row " << i;
    worst = std::max(worst, error / limit);
  }
  return worst;
}

TEST_P(CoherenceBound, HoldsAtEveryToleranceInBothArithmetics) {
  ASSERT_EQ(reference().size(), 10000U);
  for (int digits = 4; digits <= 14; ++digits) {
    const double tolerance = std::pow(10.0, -digits);
    const double allowed = phase_share * tolerance;
    std::vector<const Row*> doubles, others;
    for (const Row& row : reference()) {
      const bool summed = row.pairs.demand != physics::every_pair;
      (summed && double_is_enough(row.point, row.pairs, tolerance) ? doubles : others)
          .push_back(&row);
    }
    lost_ = 0;
    const double worst = in_double(doubles, allowed);
    const double worst_of_others = in_double_double(others, allowed);
    std::cout << "tolerance 1e-" << digits << ": " << doubles.size() << " in double, " << worst
              << " of the bound at most; " << others.size() << " in double-double, " << lost_
              << " of them lost, " << worst_of_others << " of the bound at most\n";
    // exp, sin and cos alone leave more than 10^-15 open in double.
    if (digits < 14)
      EXPECT_GT(doubles.size(), 100U) << tolerance;
    else
      EXPECT_EQ(doubles.size(), 0U);
    EXPECT_GT(others.size(), 100U) << tolerance;
    EXPECT_GT(lost_, 0) << tolerance;
  }
}

INSTANTIATE_TEST_SUITE_P(All, CoherenceBound, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
