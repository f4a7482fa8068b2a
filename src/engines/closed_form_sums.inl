// SPDX-License-Identifier: BSD-3-Clause
// Body of closed_form_sums.hpp for a scalar S of `lanes` doubles: times in the lanes, sector after
// sector. What is the same at all times is computed before, sectors in the lanes.
#pragma once

#include "engines/closed_form_sums.hpp"
#include "engines/lanes.hpp"
#include "physics/spread_light.hpp"

namespace pairtwist::engines {

/// samples: of a chunk, at most. may_spread: whether light may have a spread; a device's kernel
/// needs far fewer registers where it has none.
template <class S, int samples = static_cast<int>(samples_of_chunk), bool may_spread = true>
class ClosedFormSums {
 public:
  PT_HD explicit ClosedFormSums(const SumsBlock& block)
      : b_(block),
        padded_((block.sectors + width - 1) / width * width),
        last_(padded_),
        spread_(physics::spread_of<S>(block.point)),
        spreads_(block.point.spread()) {}

  PT_HD void run() {
    prepare([this](const SampleChunk& chunk) { solve_chunk(chunk); });
  }

 protected:
  /// Sectors from `first` on are prepared, before `last`; unless told, all.
  PT_HD void prepare_only(std::int64_t first, std::int64_t last) {
    first_ = first;
    last_ = last;
  }
  /// f(chunk), all that chunks have in common made before.
  template <class F>
  PT_HD void prepare(const F& f) const {
    begin_sectors();
    prepare_pairs();
    for_chunks([&](const SampleChunk& chunk) {
      prepare_turns(chunk.spacing * width);
      f(chunk);
    });
  }

  using Complex = physics::Complex<S>;
  using State = physics::SectorState<S>;
  using Response = physics::Response<S>;
  using Pump = physics::SectorPump<S>;
  static constexpr int width = Lanes<S>::width;
  static constexpr int packs = samples / width;

  /// Numbers of each sector, or of the pairs that begin with it.
  enum Number : int {
    alpha,  ///< at the stretch's start
    drive = 2,
    orbit = 4,  ///< five complex numbers
    turn = 14,  ///< e^{-lambda t} from one pack of times to the next
    omega = 16,
    careful,  ///< 1 near resonance, else 0
    to_next,  ///< factor and rate of (k, k+1)
    to_next_but_one = 21,
    decay = 24,  ///< Response at the stretch's start
    lead = 26,
    lead_swing = 28,  ///< zeta* decay/lambda
    numbers = 30
  };
  static_assert(numbers == numbers_of_sector);

  /// One sector at the times of a chunk.
  struct Track {
    State at[packs];
    Response from[packs];  ///< of light with a spread
  };
  static_assert(sizeof(Track) == 8 * samples * sizeof(double));
  struct Totals {
    S of[block_sums][packs];
  };
  /// Of a chunk; the last pack is filled up with its last sample.
  struct Times {
    S since[packs];  ///< the stretch's start
    S decay[packs];  ///< e^{-kappa since/2}
    S time[packs];   ///< absolute
    int packs_used;
    /// Of one sample, too, known to the compiler, which then keeps arrays of one in registers.
    PT_HD int used() const { return packs == 1 ? 1 : packs_used; }
  };

  /// f(chunk) with the orbits of its stretch prepared.
  template <class F>
  PT_HD void for_chunks(const F& f) const {
    std::uint32_t segment = 0;
    double from = 0.0;
    for (std::int64_t i = 0; i < b_.n_chunks; ++i) {
      const SampleChunk& chunk = b_.chunks[i];
      for (; segment < chunk.segment; ++segment) {
        go_on(segment, b_.segments[segment].until - from);
        from = b_.segments[segment].until;
      }
      if (i == 0 || chunk.segment != b_.chunks[i - 1].segment) prepare_orbits(segment);
      f(chunk);
    }
  }

