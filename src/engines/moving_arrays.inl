// SPDX-License-Identifier: BSD-3-Clause
// What a block of the Fock method is integrated with in the moving frame: its arrays, and DOP853
// over them in the interaction picture of the stiff diagonal. The right-hand side is in
// moving_system.inl.
#pragma once

#include "engines/fock_block.hpp"
#include "engines/lanes.hpp"
#include "engines/team.hpp"
#include "physics/dop853.hpp"
#include "physics/fock.hpp"

namespace pairtwist::engines {

/// Integrated beside the matrix: the mean fields and the logarithm of its scalar factor since the
/// step's start.
enum FieldPart : int { field_a = 0, field_b = 2, log_scale = 4, field_parts = 6 };

template <class S, class Team>
class MovingArrays {
 public:
  using Complex = physics::Complex<S>;
  /// What is computed at a time: of one row, as many columns as Team::columns says.
  using V = typename Team::template Columns<S>;
  using Wide = physics::Complex<V>;

  PT_HD MovingArrays(const Team& team, int cutoff, const double* roots, S* scratch)
      : team_(team),
        roots_(roots),
        size_(cutoff),
        stride_(fock_stride(cutoff, Team::columns)),
        padded_(stride_ + 4),
        square_(cutoff * stride_),
        padded_square_((cutoff + 4) * padded_) {
    y_ = scratch;
    new_y_ = y_ + 2 * square_;
    k_ = new_y_ + 2 * square_;
    z_ = k_ + physics::dop853::all_stages * 2 * square_;
    tables_ = z_ + 2 * padded_square_;
    // Around the matrix z is zero for good, and so are columns that only fill up a row.
    team_.for_each(2 * padded_square_, [&](int i) { z_[i] = S(0.0); });
    team_.for_each(2 * square_, [&](int i) { y_[i] = S(0.0); });
    team_.sync();
  }

  S fields[field_parts];      ///< at the step's start
  S new_fields[field_parts];  ///< at its end
  bool of_photons;            ///< photon numbers are asked for: what counts are their moments
  S photon_scale;             ///< then: Batch::photon_scales, of the samples to come

  PT_HD int size() const { return size_; }
  PT_HD const Team& team() const { return team_; }
  PT_HD double root(int n) const { return roots_[n]; }
  PT_HD const double* roots() const { return roots_; }

  PT_HD void set(int n, int k, Complex value) {
    y_[n * stride_ + k] = value.re;
    y_[square_ + n * stride_ + k] = value.im;
  }
  PT_HD Complex at(int n, int k) const {
    return {y_[n * stride_ + k], y_[square_ + n * stride_ + k]};
  }
  /// The matrix that sample() prepared.
  PT_HD Complex sampled(int n, int k) const {
    const S* r = stage(8);
    return {r[n * stride_ + k], r[square_ + n * stride_ + k]};
  }

  /// The step as polynomials, in the place of stages 1 ... 7, from all stages.
  PT_HD_CALLED void interpolate(S h) {
    using namespace physics;
    using namespace physics::dop853;
    const V step = V(h);
    team_.for_values(2 * square_, [&](int i) {
      V k[all_stages][1];
      for (int j = 0; j < all_stages; ++j) k[j][0] = load(stage(j) + i);
      V c[dense_order];
      dense_coefficients(k, 0, step, load(new_y_ + i) - load(y_ + i), c);
      for (int j = 0; j < dense_order; ++j) store(c[j], stage(j + 1) + i);
    });
    for (int d = 0; d < field_parts; ++d)
      dense_coefficients(fields_rate_, d, h, new_fields[d] - fields[d], dense_fields_[d]);
    team_.sync();
  }

  /// R and the mean fields at the fraction x of the step h.
  PT_HD physics::fock::Fields<S> sample(S x, S h) {
    using namespace physics;
    S at[field_parts];
    for (int d = 0; d < field_parts; ++d)
      at[d] = fields[d] + dop853::dense_rise(dense_fields_[d], x);
    fill_factors(x * h);
    const Complex scale = exponential(Complex{at[log_scale], at[log_scale + 1]});
    S* out = stage(8);
    team_.for_elements(size_, [&](int n) {
      const Wide left = widened(scale * entry(factors(0), n));
      return [=, this](int k) {
        const int i = n * stride_ + k;
        const Wide value = {dense_at(i, x), dense_at(square_ + i, x)};
        put_value(left * (entries(factors(1), k) * value), out, i);
      };
    });
    team_.sync();
    return fields_of(at);
  }

  /// The same at the step's start.
  PT_HD physics::fock::Fields<S> sample_start() {
    S* out = stage(8);
    team_.for_values(2 * square_, [&](int i) { store(load(y_ + i), out + i); });
    team_.sync();
    return fields_of(fields);
  }

