// SPDX-License-Identifier: BSD-3-Clause
// A state of the joint method on its way through time: series steps (physics/faber.hpp) on photon
// levels that grow where more light comes than they hold.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

#include "engines/joint_state.hpp"
#include "engines/pump_clock.hpp"
#include "engines/stopping.hpp"
#include "engines/telling.hpp"
#include "observables/atomic_state.hpp"

namespace pairtwist::engines {

/// How many photon levels a walk is to have.
struct JointLevels {
  double missing = 0.0;      ///< population that a site may lack beyond its levels, as estimated
  std::int32_t ceiling = 0;  ///< no site has more
  bool of_light = false;     ///< relative to the square of the photon number, if that is below 1
  bool fixed = false;        ///< as many as there are
  /// Sites have an odd number of them, or else an even one: two solutions that differ in this never
  /// have the same levels, which would lack the same and differ by nothing.
  bool odd = false;

  /// As many as those, or one more.
  std::int32_t rounded(std::int32_t levels) const {
    const std::int32_t further = (levels % 2 == 1) == odd ? 0 : 1;
    return std::min(levels + further, std::max(levels, ceiling));
  }
};

struct JointRequest {
  const JointPoint* point;
  const JointChain* chain;
  const physics::CoherentSegment* segments;  ///< of the point
  double tolerance;                          ///< of the steps, on the state
  JointLevels levels;
  const int* stop;    ///< StopFlag::address() or nullptr
  Telling telling{};  ///< of a walk: how far through its time it is
};

/// A site needs more levels than there may be.
struct JointCeiling {};

/// The levels with which no site lacks more than `allowed`, as estimated from the populations
/// [s][n]; nothing, if they are those of `layout`. Throws JointCeiling.
std::optional<JointLayout> more_levels(const JointGenerator& generator, const JointRequest& request,
                                       const JointLayout& layout,
                                       const std::vector<std::vector<double>>& population,
                                       double allowed);

/// Populations that are hidden below `rounding`: as they would go on falling.
void carry_on_below(double rounding, std::vector<double>& population);

/// Of a step whose state may be moved elsewhere meanwhile.
enum class Going {
  on,      ///< the state is on its way: advance() of it has been called
  done,    ///< it has come
  failed,  ///< more levels than there may be, more steps than anyone waits for, or a stop
};

template <class State>
class JointWalk {
 public:
  JointWalk(const JointRequest& request, State state)
      : request_(request),
        state_(std::move(state)),
        generator_(*request.point, *request.chain, State::of_matrix),
        population_(static_cast<std::size_t>(request.chain->sites())) {
    pump_.set(0, request.segments, request.point->segments, request.point->stop);
    generator_.use(pump_.segment(0));
    look();
  }

  double now() const { return now_; }
  const State& state() const { return state_; }
  State& state() { return state_; }
  /// Of the state now.
  const std::vector<std::vector<double>>& population() const { return population_; }
  /// The largest population of any site's uppermost level after a step.
  double tail() const { return tail_; }
  /// 1, but for what flowed over the uppermost levels, or was beyond them when it began.
  double trace() const {
    double trace = 0.0;
    for (const std::vector<double>& of_site : population_)
      trace = std::accumulate(of_site.begin(), of_site.end(), trace);
    return trace;
  }
  /// <a†a> and <a†²a²>, the largest of them after any step so far, and how many steps there were.
  const PhotonMoments& light() const { return light_; }
  const PhotonMoments& brightest() const { return brightest_; }
  double steps() const { return steps_; }
  /// Of the state's norm, what all series so far may lack; and <a†a> and <a†²a²> of that.
  double lacking() const { return lacking_; }
  const PhotonMoments& light_of_lacking() const { return light_of_lacking_; }

  /// On to `time`. False: more levels than there may be, or more steps than anyone waits for.
  bool advance(double time) {
    while (now_ < time)
      if (!step(time)) return false;
    return true;
  }

  /// One step towards `time`, or to it. False: as of advance().
  bool step(double time) {
    Going going = start(time);
    while (going == Going::on) going = settle();
    return going == Going::done;
  }