  PT_HD void list_times(const SampleChunk& chunk, Times& times) const {
    using namespace physics;
    times.packs_used = static_cast<int>((chunk.count + width - 1) / width);
    for (int j = 0; j < times.used(); ++j) {
      double at[width];
      for (int i = 0; i < width; ++i) {
        const std::int64_t sample = j * width + i;
        at[i] = b_.times[chunk.first + (sample < chunk.count ? sample : chunk.count - 1)];
      }
      times.time[j] = Lanes<S>::load(at);
      times.since[j] = times.time[j] - S(chunk.from);
      times.decay[j] = exp_decay(times.since[j] * S(-0.5 * b_.point.kappa));
    }
  }

  PT_HD bool has_spread() const { return may_spread && spreads_; }
  PT_HD double* number(int which) const { return b_.scratch + which * padded_; }
  PT_HD S several(int which, std::int64_t k) const { return Lanes<S>::load(number(which) + k); }
  PT_HD Complex several_complex(int which, std::int64_t k) const {
    return {several(which, k), several(which + 1, k)};
  }
  PT_HD void keep(int which, std::int64_t k, S x) const { Lanes<S>::store(x, number(which) + k); }
  PT_HD void keep(int which, std::int64_t k, Complex z) const {
    keep(which, k, z.re);
    keep(which + 1, k, z.im);
  }
  PT_HD Complex one(int which, std::int64_t k) const {
    return {S(number(which)[k]), S(number(which + 1)[k])};
  }
  PT_HD double level(std::int64_t k) const {  // |m|
    return static_cast<double>(b_.pairs.k_lo + k) + 0.5 * b_.pairs.odd;
  }
  PT_HD S levels(std::int64_t k) const { return Lanes<S>::iota(level(k)); }  // from sector k on
  PT_HD Pump pump_of(std::uint32_t segment, S m) const {
    return physics::pump_of<S>(b_.point, b_.segments[segment], m * m);
  }
  PT_HD Complex lambda(std::int64_t k) const {
    return {S(0.5 * b_.point.kappa), several(omega, k)};
  }

  PT_HD void begin_sectors() const {
    for (std::int64_t k = first_; k < last_; k += width) {
      const S m = levels(k);
      keep(omega, k, physics::sector_frequency<S>(S(b_.point.two_W0), S(b_.point.detuning), m * m));
      const auto start = physics::initial_state(b_.point);
      keep(alpha, k, Complex{S(start.alpha.re.hi), S(start.alpha.im.hi)});
      keep(drive, k, Complex{S(start.drive.re.hi), S(start.drive.im.hi)});
      const Response response = physics::initial_response<S>();
      keep(decay, k, response.decay);
      keep(lead, k, response.lead);
    }
  }

  PT_HD void prepare_pairs() const {
    for (std::int64_t k = first_; k < last_; k += width) {
      const S m = levels(k);
      for (int step = 1; step <= 2; ++step) {
        const S difference = S(-step) * (m + m + S(step));
        const auto pair = physics::pair_constants<S>(S(b_.point.two_W0), S(b_.point.kappa),
                                                     S(b_.point.U), difference);
        const int which = step == 1 ? to_next : to_next_but_one;
        keep(which, k, pair.factor);
        keep(which + 2, k, pair.rate);
      }
    }
  }

  PT_HD void prepare_orbits(std::uint32_t segment) const {
    for (std::int64_t k = first_; k < last_; k += width) {
      const Complex l = lambda(k);
      const Pump pump = pump_of(segment, levels(k));
      const State start = {several_complex(alpha, k), several_complex(drive, k)};
      const physics::Orbit<S> o = physics::orbit(start, inverse(l), pump);
      const Complex parts[5] = {o.centre, o.arm, o.start, o.slope, o.swing};
      for (int i = 0; i < 5; ++i) keep(orbit + 2 * i, k, parts[i]);
      keep(lead_swing, k, conj(pump.zeta) * (several_complex(decay, k) * inverse(l)));
      using physics::select;
      // At resonance itself without a pump, too, where the threshold is 0.
      keep(careful, k, select(S(b_.near_resonance) < norm(l), S(0.0), S(1.0)));
    }
  }

