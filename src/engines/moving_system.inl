// SPDX-License-Identifier: BSD-3-Clause
// One block of the Fock method, or one in each SIMD lane, as an ordinary differential equation: its
// right-hand side (src/physics/fock.hpp) and a step in time. Samples and the walk through time are
// in fock_moving.inl.
#pragma once

#include "engines/moving_arrays.inl"

namespace pairtwist::engines {

template <class S, class Team, int terms>
class MovingSystem : public MovingArrays<S, Team> {
 public:
  using Arrays = MovingArrays<S, Team>;
  using typename Arrays::Complex;
  using typename Arrays::V;
  using typename Arrays::Wide;
  static constexpr bool raises = (terms & physics::fock::raising) != 0;
  static constexpr bool heats = (terms & physics::fock::bath) != 0;
  static constexpr bool pairs = (terms & physics::fock::two_photon) != 0;

  using Arrays::Arrays;
  using Arrays::fields;
  using Arrays::new_fields;

  physics::fock::Rates<S> rates;

  /// To be called when the rates change.
  PT_HD void rates_changed() {
    diagonal_[0] = physics::fock::stiff_diagonal(rates, rates.omega_k);
    diagonal_[1] = physics::fock::stiff_diagonal(rates, rates.omega_l);
    using physics::any;
    const Complex bend = diagonal_[0].bend;
    bends_ = any(bend.re < S(0.0)) || any(bend.im < S(0.0)) || any(bend.im > S(0.0));
  }

  /// The first derivative, on the lanes of `where`: after the start and after a jump of the rates.
  template <class Mask>
  PT_HD void restart(const Mask& where) {
    using physics::select;
    this->load_start();
    S before[field_parts];
    for (int d = 0; d < field_parts; ++d) before[d] = fields_rate_[0][d];
    derivative(S(0.0), fields, physics::dop853::stages);
    const S* fresh = stage(physics::dop853::stages);
    S* first = stage(0);
    team_.for_values(2 * square_, [&](int i) {
      this->store(select(where, this->load(fresh + i), this->load(first + i)), first + i);
    });
    for (int d = 0; d < field_parts; ++d)
      fields_rate_[0][d] = select(where, fields_rate_[physics::dop853::stages][d], before[d]);
    team_.sync();
  }

  /// The largest rate at which mean fields turn or decay, where there are any, and photons decay.
  /// What the Kerr term turns is in the matrix, which goes without.
  PT_HD S fastest_rate() const {
    using namespace physics;
    const auto larger = [](S a, S b) { return select(a < b, b, a); };
    const S of_a = norm(this->fields_of(fields).a);
    const S of_b = norm(this->fields_of(fields).b);
    const auto squared = [&](S omega, S n) {
      const S decay = multiply_add(rates.two_photon, n, S(0.5) * rates.kappa);
      const S turn = multiply_add(rates.kerr, n, omega);
      return multiply_add(decay, decay, turn * turn);
    };
    const S decay = multiply_add(S(2.0), rates.two_photon, rates.kappa);
    const S of_fields = larger(squared(rates.omega_k, of_a), squared(rates.omega_l, of_b));
    const auto any_field = of_a + of_b + norm(rates.pump_k) + norm(rates.pump_l) > S(0.0);
    return square_root(select(any_field, larger(of_fields, decay * decay), decay * decay));
  }

  /// At which the uppermost level turns in the interaction picture.
  PT_HD S turning_rate() const {
    using namespace physics;
    const auto size = [](S x) { return select(x < S(0.0), -x, x); };
    const S left = size(diagonal_[0].linear.im);
    const S right = size(diagonal_[1].linear.im);
    const S level = S(double(this->size() - 1));
    return level * (select(left < right, right, left) + level * size(diagonal_[0].bend.im));
  }

  /// Tries a step h; its error over what is allowed.
  PT_HD_CALLED S attempt(S h, S tolerance) {
    run_stages<1, physics::dop853::stages>(h);
    this->template combine<physics::dop853::stages>(h, new_fields, this->new_y_);
    team_.sync();  // how much an error counts depends on both ends
    return this->error(h, tolerance);
  }

  /// f at the end of the step: also the next one's first stage.
  PT_HD void finish_step(S h) { derivative(h, new_fields, physics::dop853::stages); }

  /// The step as polynomials, for sample().
  PT_HD_CALLED void make_dense(S h) {
    run_stages<physics::dop853::stages + 1, physics::dop853::all_stages>(h);
    this->interpolate(h);
  }

 private:
  using Arrays::diagonal_;
  using Arrays::fields_rate_;
  using Arrays::padded_;
  using Arrays::size_;
  using Arrays::square_;
  using Arrays::stage;
  using Arrays::stride_;
  using Arrays::team_;
  using Arrays::z_;
  using typename Arrays::Table;

  PT_HD S* table(int side, int which) const {
    return this->tables_ + (side * Arrays::table_count + which) * 2 * stride_;
  }
  template <int First, int Last>
  PT_HD void run_stages(S h) {
    if constexpr (First < Last) {
      S at[field_parts];
      this->template combine<First>(h, at, nullptr);
      constexpr double c = physics::dop853::C[First];
      derivative(S(c) * h, at, First);
      run_stages<First + 1, Last>(h);
    }
  }

