// Body of gaussian_block.hpp for a scalar S of `lanes` doubles.
#pragma once

#include "engines/gaussian_block.hpp"
#include "engines/lanes.hpp"
#include "engines/sample_clock.hpp"
#include "engines/stopping.hpp"
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

/// Writes what falls due of the samples in a step.
template <class S>
class GaussianSamples {
 public:
  static constexpr int width = Lanes<S>::width;

  PT_HD GaussianSamples(const GaussianBlocks& blocks, std::int64_t first)
      : b_(blocks), first_(first) {
    const std::int64_t left = blocks.blocks - first;
    for (int i = 0; i < width && i < left; ++i)
      clock_.set(i, blocks.times, nullptr, blocks.n_times);
  }

  /// The samples at the start itself.
  PT_HD void take_start(const S (&y)[physics::gaussian::count]) {
    double lanes[physics::gaussian::count][width];
    for (int d = 0; d < physics::gaussian::count; ++d) Lanes<S>::store(y[d], lanes[d]);
    for (int i = 0; i < width; ++i)
      for (; clock_.due(i, 0.0); clock_.advance(i)) emit(i, lanes);
  }

  PT_HD bool done() const { return clock_.done() || asked_to_stop(b_.stop); }

  template <class Mask>
  PT_HD bool due(const Mask& accepted, const S&, const S& finish) const {
    return clock_.any_due(accepted, finish);
  }

  template <class Mask>
  PT_HD void take(const Mask& accepted, const S& begin, const S& h, const S& finish,
                  const physics::DenseStep<S, physics::gaussian::count>& dense) {
    clock_.take(accepted, begin, h, finish, [&](const S& x, const bool(&is_due)[width]) {
      double lanes[physics::gaussian::count][width];
      for (int d = 0; d < physics::gaussian::count; ++d) Lanes<S>::store(dense.at(d, x), lanes[d]);
      for (int i = 0; i < width; ++i)
        if (is_due[i]) emit(i, lanes);
    });
  }

 private:
  PT_HD void emit(int i, const double (&y)[physics::gaussian::count][width]) {
    double state[physics::gaussian::count];
    for (int d = 0; d < physics::gaussian::count; ++d) state[d] = y[d][i];
    const double k = b_.block_k[first_ + i];
    const double l = b_.block_l[first_ + i];
    physics::Complex<double> values;
    physics::gaussian_values(state, k == l, values.re, values.im);
    if (k != l) {
      const double difference = (k - l) * (k + l + 2.0 * static_cast<double>(b_.k_lo) + b_.odd);
      values = physics::twisted(values, b_.point.U, difference, clock_.time(i));
    }
    double* out = b_.values + 2 * (b_.row * clock_.next(i) + first_ + i);
    out[0] = values.re;
    out[1] = values.im;
  }

  const GaussianBlocks& b_;
  std::int64_t first_;
  SampleClock<S> clock_;
};

template <class S>
PT_HD void solve_gaussian_lanes(const GaussianBlocks& b, std::int64_t first) {
  using namespace physics;
  const S offset = S(static_cast<double>(b.k_lo) + 0.5 * b.odd);
  const S k = Lanes<S>::load(b.block_k + first) + offset;  // |m|
  const S l = Lanes<S>::load(b.block_l + first) + offset;  // |m'|
  const S difference = (k - l) * (k + l);

  physics::GaussianBlock<S> block;
  block.omega_k = multiply_add(S(b.point.two_W0), k * k, S(-b.point.detuning));
  block.omega_l = multiply_add(S(b.point.two_W0), l * l, S(-b.point.detuning));
  block.omega = S(b.point.two_W0) * difference;
  block.kappa = S(b.point.kappa);
  block.bath = S(b.point.kappa * b.light.bath_photons);

  OdeState<S, gaussian::count> state;
  state.time = S(0.0);
  state.step = S(0.0);
  state.failed = S(0.0);
  const double start[gaussian::count] = {
      0.0,        0.0, b.point.alpha0_re, b.point.alpha0_im, b.point.alpha0_re, -b.point.alpha0_im,
      b.light.nu, 0.0, b.light.mu_re,     b.light.mu_im,     b.light.mu_re,     -b.light.mu_im};
  for (int d = 0; d < gaussian::count; ++d) state.y[d] = S(start[d]);

  GaussianSamples<S> samples(b, first);
  samples.take_start(state.y);
  const double stop = b.light.stop;
  const GaussianScale<S> scale{S(b.tolerance), S(stop), S(b.light.log_scale), block.kappa};
  double from = 0.0;
  for (std::uint32_t i = 0; i < b.point.segments && from < stop; ++i) {
    const double end = b.segments[i].until < stop ? b.segments[i].until : stop;
    block.eta = {S(b.segments[i].eta_re), S(b.segments[i].eta_im)};
    if (i > 0) state.step = S(0.0);
    const S longest = S(dop853::longest_step_times_rate) / block.fastest_rate(state.y);
    integrate(block, scale, samples, S(end), longest, S(b.most_steps), state);
    from = end;
  }
  if (any(state.failed > S(0.0))) *b.failed = 1;
}

template <class S>
void solve_gaussian(const GaussianBlocks& blocks) {
  for (std::int64_t first = 0; first < blocks.blocks; first += Lanes<S>::width)
    solve_gaussian_lanes<S>(blocks, first);
}

}  // namespace pairtwist::engines