  PT_HD void prepare_turns(double time) const {
    using namespace physics;
    const S of_field = S(physics::exp_decay(-0.5 * b_.point.kappa * time));
    for (std::int64_t k = first_; k < last_; k += width)
      keep(turn, k, conj(expi(several(omega, k) * S(time))) * of_field);
  }

  /// To the end of a stretch of that length.
  PT_HD void go_on(std::uint32_t segment, double length) const {
    const S of_field = S(physics::exp_decay(-0.5 * b_.point.kappa * length));
    for (std::int64_t k = first_; k < last_; k += width) {
      const Complex l = lambda(k);
      const State start = {several_complex(alpha, k), several_complex(drive, k)};
      const auto p = physics::propagator(l, inverse(l), S(length), of_field);
      const Pump pump = pump_of(segment, levels(k));
      const State end = physics::advance(start, p, pump);
      const Response response =
          physics::advance(Response{several_complex(decay, k), several_complex(lead, k)}, p, pump);
      keep(alpha, k, end.alpha);
      keep(drive, k, end.drive);
      keep(decay, k, response.decay);
      keep(lead, k, response.lead);
    }
  }

  PT_HD void solve_chunk(const SampleChunk& chunk) const {
    using namespace physics;
    Times at;
    list_times(chunk, at);
    Totals totals;
    clear(totals, at.used());
    Track tracks[3];
    for (std::int64_t k = 0; k < b_.sectors; ++k) {
      Track& here = tracks[k % 3];
      follow(chunk, k, at, here);
      add_sector(k, here, tracks[(k + 2) % 3], tracks[(k + 1) % 3], at, totals);
    }
    store(chunk, totals);
  }

  PT_HD void clear(Totals& totals, int used) const {
    PT_UNROLL
    for (int s = 0; s < block_sums; ++s)
      for (int j = 0; j < used && b_.places.of[s] >= 0; ++j) totals.of[s][j] = S(0.0);
  }

  /// Sector k, and its pairs with the two before it, where there are two.
  PT_HD void add_sector(std::int64_t k, const Track& here, const Track& before,
                        const Track& before_that, const Times& at, Totals& totals) const {
    const MomentWeightsView& w = b_.weights;
    if ((w.wanted & want_light) != 0) add_light(here, k, at.used(), totals);
    if (k >= 1 && w.pairs_with_next(k - 1))
      add_next(before, here, k - 1, at.used(), at.time, totals);
    if (k >= 2 && (w.wanted & want_plus2) != 0)
      add_next_but_one(before_that, here, k - 2, at.used(), at.time, totals);
  }

  PT_HD void follow(const SampleChunk& chunk, std::int64_t k, const Times& at, Track& track) const {
    using namespace physics;
    const S frequency = S(number(omega)[k]);
    if (number(careful)[k] != 0.0) {
      const Complex l = {S(0.5 * b_.point.kappa), frequency};
      const Pump pump = pump_of(chunk.segment, S(level(k)));
      const State start = {one(alpha, k), one(drive, k)};
      const Response response = {one(decay, k), one(lead, k)};
      for (int j = 0; j < at.used(); ++j) {
        const auto p = propagator(l, inverse(l), at.since[j], at.decay[j]);
        track.at[j] = advance(start, p, pump);
        if (has_spread()) track.from[j] = advance(response, p, pump);
      }
      return;
    }
    const Orbit<S> o = {one(orbit, k), one(orbit + 2, k), one(orbit + 4, k), one(orbit + 6, k),
                        one(orbit + 8, k)};
    if (has_spread()) {
      const Response response = {one(decay, k), one(lead, k)};
      const Complex swing = one(lead_swing, k);
      for_phasors(chunk, k, frequency, at, [&](int j, Complex e) {
        track.at[j] = o.at(at.since[j], e);
        track.from[j] = {response.decay * e, response.lead + swing * Complex{S(1.0) - e.re, -e.im}};
      });
    } else {
      for_phasors(chunk, k, frequency, at,
                  [&](int j, Complex e) { track.at[j] = o.at(at.since[j], e); });
    }
  }

