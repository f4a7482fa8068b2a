// SPDX-License-Identifier: BSD-3-Clause
// Body of gaussian_block.hpp for a scalar S of `lanes` doubles.
#pragma once

#include "engines/block_kinds.hpp"
#include "engines/gaussian_block.hpp"
#include "engines/lanes.hpp"
#include "engines/pump_clock.hpp"
#include "engines/sample_clock.hpp"
#include "engines/stopping.hpp"
#include "engines/telling.hpp"
#include "physics/twist.hpp"

namespace pairtwist::engines {

/// Allowed error of a step: v moves by what ln v moves; the moments are relative to their size, or
/// to that of as few photons as matter. Fields of few photons are not, since interference may have
/// taken more: only rounding is.
template <class S>
struct GaussianScale {
  S tolerance;
  S length;     ///< of the run
  S log_scale;  ///< GaussianLight
  S kappa;

  PT_HD void operator()(const S& time, const S& h, const S (&)[physics::gaussian::count],
                        const S (&y)[physics::gaussian::count],
                        S (&allowed)[physics::gaussian::count]) const {
    using namespace physics;
    using namespace physics::gaussian;
    const S of_step = dop853::tolerance_of_step(tolerance, h, length);
    // Never nothing at all: what stays 0 would be divided by it.
    const S exponent = multiply_add(-kappa, time + h, log_scale);
    const S least = select(exponent < S(-460.0), S(-460.0), exponent);
    const S photons = exponential(select(least < S(0.0), least, S(0.0)));
    const S amplitude = square_root(photons);
    const S of_field = select(photons < S(1.0), S(dop853::rounding_of_step), of_step);
    for (int d = 0; d < count; ++d) {
      const S size = select(y[d] < S(0.0), -y[d], y[d]);
      allowed[d] = d < p    ? of_step
                   : d < nu ? multiply_add(of_field, size, of_step * amplitude)
                            : of_step * (photons + size);
    }
  }
};

/// All blocks, one in each lane and the next one where a lane is through with its own, as
/// physics::integrate() wants them. one_block: there is no next one, as in a thread of a device.
template <class S, bool one_block>
class GaussianLanes {
 public:
  static constexpr int width = Lanes<S>::width;
  static constexpr int count = physics::gaussian::count;
  static constexpr int sums = physics::gaussian::log_v + 2;  ///< ln v

  PT_HD explicit GaussianLanes(const GaussianBlocks& b)
      : b_(b),
        scale_{S(b.tolerance), S(b.light.stop), S(b.light.log_scale), S(b.point.kappa)},
        lanes_(b.blocks < width ? static_cast<int>(b.blocks) : width),
        next_(lanes_),
        telling_{b.tell, b.meter, double(b.blocks)} {
    block_.kappa = S(b.point.kappa);
    block_.bath = S(b.point.kappa * b.light.bath_photons);
    for (int i = 0; i < width; ++i) {
      number_[i] = turn(i < lanes_ ? i : 0);
      pump_.set(i, b.segments, b.point.segments, b.light.stop);
      if (i < lanes_) clock_.set(i, b.times, nullptr, b.n_times);
    }
    read_blocks();
  }

  PT_HD void run() {
    using namespace physics;
    const GaussianLight& light = b_.light;
    const CoherentPoint& point = b_.point;
    const S start[count] = {S(0.0),
                            S(0.0),
                            S(point.alpha0_re),
                            S(point.alpha0_im),
                            S(point.alpha0_re),
                            S(-point.alpha0_im),
                            S(light.nu),
                            S(0.0),
                            S(light.mu_re),
                            S(light.mu_im),
                            S(light.mu_re),
                            S(-light.mu_im)};
    SmallSystem<S, count, GaussianLanes> system(*this, start);
    double bad[width];
    Lanes<S>::store(integrate(system, clock_, S(b_.most_steps)), bad);
    for (int i = 0; i < lanes_; ++i)
      if (bad[i] != 0.0) report_failed(i);
    if (!asked_to_stop()) telling_.reached(1.0);
  }

  static constexpr bool replaces = !one_block;
  template <class Mask>
  PT_HD S replace(const Mask& through, const S& failed) {
    using physics::select;
    double idle[width], bad[width], fresh[width];
    if (next_ == b_.blocks) return S(0.0);
    Lanes<S>::store(select(through, S(1.0), S(0.0)), idle);
    Lanes<S>::store(failed, bad);
    for (int i = 0; i < width; ++i) {
      fresh[i] = 0.0;
      if (idle[i] == 0.0 || next_ == b_.blocks) continue;
      if (bad[i] != 0.0) report_failed(i);
      number_[i] = turn(next_++);
      pump_.set(i, b_.segments, b_.point.segments, b_.light.stop);
      clock_.set(i, b_.times, nullptr, b_.n_times);
      fresh[i] = 1.0;
    }
    read_blocks();
    return Lanes<S>::load(fresh);
  }