  /// Begins such a step: on or failed.
  Going start(double time) {
    if (pump_.next(true, now_) != 0.0) {
      generator_.use(pump_.segment(0));
      fitted_ = false;
    }
    before_ = now_;
    edge_ = std::min(time, pump_.end(0));
    return propose();
  }
  /// Looks at the state that has been moved. on: it is moved again, on more levels.
  Going settle() {
    // A sum that was left half made is no state.
    if (asked_to_stop(request_.stop)) return Going::failed;
    try {
      if (grown()) return propose();
    } catch (const JointCeiling&) {
      return Going::failed;
    }
    now_ = steps_to_edge_ > 1.0 ? now_ + (edge_ - now_) / steps_to_edge_ : edge_;
    request_.telling.reached(now_ / request_.point->stop);
    return Going::done;
  }
  /// Nothing more is asked of it.
  void tell_end() {
    if (!asked_to_stop(request_.stop)) request_.telling.reached(1.0);
  }
  /// Where the step that is begun will end.
  bool ends_at(double time) const { return steps_to_edge_ <= 1.0 && edge_ == time; }
  /// Takes the last step back; levels that it grew by stay.
  void undo() {
    state_.retreat(state_.layout());
    now_ = before_;
    look();
  }
  /// Something else than time changes the state: change(state).
  template <class Change>
  void change(const Change& change) {
    change(state_);
    fitted_ = false;
    look();
  }

 private:
  /// Of fewer photons the moments are not solved for their own sake.
  static constexpr double fewest_counted_photons = 1e-12;
  /// The same of a series, whose terms have fewer photons each: more of them cost little.
  static constexpr double fewest_photons_of_series = 1e-20;
  /// By how much light may become fainter in a step than was thought of.
  static constexpr double much_fainter = 0.1;
  /// Populations of a density matrix below are not told from it.
  static constexpr double rounding = 1e-15;
  /// Steps beyond gamma times a stretch of this would take hours.
  static constexpr double largest_span = 1e9;

  /// To the edge, within a segment, or towards it.
  Going propose() {
    if (asked_to_stop(request_.stop)) return Going::failed;
    if (!fitted_) generator_.fit(state_.layout());
    fitted_ = true;
    const double span = generator_.range().gamma * (edge_ - now_);
    if (!(span < largest_span)) return Going::failed;
    series_scale_ = std::min(series_scale_, scale_of_series(faded(light_.number)));
    steps_to_edge_ = std::ceil(span / longest_step());
    choose_series(span / std::max(steps_to_edge_, 1.0));
    state_.advance(generator_, {generator_.range().beta, series_, request_.stop});
    return Going::on;
  }

  /// What a step of x = gamma dt may lack, of the state's norm.
  double allowed(double x) const {
    const double steps = generator_.range().gamma * request_.point->stop / x;
    return 1e-2 * request_.tolerance / std::max(steps, 1.0);
  }
  /// Of so many photons pairs have the amplitude, or in a matrix the population, that this is.
  double scale_of_series(double photons) const {
    if (!request_.levels.of_light) return 1.0;
    const double counted = std::clamp(photons, fewest_photons_of_series, 1.0);
    return State::of_matrix ? counted * counted : counted;
  }
  /// What loss leaves of so many photons in a step.
  double faded(double photons) const {
    const double longest = physics::faber::shorter().step / generator_.range().gamma;
    return photons * std::exp(-request_.point->kappa * std::min(edge_ - now_, longest));
  }
  double longest_step() const {
    using namespace physics::faber;
    // Levels are looked at after each step: the shorter ones.
    const double by_terms = longest_step_for(series_scale_ * allowed(shorter().step), shorter());
    const Ellipse& range = generator_.range();
    if (!(range.right > 0.0)) return by_terms;
    // What terms may outgrow the sum by leaves its rounding in every step.
    const double growth = std::clamp(std::log(allowed(by_terms) / 0x1p-53), 1.0, 10.0);
    return std::min(by_terms, growth * range.gamma / range.right);
  }