  /// Goes over to the end of the step on the lanes of `accepted`.
  template <class Mask>
  PT_HD_CALLED void accept(const Mask& accepted, S h) {
    using namespace physics;
    fill_factors(h);
    const Complex scale = exponential(Complex{new_fields[log_scale], new_fields[log_scale + 1]});
    S* first = stage(0);
    const S* last = stage(dop853::stages);
    team_.for_elements(size_, [&](int n) {
      const Wide left = widened(scale * entry(factors(0), n));
      return [=, this](int k) {
        const int i = n * stride_ + k;
        const Wide turn = left * entries(factors(1), k);
        put_value(select(accepted, turn * value_at(new_y_, i), value_at(y_, i)), y_, i);
        put_value(select(accepted, turn * value_at(last, i), value_at(first, i)), first, i);
      };
    });
    for (int d = 0; d < field_parts; ++d) {
      const S next = d < log_scale ? new_fields[d] : S(0.0);
      fields[d] = select(accepted, next, fields[d]);
      fields_rate_[0][d] = select(accepted, fields_rate_[dop853::stages][d], fields_rate_[0][d]);
    }
    team_.sync();
  }

 protected:
  /// Tables of two sides: of each neighbour's coefficient, and of the interaction picture.
  enum Table : int { up, down, up2, down2, one, less, two, table_count };

  PT_HD S* stage(int j) const { return k_ + j * 2 * square_; }
  PT_HD S* factors(int side) const { return tables_ + (2 * table_count + side) * 2 * stride_; }
  /// One entry of a table, and as many as V holds.
  PT_HD Complex entry(const S* table, int n) const { return {table[n], table[stride_ + n]}; }
  PT_HD Wide entries(const S* table, int n) const {
    return {load(table + n), load(table + stride_ + n)};
  }
  PT_HD static V load(const S* p) { return ColumnsOf<S, Team>::load(p); }
  PT_HD static void store(V x, S* p) { ColumnsOf<S, Team>::store(x, p); }
  PT_HD static Wide widened(Complex z) { return {V(z.re), V(z.im)}; }
  /// A matrix of R's shape at i.
  PT_HD Wide value_at(const S* matrix, int i) const {
    return {load(matrix + i), load(matrix + square_ + i)};
  }
  PT_HD void put_value(Wide value, S* matrix, int i) const {
    store(value.re, matrix + i);
    store(value.im, matrix + square_ + i);
  }
  /// Of the levels from n on: n itself, and √n. Below level 0 there is a root 0.
  PT_HD static V levels(int n) {
    if constexpr (Team::columns == 1)
      return V(double(n));
    else
      return Lanes<V>::iota(n);
  }
  PT_HD V level_roots(int n) const { return ColumnsOf<S, Team>::load_common(roots_ + n); }
  PT_HD static physics::fock::Fields<S> fields_of(const S (&x)[field_parts]) {
    return {{x[field_a], x[field_a + 1]}, {x[field_b], x[field_b + 1]}};
  }

  /// The second side's tables stand conjugated.
  PT_HD void put_entries(S* table, int side, int n, Wide value) const {
    const auto exists = levels(n) < V(double(size_));
    const Wide kept = physics::select(exists, value, Wide{V(0.0), V(0.0)});
    store(kept.re, table + n);
    store(side == 0 ? kept.im : -kept.im, table + stride_ + n);
  }

  PT_HD void put_in_z(Wide value, int n, int k) const {
    S* to = z_ + (n + 2) * padded_ + k + 2;
    store(value.re, to);
    store(value.im, to + padded_square_);
  }

  PT_HD void load_start() {
    team_.for_elements(size_, [&](int n) {
      return [=, this](int k) {
        const int i = n * stride_ + k;
        const Wide value = value_at(y_, i);
        put_in_z(value, n, k);
      };
    });
  }

  /// z = y + h sum A_Ij k_j, the fields alike; `copy` gets the same as z unless it is null.
  template <int I>
  PT_HD void combine(S h, S (&at)[field_parts], S* copy) {
    using namespace physics;
    constexpr auto before = std::make_integer_sequence<int, I>{};
    team_.for_elements(size_, [&](int n) {
      return [=, this](int k) {
        const int i = n * stride_ + k;
        const Wide value = {
            multiply_add(V(h), weighted_stages<dop853::Table::step, I>(i, before), load(y_ + i)),
            multiply_add(V(h), weighted_stages<dop853::Table::step, I>(square_ + i, before),
                         load(y_ + square_ + i))};
        put_in_z(value, n, k);
        if (copy != nullptr) put_value(value, copy, i);
      };
    });
    for (int d = 0; d < field_parts; ++d)
      at[d] = multiply_add(h, dop853::weighted<dop853::Table::step, I>(fields_rate_, d, before),
                           fields[d]);
  }

