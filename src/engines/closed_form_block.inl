// SPDX-License-Identifier: BSD-3-Clause
// Body of closed_form_block.hpp for a scalar S of `lanes` doubles with load, store and the
// functions of src/physics. Included by the files host_kernels_*.cpp.
#pragma once

#include "engines/closed_form_block.hpp"
#include "engines/lanes.hpp"

namespace pairtwist::engines {

template <class S>
PT_HD physics::ComplexDD<S> load_complex(const double* p, std::int64_t stride) {
  return {{Lanes<S>::load(p), Lanes<S>::load(p + stride)},
          {Lanes<S>::load(p + 2 * stride), Lanes<S>::load(p + 3 * stride)}};
}

template <class S>
PT_HD physics::ComplexDD<S> gather_complex(const double* p, std::int64_t stride, const S& index) {
  return {{Lanes<S>::gather(p, index), Lanes<S>::gather(p + stride, index)},
          {Lanes<S>::gather(p + 2 * stride, index), Lanes<S>::gather(p + 3 * stride, index)}};
}

template <class S>
PT_HD void store_complex(const physics::ComplexDD<S>& z, double* p, std::int64_t stride) {
  Lanes<S>::store(z.re.hi, p);
  Lanes<S>::store(z.re.lo, p + stride);
  Lanes<S>::store(z.im.hi, p + 2 * stride);
  Lanes<S>::store(z.im.lo, p + 3 * stride);
}

template <class S>
PT_HD physics::DD<S> broadcast(const physics::DD<double>& x) {
  return {S(x.hi), S(x.lo)};
}

template <class S>
PT_HD void solve_sectors(const PointBlock& b) {
  using namespace physics;
  for (std::int64_t first = 0; first < b.sectors; first += Lanes<S>::width) {
    const S k = Lanes<S>::iota(static_cast<double>(b.k_lo + first));
    const S m = b.odd != 0 ? k + S(0.5) : k;
    using R = DD<S>;
    const Complex<R> lambda = {R(S(0.5 * b.point.kappa)),
                               sector_frequency<R>(S(b.point.two_W0), S(b.point.detuning), m * m)};
    const Complex<R> inverse_lambda = inverse(lambda);

    const SectorState<DD<double>> initial = initial_state(b.point);
    SectorState<R> start = {{broadcast<S>(initial.alpha.re), broadcast<S>(initial.alpha.im)},
                            {broadcast<S>(initial.drive.re), broadcast<S>(initial.drive.im)}};
    Response<R> response = initial_response<R>();
    std::uint32_t segment = 0;
    const auto pump_now = [&] { return pump_of<R>(b.point, b.segments[segment], m * m); };
    SectorPump<R> pump = pump_now();
    for (std::int64_t t = 0; t < b.n_times; ++t) {
      for (; segment < b.samples[t].segment; pump = pump_now()) {
        const Step& step = b.whole_segments[segment];
        const Propagator<R> p =
            propagator(lambda, inverse_lambda, broadcast<S>(step.time), broadcast<S>(step.decay));
        start = advance(start, p, pump);
        if (b.point.spread()) response = advance(response, p, pump);
        ++segment;
      }
      const Step& step = b.samples[t];
      const Propagator<R> p =
          propagator(lambda, inverse_lambda, broadcast<S>(step.time), broadcast<S>(step.decay));
      const SectorState<R> now = advance(start, p, pump);
      const std::int64_t stride = b.padded_sectors;
      double* row = b.state + b.rows() * stride * t + first;
      store_complex(now.alpha, row, stride);
      store_complex(now.drive, row + 4 * stride, stride);
      if (!b.point.spread()) continue;
      const Response<R> from_here = advance(response, p, pump);
      store_complex(from_here.decay, row + 8 * stride, stride);
      store_complex(from_here.lead, row + 12 * stride, stride);
    }
  }
}

/// Of the sectors k at one time, from there `row`.
template <class S>
PT_HD physics::SectorState<physics::DD<S>> gather_state(const double* row, std::int64_t stride,
                                                        const S& k) {
  return {gather_complex<S>(row, stride, k), gather_complex<S>(row + 4 * stride, stride, k)};
}
template <class S>
PT_HD physics::Response<physics::DD<S>> gather_response(const double* row, std::int64_t stride,
                                                        const S& k) {
  return {gather_complex<S>(row + 8 * stride, stride, k),
          gather_complex<S>(row + 12 * stride, stride, k)};
}

template <class S>
PT_HD void solve_pairs(const PointBlock& b) {
  using namespace physics;
  constexpr int width = Lanes<S>::width;
  const Spread<DD<S>> spread = spread_of<DD<S>>(b.point);
  for (std::int64_t first = 0; first < b.pairs; first += width) {
    const S k = Lanes<S>::load(b.pair_k + first);
    const S l = Lanes<S>::load(b.pair_l + first);
    const S offset = S(2.0 * static_cast<double>(b.k_lo) + b.odd);
    const S difference = (k - l) * ((k + l) + offset);
    const PairConstants<DD<S>> constants =
        pair_constants<DD<S>>(S(b.point.two_W0), S(b.point.kappa), S(b.point.U), difference);
    const std::int64_t count = b.pairs - first < width ? b.pairs - first : width;
    for (std::int64_t t = 0; t < b.n_times; ++t) {
      const std::int64_t stride = b.padded_sectors;
      const double* row = b.state + b.rows() * stride * t;
      const SectorState<DD<S>> at_k = gather_state<S>(row, stride, k);
      const SectorState<DD<S>> at_l = gather_state<S>(row, stride, l);
      ComplexDD<S> log_v = log_coherence(at_k, at_l, constants, S(b.times[t]));
      ComplexDD<S> factor = {DD<S>(S(1.0)), DD<S>(S(0.0))};
      if (b.point.spread()) {
        const Blur<DD<S>> blur =
            blur_of(at_k, gather_response<S>(row, stride, k), at_l,
                    gather_response<S>(row, stride, l), constants.factor, spread);
        log_v = log_v + blur.exponent;
        factor = blur.factor;
      }
      double lanes[4][width];
      if (b.coherence != nullptr) {
        S re, im;
        coherence(log_v, b.times[t] < b.point.known_until, re, im);
        if (b.point.spread()) {
          const Complex<S> v = Complex<S>{re, im} * Complex<S>{factor.re.hi, factor.im.hi};
          re = v.re;
          im = v.im;
        }
        Lanes<S>::store(re, lanes[0]);
        Lanes<S>::store(im, lanes[1]);
        double* out = b.coherence + 2 * (b.row_pairs * t + first);
        for (std::int64_t i = 0; i < count; ++i) {
          out[2 * i] = lanes[0][i];
          out[2 * i + 1] = lanes[1][i];
        }
      }
      if (b.extended != nullptr) {
        const ComplexDD<S> v = coherence_extended(log_v);
        store_complex(b.point.spread() ? v * factor : v, lanes[0], width);
        double* out = b.extended + 4 * (b.row_pairs * t + first);
        for (std::int64_t i = 0; i < count; ++i) {
          for (int part = 0; part < 4; ++part) out[4 * i + part] = lanes[part][i];
        }
      }
    }
  }
}

template <class S>
void solve_block(const PointBlock& block) {
  solve_sectors<S>(block);
  solve_pairs<S>(block);
}

}  // namespace pairtwist::engines
