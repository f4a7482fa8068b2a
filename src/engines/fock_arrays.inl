// What a block of the Fock method is integrated with: its arrays, and DOP853 over them in the
// interaction picture of the stiff diagonal. The right-hand side is in fock_system.inl.
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
class FockArrays {
 public:
  using Complex = physics::Complex<S>;

  PT_HD FockArrays(const Team& team, int cutoff, const double* roots, S* scratch)
      : team_(team), roots_(roots), size_(cutoff), padded_(cutoff + 4), square_(cutoff * cutoff) {
    y_ = scratch;
    new_y_ = y_ + 2 * square_;
    k_ = new_y_ + 2 * square_;
    z_ = k_ + physics::dop853::all_stages * 2 * square_;
    tables_ = z_ + 2 * padded_ * padded_;
    // Around the matrix z is zero for good.
    team_.for_each(2 * padded_ * padded_, [&](int i) { z_[i] = S(0.0); });
  }

  S fields[field_parts];      ///< at the step's start
  S new_fields[field_parts];  ///< at its end
  S weigh_levels;             ///< 1: photon numbers are asked for, errors of high levels count more

  PT_HD int size() const { return size_; }
  PT_HD const Team& team() const { return team_; }
  PT_HD double root(int n) const { return roots_[n]; }
  PT_HD const double* roots() const { return roots_; }

  PT_HD void set(int n, int k, Complex value) {
    y_[n * size_ + k] = value.re;
    y_[square_ + n * size_ + k] = value.im;
  }
  PT_HD Complex get(int n, int k) const { return {y_[n * size_ + k], y_[square_ + n * size_ + k]}; }
  /// The matrix that sample() prepared.
  PT_HD Complex sampled(int n, int k) const {
    const S* r = stage(8);
    return {r[n * size_ + k], r[square_ + n * size_ + k]};
  }

  /// The step as polynomials, in the place of stages 1 ... 7, from all stages.
  PT_HD_CALLED void interpolate(S h) {
    using namespace physics;
    using namespace physics::dop853;
    team_.for_each(2 * square_, [&](int i) {
      S k[all_stages][1];
      for (int j = 0; j < all_stages; ++j) k[j][0] = stage(j)[i];
      S c[dense_order];
      dense_coefficients(k, 0, h, new_y_[i] - y_[i], c);
      for (int j = 0; j < dense_order; ++j) stage(j + 1)[i] = c[j];
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
      const Complex left = scale * factor(0, n);
      return [=, this](int k) {
        const int i = n * size_ + k;
        const Complex value = {y_[i] + dense_rise_at(i, x),
                               y_[square_ + i] + dense_rise_at(square_ + i, x)};
        const Complex r = left * (factor(1, k) * value);
        out[i] = r.re;
        out[square_ + i] = r.im;
      };
    });
    team_.sync();
    return fields_of(at);
  }

