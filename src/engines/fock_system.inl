// One block of the Fock method, or one in each SIMD lane, as an ordinary differential equation: its
// right-hand side (src/physics/fock.hpp) and a step in time. Samples and the walk through time are
// in fock_block.inl.
#pragma once

#include "engines/fock_arrays.inl"

namespace pairtwist::engines {

template <class S, class Team, int terms>
class FockSystem : public FockArrays<S, Team> {
 public:
  using Arrays = FockArrays<S, Team>;
  using Complex = physics::Complex<S>;
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
    team_.for_each(2 * square_, [&](int i) { first[i] = select(where, fresh[i], first[i]); });
    for (int d = 0; d < field_parts; ++d)
      fields_rate_[0][d] = select(where, fields_rate_[physics::dop853::stages][d], before[d]);
    team_.sync();
  }

  /// Tries a step h; its error over what is allowed.
  PT_HD_CALLED S attempt(S h, S tolerance) {
    run_stages<1, physics::dop853::stages>(h);
    this->template combine<physics::dop853::stages>(h, new_fields, this->new_y_);
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
  using Arrays::roots_;
  using Arrays::size_;
  using Arrays::square_;
  using Arrays::stage;
  using Arrays::team_;
  using Arrays::z_;
  using typename Arrays::Table;

  PT_HD S* table(int side, int which) const {
    return this->tables_ + (side * Arrays::table_count + which) * 2 * size_;
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
    const Complex a = field_rate(rates, rates.omega_k, f.a);
    const Complex b = field_rate(rates, rates.omega_l, f.b);
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
    const auto& diagonal = diagonal_[side];
    const Complex straight = exponential(diagonal.linear * tau);
    const auto rise = [&](int n) {
      return bends_ ? exponential(diagonal.rise(S(double(n))) * tau) : straight;
    };
    team_.for_each(size_, [&](int n) {
      const S level = S(double(n));
      const Complex above = rise(n) * S(roots_[n + 1]);
      this->put(table(side, Arrays::one), side, n, above);
      this->put(table(side, Arrays::up), side, n, (o.up + o.up_slope * level) * above);
      if constexpr (pairs) {
        const Complex above2 = above * rise(n + 1) * S(roots_[n + 2]);
        this->put(table(side, Arrays::two), side, n, above2);
        this->put(table(side, Arrays::up2), side, n, o.up2 * above2);
      }
      if constexpr (raises) {
        const Complex below = inverse(rise(n - 1)) * S(roots_[n]);
        this->put(table(side, Arrays::less), side, n, below);
        this->put(table(side, Arrays::down), side, n,
                  (o.down + o.down_slope * (level - S(1.0))) * below);
        if constexpr (pairs) {
          const Complex below2 = below * inverse(rise(n - 2)) * S(n > 0 ? roots_[n - 1] : 0.0);
          this->put(table(side, Arrays::down2), side, n, o.down2 * below2);
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
    const Complex g_right = conj(growth_[1]);
    team_.for_elements(size_, [&](int n) {
      const S* re = z_ + (n + 2) * p + 2;
      const S* im = re + p * p;
      const Complex l_up = this->entry(table(0, Arrays::up), n);
      const Complex l_one = this->entry(table(0, Arrays::one), n);
      const Complex j_one = jump.one * l_one;
      const S* r_up = table(1, Arrays::up);
      const S* r_one = table(1, Arrays::one);
      const Complex none = {S(0.0), S(0.0)};
      Complex l_down = none, j_less = none, l_up2 = none, l_down2 = none;
      Complex j_two = none, j_two_one = none, j_one_two = none, g = none;
      if constexpr (raises) l_down = this->entry(table(0, Arrays::down), n);
      if constexpr (heats) j_less = this->entry(table(0, Arrays::less), n) * jump.heating;
      if constexpr (pairs) {
        l_up2 = this->entry(table(0, Arrays::up2), n);
        l_down2 = this->entry(table(0, Arrays::down2), n);
        const Complex l_two = this->entry(table(0, Arrays::two), n);
        j_two = l_two * jump.two;
        j_two_one = l_two * jump.two_one;
        j_one_two = l_one * jump.one_two;
        g = g_left * S(double(n));
      }
      return [=, this](int k) {
        const auto z = [&](int i, int j) { return Complex{re[i * p + k + j], im[i * p + k + j]}; };
        const auto right = [&](const S* t) { return Complex{t[k], t[size_ + k]}; };
        Complex sum = l_up * z(1, 0);
        sum = mul_add(right(r_up), z(0, 1), sum);
        sum = mul_add(j_one, right(r_one) * z(1, 1), sum);
        if constexpr (raises) {
          sum = mul_add(l_down, z(-1, 0), sum);
          sum = mul_add(right(table(1, Arrays::down)), z(0, -1), sum);
        }
        if constexpr (heats) sum = mul_add(j_less, right(table(1, Arrays::less)) * z(-1, -1), sum);
        if constexpr (pairs) {
          sum = mul_add(g + g_right * S(double(k)), z(0, 0), sum);
          sum = mul_add(l_up2, z(2, 0), sum);
          sum = mul_add(l_down2, z(-2, 0), sum);
          sum = mul_add(right(table(1, Arrays::up2)), z(0, 2), sum);
          sum = mul_add(right(table(1, Arrays::down2)), z(0, -2), sum);
          sum = mul_add(j_two, right(table(1, Arrays::two)) * z(2, 2), sum);
          sum = mul_add(j_two_one, right(r_one) * z(2, 1), sum);
          sum = mul_add(j_one_two, right(table(1, Arrays::two)) * z(1, 2), sum);
        }
        out[n * size_ + k] = sum.re;
        out[square_ + n * size_ + k] = sum.im;
      };
    });
  }

  Complex growth_[2];
  bool bends_ = false;
};

}  // namespace pairtwist::engines
