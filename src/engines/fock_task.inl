// SPDX-License-Identifier: BSD-3-Clause
// What the integrators of the Fock method in both frames share: the group of blocks they work on,
// its place in time, and where its values go.
#pragma once

#include "engines/fock_block.hpp"
#include "engines/pump_clock.hpp"
#include "engines/sample_clock.hpp"
#include "engines/stopping.hpp"
#include "engines/team.hpp"
#include "engines/telling.hpp"
#include "physics/fock.hpp"
#include "physics/sector_pump.hpp"
#include "physics/twist.hpp"

namespace pairtwist::engines {

template <class S, class Team>
class FockTask {
 public:
  using Complex = physics::Complex<S>;
  static constexpr int width = Lanes<S>::width;

 protected:
  PT_HD FockTask(const FockGroup& group, const Team& team)
      : input_(*group.input),
        items_(group.items),
        count_(group.count),
        outcomes_(group.outcomes),
        diagonal_(group.items[0].k == group.items[0].l),
        team_(team),
        telling_{group.input->tell, group.input->meter, group.work} {
    for (int i = 0; i < width; ++i)
      pump_.set(i, input_.segments + point(i).first_segment, point(i).segments, point(i).stop);
    for (int i = 0; i < width && i < count_; ++i)
      clock_.set(i, input_.times + point(i).first_time, input_.photon_scales + point(i).first_time,
                 input_.n_times);
  }

  /// Lanes without a block repeat the first one.
  PT_HD const FockItem& item(int lane) const { return items_[lane < count_ ? lane : 0]; }
  PT_HD const FockPoint& point(int lane) const { return input_.points[item(lane).point]; }
  PT_HD int cutoff() const { return items_[0].cutoff; }

  /// One number of each lane.
  template <class F>
  PT_HD static S per_lane(const F& f) {
    double values[width];
    for (int i = 0; i < width; ++i) values[i] = f(i);
    return Lanes<S>::load(values);
  }

  /// What the samples to come need of the moments of diagonal blocks.
  PT_HD S photon_scale() const { return diagonal_ ? clock_.photon_scale() : S(1.0); }

  /// <n|R(0)|k>.
  PT_HD Complex light(int n, int k) const {
    const auto part = [&](int which) {
      return per_lane([&](int i) {
        const FockPoint& p = point(i);
        if (n >= p.levels || k >= p.levels) return 0.0;
        return input_.lights[2 * (p.first_light + n * p.levels + k) + which];
      });
    };
    return {part(0), part(1)};
  }

  /// m² - m'².
  PT_HD double difference_of_squares(int lane) const {
    const auto k = static_cast<double>(item(lane).k + point(lane).k_lo);
    const auto l = static_cast<double>(item(lane).l + point(lane).k_lo);
    return (k - l) * (k + l + point(lane).odd);
  }
  /// On the segment that the lane is in.
  PT_HD physics::fock::Rates<double> rates(int lane) const {
    const FockPoint& p = point(lane);
    const auto level = [&](std::int32_t sector) {
      return static_cast<double>(sector + p.k_lo) + 0.5 * p.odd;
    };
    const double k = level(item(lane).k);
    const double l = level(item(lane).l);
    const physics::CoherentSegment& segment = pump_.segment(lane);
    return {.omega_k = ::fma(p.two_W0, k * k, -p.detuning),
            .omega_l = ::fma(p.two_W0, l * l, -p.detuning),
            .kappa = p.kappa,
            .bath = p.kappa * p.thermal_photons,
            .kerr = p.kerr,
            .two_photon = p.two_photon_loss,
            .pump_k = physics::sector_pump(segment, k * k),
            .pump_l = physics::sector_pump(segment, l * l)};
  }
  /// One for each lane of each[].
  PT_HD static physics::fock::Rates<S> packed(const physics::fock::Rates<double> (&each)[width]) {
    const auto of = [&](const auto& number) {
      return per_lane([&](int i) { return number(each[i]); });
    };
    using R = physics::fock::Rates<double>;
    return {.omega_k = of([](const R& r) { return r.omega_k; }),
            .omega_l = of([](const R& r) { return r.omega_l; }),
            .kappa = of([](const R& r) { return r.kappa; }),
            .bath = of([](const R& r) { return r.bath; }),
            .kerr = of([](const R& r) { return r.kerr; }),
            .two_photon = of([](const R& r) { return r.two_photon; }),
            .pump_k = {of([](const R& r) { return r.pump_k.re; }),
                       of([](const R& r) { return r.pump_k.im; })},
            .pump_l = {of([](const R& r) { return r.pump_l.re; }),
                       of([](const R& r) { return r.pump_l.im; })}};
  }