  template <physics::dop853::Table which, int I, int... J>
  PT_HD V weighted_stages(int i, std::integer_sequence<int, J...>) const {
    V sum = V(0.0);
    (add_stage_at<which, I, J>(sum, i), ...);
    return sum;
  }
  template <physics::dop853::Table which, int I, int J>
  PT_HD void add_stage_at(V& sum, int i) const {
    if constexpr (physics::dop853::coefficient<which, I, J>() != 0.0)
      physics::dop853::add_stage<which, I, J>(sum, load(stage(J) + i));
  }

  /// What squared errors of elements <n|R|k>, <n|R|k+1>, ... count. Moments weigh levels with n²;
  /// where few photons matter, s of them, it takes n + k of their amplitudes √s to get here, at
  /// most the four of a†²a². No element can be better than relative to itself.
  PT_HD V weight_of_photons(int n, int k) const {
    using namespace physics;
    const V level = levels(k) + V(double(n));
    const S s = photon_scale;
    V allowed = V(s * s * s * s);
    allowed = select(level < V(3.5), V(s * s * s), allowed);
    allowed = select(level < V(2.5), V(s * s), allowed);
    allowed = select(level < V(1.5), V(s), allowed);
    allowed = select(level < V(0.5), V(1.0), allowed);
    const int i = n * stride_ + k;
    for (const V own : {norm(value_at(y_, i)), norm(value_at(new_y_, i))})
      allowed = select(allowed < own, own, allowed);
    const V of_levels = V(1.0 + n) * (levels(k) + V(1.0));
    return of_levels * of_levels / allowed;
  }

  /// Fields of few photons count as they are, since interference may have taken more; those of
  /// others, and rounding, relative to themselves.
  PT_HD S error(S h, S tolerance) const {
    using namespace physics;
    using namespace physics::dop853;
    constexpr auto all = std::make_integer_sequence<int, stages>{};
    Complex sum = team_.template sum_of<S>(size_, [&](int n) {
      Wide row = {V(0.0), V(0.0)};
      for (int k = 0; k < size_; k += Team::columns) {
        const V weight = of_photons ? weight_of_photons(n, k) : V(1.0);
        for (int part = 0; part < 2; ++part) {
          const int i = part * square_ + n * stride_ + k;
          const V e5 = weighted_stages<dop853::Table::error5, 0>(i, all);
          const V e3 = weighted_stages<dop853::Table::error3, 0>(i, all);
          row.re = multiply_add(e5 * e5, weight, row.re);
          row.im = multiply_add(e3 * e3, weight, row.im);
        }
      }
      return Complex{Team::template across<S>(row.re), Team::template across<S>(row.im)};
    });
    const S few = of_photons ? square_root(photon_scale) : S(1.0);
    const S own = select(few < S(1.0), S(rounding_of_step) / tolerance, S(1.0));
    for (int d = 0; d < field_parts; ++d) {
      const S x = new_fields[d];
      const S size = d < log_scale ? multiply_add(own, select(x < S(0.0), -x, x), few) : S(1.0);
      const S e5 = weighted<dop853::Table::error5, 0>(fields_rate_, d, all) / size;
      const S e3 = weighted<dop853::Table::error3, 0>(fields_rate_, d, all) / size;
      sum.re = multiply_add(e5, e5, sum.re);
      sum.im = multiply_add(e3, e3, sum.im);
    }
    return error_norm(sum.re, sum.im, h) / tolerance;
  }

  PT_HD V dense_at(int i, S x) const {
    V c[physics::dop853::dense_order];
    for (int j = 0; j < physics::dop853::dense_order; ++j) c[j] = load(stage(j + 1) + i);
    return load(y_ + i) + physics::dop853::dense_rise(c, V(x));
  }

  /// e^{D(n) tau} of both sides.
  PT_HD_CALLED void fill_factors(S tau) {
    for (int side = 0; side < 2; ++side) {
      const Wide linear = widened(diagonal_[side].linear * tau);
      const Wide bend = widened(diagonal_[side].bend * tau);
      const physics::fock::Diagonal<V> exponent = {linear, bend};
      team_.for_values(size_, [&](int n) {
        put_entries(factors(side), side, n, exponential(exponent.at(levels(n))));
      });
    }
    team_.sync();
  }

  Team team_;
  const double* roots_;
  int size_;
  int stride_;         ///< of a row: the size, filled up to a multiple of Team::columns
  int padded_;         ///< a row of z: two empty rows and columns around
  int square_;         ///< a matrix, real or imaginary part
  int padded_square_;  ///< the same of z
  S* y_;               ///< R at the step's start: re, then im
  S* new_y_;           ///< at its end, in the interaction picture
  S* k_;               ///< the stages
  S* z_;               ///< where f is evaluated
  S* tables_;
  physics::fock::Diagonal<S> diagonal_[2];
  S fields_rate_[physics::dop853::all_stages][field_parts];
  S dense_fields_[field_parts][physics::dop853::dense_order];
};

}  // namespace pairtwist::engines