  /// f(j, e^{-lambda t}) of sector k for all packs of times.
  template <class F>
  PT_HD void for_phasors(const SampleChunk& chunk, std::int64_t k, S frequency, const Times& at,
                         const F& f) const {
    using namespace physics;
    if (chunk.spacing == 0.0) {
      for (int j = 0; j < at.used(); ++j) f(j, conj(expi(frequency * at.since[j])) * at.decay[j]);
      return;
    }
    const Complex by = one(turn, k);
    Complex e = conj(expi(frequency * at.since[0])) * at.decay[0];
    for (int j = 0; j < at.used(); ++j) {
      f(j, e);
      e = e * by;
    }
  }

  /// Mean and variance of |alpha|² over the sectors, one after another (Welford).
  PT_HD void add_light(const Track& track, std::int64_t k, int used, Totals& totals) const {
    using namespace physics;
    const S share = S(b_.weights.share[k]);
    const S weight = S(b_.weights.weight[k]);
    for (int j = 0; j < used; ++j) {
      S photons = norm(track.at[j].alpha);
      if (has_spread()) {
        S pairs;
        light_moments(track.at[j].alpha, track.from[j].decay, spread_, photons, pairs);
        totals.of[photon_excess][j] = multiply_add(
            weight, subtract_product(pairs, photons, photons), totals.of[photon_excess][j]);
      }
      const S before = photons - totals.of[photon_mean][j];
      totals.of[photon_mean][j] = multiply_add(share, before, totals.of[photon_mean][j]);
      const S after = photons - totals.of[photon_mean][j];
      totals.of[photon_excess][j] =
          multiply_add(weight * before, after, totals.of[photon_excess][j]);
    }
  }

  PT_HD physics::PairConstants<S> pair(int which, std::int64_t k) const {
    return {one(which, k), S(number(which + 2)[k])};
  }
  PT_HD static Complex log_v(const Track& a, const Track& b, const physics::PairConstants<S>& pair,
                             int j, const S* time) {
    return physics::log_coherence(a.at[j], b.at[j], pair, time[j]);
  }

  PT_HD void add_next(const Track& a, const Track& b, std::int64_t k, int used, const S* time,
                      Totals& totals) const {
    using namespace physics;
    const MomentWeightsView& w = b_.weights;
    const auto constants = pair(to_next, k);
    const bool crosses = k == 0 && w.crossing != nullptr && (w.wanted & want_plus2) != 0;
    const bool plus_z = (w.wanted & want_plus_z) != 0;
    if (w.symmetric && !crosses && !plus_z && !has_spread()) {
      const S p = S(w.plus[k].p_re);
      for (int j = 0; j < used; ++j)
        add_real(totals.of[lost_plus_re][j], p, log_v(a, b, constants, j, time));
    } else if (w.symmetric && !crosses && !has_spread()) {
      const S p = S(w.plus[k].p_re);
      const S q = S(w.plus_z[k].q_im);
      for (int j = 0; j < used; ++j) {
        const Complex lost = lost_of(log_v(a, b, constants, j, time));
        totals.of[lost_plus_re][j] = multiply_add(p, lost.re, totals.of[lost_plus_re][j]);
        totals.of[lost_plus_z_im][j] = multiply_add(q, -lost.im, totals.of[lost_plus_z_im][j]);
      }
    } else {
      for (int j = 0; j < used; ++j) {
        const Complex lost = lost_at(a, b, constants, j, time);
        if ((w.wanted & want_plus) != 0) add(totals, lost_plus_re, j, w.plus[k], lost);
        if (plus_z) add(totals, lost_plus_z_re, j, w.plus_z[k], lost);
        if (crosses) add(totals, lost_plus2_re, j, *w.crossing, lost);
      }
    }
  }