  PT_HD physics::fock::Rates<S> rates() const {
    physics::fock::Rates<double> each[width];
    for (int i = 0; i < width; ++i) each[i] = rates(i);
    return packed(each);
  }

  /// The sample that is `ahead` of a lane's next one: v of a pair, <a†a> and <a†²a²> of a diagonal
  /// block. By any one member of the team.
  PT_HD void write_values(int lane, std::int64_t ahead, double first, double second) const {
    double* values = diagonal_ ? input_.now.photons : input_.now.coherence;
    const std::int64_t row = diagonal_ ? input_.sectors : input_.pairs;
    double* out = values + 2 * (row * (clock_.next(lane) + ahead) + item(lane).out);
    physics::Complex<double> value = {first, second};
    if (!diagonal_)
      value = physics::twisted(value, point(lane).U, difference_of_squares(lane),
                               clock_.time(lane, ahead));
    out[0] = value.re;
    out[1] = value.im;
  }
  PT_HD bool wants_distribution() const { return diagonal_ && input_.now.distribution != nullptr; }
  /// Where the photon numbers of that sample go.
  PT_HD double* distribution(int lane, std::int64_t ahead) const {
    return input_.now.distribution +
           (input_.sectors * (clock_.next(lane) + ahead) + item(lane).out) *
               input_.distribution_levels;
  }

  /// The larger squared norm of that row and that column of a matrix of so many; matrix.at(n, k).
  template <class Matrix>
  PT_HD S norm_at(const Matrix& matrix, int size, int level) const {
    const Complex norms = team_.template sum_of<S>(size, [&](int i) {
      return Complex{norm(matrix.at(level, i)), norm(matrix.at(i, level))};
    });
    using physics::select;
    return select(norms.re > norms.im, norms.re, norms.im);
  }
  /// Of the uppermost ones.
  template <class Matrix>
  PT_HD S tail_of(const Matrix& matrix, int size) const {
    return norm_at(matrix, size, size - 1);
  }

  /// How far the group is: its first block speaks for all.
  PT_HD void tell(const S& time) {
    double reached[width];
    Lanes<S>::store(time, reached);
    telling_.reached(reached[0] / point(0).stop);
  }
  PT_HD void tell_end() {
    if (!asked_to_stop(input_.stop)) telling_.reached(1.0);
  }

  /// FockOutcome of each lane.
  struct Seen {
    S tail, edge, corner, inner;
  };
  PT_HD void report(const Seen& seen, const S& failed) const {
    double tails[width], edges[width], corners[width], inners[width], failures[width];
    Lanes<S>::store(seen.tail, tails);
    Lanes<S>::store(seen.edge, edges);
    Lanes<S>::store(seen.corner, corners);
    Lanes<S>::store(seen.inner, inners);
    Lanes<S>::store(failed, failures);
    if (!team_.first()) return;
    for (int i = 0; i < width && i < count_; ++i) {
      outcomes_[i] = {.tail = tails[i],
                      .edge = edges[i],
                      .corner = corners[i],
                      .inner = inners[i],
                      .failed = failures[i] != 0.0 ? 1 : 0};
      // What was not reached is no number.
      for (std::int64_t ahead = 0; clock_.waits(i, ahead); ++ahead) {
        write_values(i, ahead, ::nan(""), ::nan(""));
        for (int n = 0; wants_distribution() && n < input_.distribution_levels; ++n)
          distribution(i, ahead)[n] = ::nan("");
      }
    }
  }

  const FockInput& input_;
  const FockItem* items_;
  int count_;
  FockOutcome* outcomes_;
  bool diagonal_;
  Team team_;
  SampleClock<S> clock_;
  PumpClock<S> pump_;
  Telling telling_;
};

}  // namespace pairtwist::engines