  template <class Mask>
  PT_HD S restart(const Mask& where, const S&, const S (&y)[count]) {
    using namespace physics;
    double ends[width];
    block_.transverse = false;
    for (int i = 0; i < width; ++i) {
      const CoherentSegment& segment = pump_.segment(i);
      ends[i] = pump_.end(i);
      block_.transverse |= segment.from_the_side();
    }
    block_.eta_k = pump_of_lanes(squared_k_);
    block_.eta_l = pump_of_lanes(squared_l_);
    fastest_rate_ = select(where, block_.fastest_rate(y), fastest_rate_);
    return Lanes<S>::load(ends);
  }
  PT_HD S fastest_rate() const { return fastest_rate_; }
  PT_HD void rate(const S& time, const S (&y)[count], S (&dy)[count]) const {
    block_(time, y, dy);
    if (block_.transverse) block_.add_transverse(y, dy);
  }
  PT_HD void allowed(const S& time, const S& h, const S (&y)[count], const S (&new_y)[count],
                     S (&sizes)[count]) {
    scale_(time, h, y, new_y, sizes);
    double reached[width];  // before this step
    Lanes<S>::store(time, reached);
    double done = static_cast<double>(next_ - lanes_);
    for (int i = 0; i < lanes_; ++i) done += reached[i] / b_.light.stop;
    telling_.reached(done / static_cast<double>(b_.blocks));
  }
  PT_HD void take(const S (&y)[count], const bool (&is_due)[width]) const {
    double lanes[count][width];
    for (int d = 0; d < count; ++d) Lanes<S>::store(y[d], lanes[d]);
    for (int i = 0; i < width; ++i)
      if (is_due[i]) emit(i, lanes);
  }
  template <class Mask>
  PT_HD S next_segments(const Mask& where, const S& time) {
    return pump_.next(where, time);
  }
  PT_HD bool asked_to_stop() const { return engines::asked_to_stop(b_.stop); }

 private:
  /// The block whose turn comes when so many have had theirs. The last ones, of the largest |m|,
  /// take longest: begun first, they leave no lane alone at the end.
  PT_HD std::int64_t turn(std::int64_t before) const { return b_.blocks - 1 - before; }

  PT_HD void report_failed(int lane) const {
    *b_.failed |= kind_of_block(static_cast<std::int64_t>(b_.block_k[number_[lane]]),
                                static_cast<std::int64_t>(b_.block_l[number_[lane]]));
  }

  /// The sectors of the lanes' blocks.
  PT_HD void read_blocks() {
    using namespace physics;
    double of_k[width], of_l[width];
    for (int i = 0; i < width; ++i) {
      of_k[i] = b_.block_k[number_[i]];
      of_l[i] = b_.block_l[number_[i]];
    }
    const S offset = S(static_cast<double>(b_.k_lo) + 0.5 * b_.odd);
    const S k = Lanes<S>::load(of_k) + offset;  // |m|
    const S l = Lanes<S>::load(of_l) + offset;  // |m'|
    squared_k_ = k * k;
    squared_l_ = l * l;
    block_.omega_k = multiply_add(S(b_.point.two_W0), k * k, S(-b_.point.detuning));
    block_.omega_l = multiply_add(S(b_.point.two_W0), l * l, S(-b_.point.detuning));
    block_.omega = S(b_.point.two_W0) * ((k - l) * (k + l));
  }

  /// eta_m of each lane's segment.
  PT_HD physics::Complex<S> pump_of_lanes(const S& m_squared) const {
    double squared[width], re[width], im[width];
    Lanes<S>::store(m_squared, squared);
    for (int i = 0; i < width; ++i) {
      const auto pump = physics::sector_pump(pump_.segment(i), squared[i]);
      re[i] = pump.re;
      im[i] = pump.im;
    }
    return {Lanes<S>::load(re), Lanes<S>::load(im)};
  }

  PT_HD void emit(int i, const double (&y)[count][width]) const {
    double state[count];
    for (int d = 0; d < count; ++d) state[d] = y[d][i];
    const double k = b_.block_k[number_[i]];
    const double l = b_.block_l[number_[i]];
    physics::Complex<double> values;
    physics::gaussian_values(state, k == l, values.re, values.im);
    if (k != l) {
      const double difference = (k - l) * (k + l + 2.0 * static_cast<double>(b_.k_lo) + b_.odd);
      values = physics::twisted(values, b_.point.U, difference, clock_.time(i));
    }
    double* out = b_.values + 2 * (b_.row * clock_.next(i) + number_[i]);
    out[0] = values.re;
    out[1] = values.im;
  }

  const GaussianBlocks& b_;
  GaussianScale<S> scale_;
  int lanes_;                   ///< that have blocks
  std::int64_t next_;           ///< how many blocks have been in a lane
  std::int64_t number_[width];  ///< of the block in each lane
  physics::GaussianBlock<S> block_;
  S squared_k_;  ///< m²
  S squared_l_;
  S fastest_rate_ = S(0.0);
  SampleClock<S> clock_;
  PumpClock<S> pump_;
  Telling telling_;
};

template <class S, bool one_block = false>
PT_HD void solve_gaussian(const GaussianBlocks& blocks) {
  GaussianLanes<S, one_block>(blocks).run();
}

}  // namespace pairtwist::engines