  /// The same at the step's start.
  PT_HD physics::fock::Fields<S> sample_start() {
    S* out = stage(8);
    team_.for_each(2 * square_, [&](int i) { out[i] = y_[i]; });
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
      const Complex left = scale * factor(0, n);
      return [=, this](int k) {
        const int i = n * size_ + k;
        const Complex turn = left * factor(1, k);
        const Complex value = turn * Complex{new_y_[i], new_y_[square_ + i]};
        const Complex rate = turn * Complex{last[i], last[square_ + i]};
        y_[i] = select(accepted, value.re, y_[i]);
        y_[square_ + i] = select(accepted, value.im, y_[square_ + i]);
        first[i] = select(accepted, rate.re, first[i]);
        first[square_ + i] = select(accepted, rate.im, first[square_ + i]);
      };
    });
    for (int d = 0; d < field_parts; ++d) {
      const S next = d < log_scale ? new_fields[d] : S(0.0);
      fields[d] = select(accepted, next, fields[d]);
      fields_rate_[0][d] = select(accepted, fields_rate_[dop853::stages][d], fields_rate_[0][d]);
    }
    team_.sync();
  }

  /// The larger squared norm of the top row and the top column.
  PT_HD S tail() const {
    const int top = size_ - 1;
    const Complex norms = team_.template sum_of<S>(size_, [&](int i) {
      return Complex{norm(get(top, i)), norm(get(i, top))};
    });
    using physics::select;
    return select(norms.re > norms.im, norms.re, norms.im);
  }

 protected:
  /// Tables of two sides: of each neighbour's coefficient, and of the interaction picture.
  enum Table : int { up, down, up2, down2, one, less, two, table_count };

  PT_HD S* stage(int j) const { return k_ + j * 2 * square_; }
  PT_HD S* factors(int side) const { return tables_ + (2 * table_count + side) * 2 * size_; }
  PT_HD Complex factor(int side, int n) const { return entry(factors(side), n); }
  PT_HD Complex entry(const S* table, int n) const { return {table[n], table[size_ + n]}; }
  PT_HD static physics::fock::Fields<S> fields_of(const S (&x)[field_parts]) {
    return {{x[field_a], x[field_a + 1]}, {x[field_b], x[field_b + 1]}};
  }

  /// The second side's tables stand conjugated.
  PT_HD void put(S* table, int side, int n, Complex value) const {
    table[n] = value.re;
    table[size_ + n] = side == 0 ? value.im : -value.im;
  }

  PT_HD void load_start() {
    team_.for_elements(size_, [&](int n) {
      return [=, this](int k) {
        const int from = n * size_ + k;
        const int to = (n + 2) * padded_ + k + 2;
        z_[to] = y_[from];
        z_[padded_ * padded_ + to] = y_[square_ + from];
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
        const int from = n * size_ + k;
        const int to = (n + 2) * padded_ + k + 2;
        const S re =
            fused_mul_add(h, weighted_stages<dop853::Table::step, I>(from, before), y_[from]);
        const S im = fused_mul_add(
            h, weighted_stages<dop853::Table::step, I>(square_ + from, before), y_[square_ + from]);
        z_[to] = re;
        z_[padded_ * padded_ + to] = im;
        if (copy != nullptr) {
          copy[from] = re;
          copy[square_ + from] = im;
        }
      };
    });
    for (int d = 0; d < field_parts; ++d)
      at[d] = fused_mul_add(h, dop853::weighted<dop853::Table::step, I>(fields_rate_, d, before),
                            fields[d]);
  }

  template <physics::dop853::Table which, int I, int... J>
  PT_HD S weighted_stages(int i, std::integer_sequence<int, J...>) const {
    S sum = S(0.0);
    (physics::dop853::add_stage<which, I, J>(sum, stage(J)[i]), ...);
    return sum;
  }

  PT_HD S error(S h, S tolerance) const {
    using namespace physics;
    using namespace physics::dop853;
    constexpr auto all = std::make_integer_sequence<int, stages>{};
    Complex sum = team_.template sum_of<S>(size_, [&](int n) {
      Complex row = {S(0.0), S(0.0)};
      for (int k = 0; k < size_; ++k) {
        const S weight = fused_mul_add(weigh_levels, S((1.0 + n) * (1.0 + k) - 1.0), S(1.0));
        for (int part = 0; part < 2; ++part) {
          const int i = part * square_ + n * size_ + k;
          const S e5 = weighted_stages<dop853::Table::error5, 0>(i, all);
          const S e3 = weighted_stages<dop853::Table::error3, 0>(i, all);
          row.re = fused_mul_add(e5 * e5, weight, row.re);
          row.im = fused_mul_add(e3 * e3, weight, row.im);
        }
      }
      return row;
    });
    for (int d = 0; d < field_parts; ++d) {
      const S x = new_fields[d];
      const S size = d < log_scale ? S(1.0) + select(x < S(0.0), -x, x) : S(1.0);
      const S e5 = weighted<dop853::Table::error5, 0>(fields_rate_, d, all) / size;
      const S e3 = weighted<dop853::Table::error3, 0>(fields_rate_, d, all) / size;
      sum.re = fused_mul_add(e5, e5, sum.re);
      sum.im = fused_mul_add(e3, e3, sum.im);
    }
    return error_norm(sum.re, sum.im, h) / tolerance;
  }

  PT_HD S dense_rise_at(int i, S x) const {
    S c[physics::dop853::dense_order];
    for (int j = 0; j < physics::dop853::dense_order; ++j) c[j] = stage(j + 1)[i];
    return physics::dop853::dense_rise(c, x);
  }

  /// e^{D(n) tau} of both sides.
  PT_HD_CALLED void fill_factors(S tau) {
    for (int side = 0; side < 2; ++side)
      team_.for_each(size_, [&](int n) {
        put(factors(side), side, n, exponential(diagonal_[side].at(S(double(n))) * tau));
      });
    team_.sync();
  }

  Team team_;
  const double* roots_;
  int size_;
  int padded_;  ///< of z: two empty rows and columns around
  int square_;
  S* y_;      ///< R at the step's start: re, then im
  S* new_y_;  ///< at its end, in the interaction picture
  S* k_;      ///< the stages
  S* z_;      ///< where f is evaluated
  S* tables_;
  physics::fock::Diagonal<S> diagonal_[2];
  S fields_rate_[physics::dop853::all_stages][field_parts];
  S dense_fields_[field_parts][physics::dop853::dense_order];
};

}  // namespace pairtwist::engines