  PT_HD void add_next_but_one(const Track& a, const Track& b, std::int64_t k, int used,
                              const S* time, Totals& totals) const {
    using namespace physics;
    const auto constants = pair(to_next_but_one, k);
    const PairWeight& weight = b_.weights.plus2[k];
    if (b_.weights.symmetric && !has_spread()) {
      const S p = S(weight.p_re);
      for (int j = 0; j < used; ++j)
        add_real(totals.of[lost_plus2_re][j], p, log_v(a, b, constants, j, time));
    } else {
      for (int j = 0; j < used; ++j)
        add(totals, lost_plus2_re, j, weight, lost_at(a, b, constants, j, time));
    }
  }

  /// v from its logarithm, and 1 - v.
  PT_HD static Complex v_of(Complex log_of_v) {
    using namespace physics;
    return expi(log_of_v.im) * exp_decay(log_of_v.re);
  }
  PT_HD static Complex lost_of(Complex log_of_v) {
    const Complex v = v_of(log_of_v);
    return {S(1.0) - v.re, -v.im};
  }
  /// The same for light of any spread.
  PT_HD Complex lost_at(const Track& a, const Track& b, const physics::PairConstants<S>& pair,
                        int j, const S* time) const {
    const Complex v = v_at(a, b, pair, j, time);
    return {S(1.0) - v.re, -v.im};
  }
  PT_HD Complex v_at(const Track& a, const Track& b, const physics::PairConstants<S>& pair, int j,
                     const S* time) const {
    const Complex log = log_v(a, b, pair, j, time);
    if (!has_spread()) return v_of(log);
    const auto blur =
        physics::blur_of(a.at[j], a.from[j], b.at[j], b.from[j], pair.factor, spread_);
    return v_of(log + blur.exponent) * blur.factor;
  }
  PT_HD static void add_real(S& total, S weight, Complex log_of_v) {
    using namespace physics;
    const S lost = multiply_add(-exp_decay(log_of_v.re), cosine_of(log_of_v.im), S(1.0));
    total = multiply_add(weight, lost, total);
  }
  PT_HD static void add(Totals& totals, int re, int j, const PairWeight& w, Complex lost) {
    using namespace physics;
    S& total_re = totals.of[re][j];
    S& total_im = totals.of[re + 1][j];
    total_re = multiply_add(S(w.p_re), lost.re, multiply_add(S(w.q_re), -lost.im, total_re));
    total_im = multiply_add(S(w.p_im), lost.re, multiply_add(S(w.q_im), -lost.im, total_im));
  }

  PT_HD void store(const SampleChunk& chunk, const Totals& totals) const {
    const std::int64_t count = chunk.count;
    PT_UNROLL
    for (int sum = 0; sum < block_sums; ++sum) {
      if (b_.places.of[sum] < 0) continue;
      double* out = b_.sums + b_.places.of[sum] * b_.n_times + chunk.first;
      if (packs * width == 1) {
        Lanes<S>::store(totals.of[sum][0], out);
        continue;
      }
      std::int64_t i = 0;
      for (; i + width <= count; i += width) Lanes<S>::store(totals.of[sum][i / width], out + i);
      if (i == count) continue;
      double last[width];
      Lanes<S>::store(totals.of[sum][i / width], last);
      for (std::int64_t lane = 0; i + lane < count; ++lane) out[i + lane] = last[lane];
    }
  }

  const SumsBlock& b_;
  std::int64_t padded_;
  std::int64_t first_ = 0, last_;
  physics::Spread<S> spread_;
  bool spreads_;
};

}  // namespace pairtwist::engines