  void choose_series(double x) {
    using namespace physics::faber;
    const Ellipse& range = generator_.range();
    double one[most_terms + 1];
    series_.resize(most_terms + 1);
    polynomials(-range.re / range.gamma, range.beta, one);
    coefficients(x, range.beta, one, series_.data());
    may_lack_ = series_scale_ * allowed(x);
    series_.resize(static_cast<std::size_t>(terms_needed(series_.data(), 1, may_lack_)) + 1);
  }

  /// The step has to be made again, on more levels, or for fewer photons.
  bool grown() {
    const JointLayout& layout = state_.layout();
    const PhotonMoments before = light_;
    const double tail = look();
    if (scale_of_series(light_.number) < much_fainter * series_scale_) {
      series_scale_ = scale_of_series(light_.number);
      state_.retreat(layout);
      return true;
    }
    if (!request_.levels.fixed) {
      std::optional<JointLayout> larger = more_levels(generator_, request_, layout, population_,
                                                      of_light() * request_.levels.missing);
      if (larger) {
        state_.retreat(std::move(*larger));
        fitted_ = false;
        return true;
      }
    }
    tail_ = std::max(tail_, tail);
    brightest_.number = std::max(brightest_.number, light_.number);
    brightest_.pairs = std::max(brightest_.pairs, light_.pairs);
    steps_ += 1.0;
    note_lacking(before);
    series_scale_ = 1.0;
    return false;
  }

  /// before: the light when the step began. What a series lacks has a photon or two more than
  /// there are. Without a pump and a bath its photons are lost as any others are.
  void note_lacking(const PhotonMoments& before) {
    const JointPoint& point = *request_.point;
    lacking_ += may_lack_;
    if (!pump_.segment(0).dark() || point.thermal_photons > 0.0) {
      light_of_lacking_ = {lacking_ * (1.0 + brightest_.number),
                           lacking_ * (2.0 + brightest_.pairs)};
      return;
    }
    const double length = (edge_ - now_) / std::max(steps_to_edge_, 1.0);
    const double left = std::exp(-point.kappa * length);
    light_of_lacking_.number = left * light_of_lacking_.number +
                               may_lack_ * (1.0 + std::max(before.number, light_.number));
    light_of_lacking_.pairs = left * left * light_of_lacking_.pairs +
                              may_lack_ * (2.0 + std::max(before.pairs, light_.pairs));
  }

  /// Takes down the populations and what light there is; the largest of an uppermost level.
  double look() {
    const JointLayout& layout = state_.layout();
    double tail = 0.0;
    light_ = {};
    for (std::int32_t s = 0; s < layout.sites(); ++s) {
      population_[s].resize(static_cast<std::size_t>(layout.levels[s]));
      for (std::int32_t n = 0; n < layout.levels[s]; ++n) {
        const double population = state_.population(s, n);
        population_[s][n] = population;
        light_.number += n * population;
        light_.pairs += n * (n - 1.0) * population;
      }
      tail = std::max(tail, population_[s].back());
    }
    if (State::of_matrix)
      for (std::vector<double>& of_site : population_)
        carry_on_below(rounding * of_light(), of_site);
    return tail;
  }

  /// What populations count relative to.
  double of_light() const {
    const double photons = std::clamp(light_.number, fewest_counted_photons, 1.0);
    return request_.levels.of_light ? photons * photons : 1.0;
  }

  JointRequest request_;
  State state_;
  JointGenerator generator_;
  PumpClock<double> pump_;
  double now_ = 0.0;
  double before_ = 0.0;  ///< the last step
  double edge_ = 0.0;    ///< where it is to lead, in so many steps at least
  double steps_to_edge_ = 0.0;
  double tail_ = 0.0;
  double steps_ = 0.0;
  double series_scale_ = 1.0;  ///< of the step under way
  double may_lack_ = 0.0;      ///< of it
  double lacking_ = 0.0;
  PhotonMoments light_{}, brightest_{}, light_of_lacking_{};
  bool fitted_ = false;
  std::vector<double> series_;
  std::vector<std::vector<double>> population_;  ///< [s][n]
};

}  // namespace pairtwist::engines