  /// f at z and at `at`, a time tau after the step's start, into stage `out`.
  PT_HD_CALLED void derivative(S tau, const S (&at)[field_parts], int out) {
    const physics::fock::Fields<S> f = this->fields_of(at);
    const Complex a = field_rate(rates, rates.omega_k, rates.pump_k, f.a);
    const Complex b = field_rate(rates, rates.omega_l, rates.pump_l, f.b);
    const Complex s = scalar_rate(rates, f);
    const S rate[field_parts] = {a.re, a.im, b.re, b.im, s.re, s.im};
    for (int d = 0; d < field_parts; ++d) fields_rate_[out][d] = rate[d];
    fill_tables(0, tau, side_operator(rates, f.a, f.b));
    fill_tables(1, tau, side_operator(rates, f.b, f.a));
    team_.sync();
    apply(f, stage(out));
    team_.sync();
  }

  /// What multiplies a neighbour: the level's root, the side's operator, and the factor that the
  /// interaction picture leaves of two levels.
  PT_HD void fill_tables(int side, S tau, const physics::fock::Operator<S>& o) {
    using namespace physics;
    const Wide straight = this->widened(exponential(diagonal_[side].linear * tau));
    const fock::Diagonal<V> exponent = {this->widened(diagonal_[side].linear * tau),
                                        this->widened(diagonal_[side].bend * tau)};
    const auto rise = [&](int n) {
      return bends_ ? exponential(exponent.rise(this->levels(n))) : straight;
    };
    const Wide u0 = this->widened(o.up), u1 = this->widened(o.up_slope);
    const Wide d0 = this->widened(o.down), d1 = this->widened(o.down_slope);
    const auto put = [&](int which, int n, Wide value) {
      this->put_entries(table(side, which), side, n, value);
    };
    team_.for_values(size_, [&](int n) {
      const V level = this->levels(n);
      const Wide above = rise(n) * this->level_roots(n + 1);
      put(Arrays::one, n, above);
      put(Arrays::up, n, (u0 + u1 * level) * above);
      if constexpr (pairs) {
        const Wide above2 = above * rise(n + 1) * this->level_roots(n + 2);
        put(Arrays::two, n, above2);
        put(Arrays::up2, n, this->widened(o.up2) * above2);
      }
      if constexpr (raises) {
        const Wide below = inverse(rise(n - 1)) * this->level_roots(n);
        put(Arrays::less, n, below);
        put(Arrays::down, n, (d0 + d1 * (level - V(1.0))) * below);
        if constexpr (pairs) {
          const Wide below2 = below * inverse(rise(n - 2)) * this->level_roots(n - 1);
          put(Arrays::down2, n, this->widened(o.down2) * below2);
        }
      }
    });
    growth_[side] = o.diagonal;
  }

  /// dz/dt = what is left of the equation in the interaction picture.
  PT_HD void apply(const physics::fock::Fields<S>& f, S* out) const {
    using namespace physics;
    const fock::Jumps<S> jump = jumps(rates, f);
    const int p = padded_;
    const Complex g_left = growth_[0];
    const Wide g_right = this->widened(conj(growth_[1]));
    team_.for_elements(size_, [&](int n) {
      const S* re = z_ + (n + 2) * p + 2;
      const S* im = re + this->padded_square_;
      const auto left = [&](int which) { return this->entry(table(0, which), n); };
      const Complex l_one = left(Arrays::one);
      const Wide l_up = this->widened(left(Arrays::up));
      const Wide j_one = this->widened(jump.one * l_one);
      const Wide none = {V(0.0), V(0.0)};
      Wide l_down = none, j_less = none, l_up2 = none, l_down2 = none;
      Wide j_two = none, j_two_one = none, j_one_two = none, g = none;
      if constexpr (raises) l_down = this->widened(left(Arrays::down));
      if constexpr (heats) j_less = this->widened(left(Arrays::less) * jump.heating);
      if constexpr (pairs) {
        const Complex l_two = left(Arrays::two);
        l_up2 = this->widened(left(Arrays::up2));
        l_down2 = this->widened(left(Arrays::down2));
        j_two = this->widened(l_two * jump.two);
        j_two_one = this->widened(l_two * jump.two_one);
        j_one_two = this->widened(l_one * jump.one_two);
        g = this->widened(g_left * S(double(n)));
      }
      return [=, this](int k) {
        const auto z = [&](int i, int j) {
          return Wide{this->load(re + i * p + k + j), this->load(im + i * p + k + j)};
        };
        const auto right = [&](int which) { return this->entries(table(1, which), k); };
        const Wide r_one = right(Arrays::one);
        Wide sum = l_up * z(1, 0);
        sum = mul_add(right(Arrays::up), z(0, 1), sum);
        sum = mul_add(j_one, r_one * z(1, 1), sum);
        if constexpr (raises) {
          sum = mul_add(l_down, z(-1, 0), sum);
          sum = mul_add(right(Arrays::down), z(0, -1), sum);
        }
        if constexpr (heats) sum = mul_add(j_less, right(Arrays::less) * z(-1, -1), sum);
        if constexpr (pairs) {
          const Wide r_two = right(Arrays::two);
          sum = mul_add(g + g_right * this->levels(k), z(0, 0), sum);
          sum = mul_add(l_up2, z(2, 0), sum);
          sum = mul_add(l_down2, z(-2, 0), sum);
          sum = mul_add(right(Arrays::up2), z(0, 2), sum);
          sum = mul_add(right(Arrays::down2), z(0, -2), sum);
          sum = mul_add(j_two, r_two * z(2, 2), sum);
          sum = mul_add(j_two_one, r_one * z(2, 1), sum);
          sum = mul_add(j_one_two, r_two * z(1, 2), sum);
        }
        this->put_value(sum, out, n * stride_ + k);
      };
    });
  }

  Complex growth_[2];
  bool bends_ = false;
};

}  // namespace pairtwist::engines
