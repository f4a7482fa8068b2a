// Body of fock_block.hpp for a scalar S of one or more doubles and a team: the walk through time
// and the samples. What is integrated, and how, is in fock_system.inl.
#pragma once

#include "engines/fock_system.inl"
#include "physics/displacement.hpp"

namespace pairtwist::engines {

/// What is reported of a block.
template <class S, class Team>
class FockValues {
 public:
  using Complex = physics::Complex<S>;

  PT_HD explicit FockValues(const FockArrays<S, Team>& arrays) : arrays_(arrays) {}

  /// v = Tr[D†(b) D(a) R~],  D†(b) D(a) = e^{i Im(a b*)} D(a - b).
  PT_HD Complex coherence(const physics::fock::Fields<S>& f) const {
    using namespace physics;
    const double* roots = arrays_.roots();
    const int size = arrays_.size();
    const Complex delta = f.a - f.b;
    if (!any(norm(delta) > S(0.0)))
      return arrays_.team().template sum_of<S>(size, [&](int n) { return arrays_.sampled(n, n); });
    DisplacementPhases<S> phases(delta);
    const Complex sum = arrays_.team().template sum_of<S>(size, [&](int d) {
      phases.go_to(roots, d);
      LaguerreFunctions<S> psi(roots, d, phases.squared_distance(), phases.first());
      Complex raised = {S(0.0), S(0.0)};
      Complex lowered = raised;
      for (int n = 0; n + d < size; ++n) {
        raised = raised + arrays_.sampled(n, n + d) * psi.value();
        lowered = lowered + arrays_.sampled(n + d, n) * psi.value();
        if (n + d + 1 < size) psi.next();
      }
      const Complex both = phases.raising * raised;
      return d == 0 ? both : both + phases.lowering * lowered;
    });
    S s, c;
    sine_cosine((f.a * conj(f.b)).im, s, c);
    return Complex{c, s} * sum;
  }

  /// <a†a> and <a†²a²>, as re and im, of a diagonal block displaced by its mean field a.
  PT_HD Complex photons(const physics::fock::Fields<S>& f) const {
    using namespace physics;
    const int size = arrays_.size();
    const auto& team = arrays_.team();
    const auto at = [&](int n, int k) {
      return n < size ? arrays_.sampled(n, k) : Complex{S(0.0), S(0.0)};
    };
    const Complex number = team.template sum_of<S>(size, [&](int n) {
      const S population = at(n, n).re;
      return Complex{population * S(double(n)), population * S(n * (n - 1.0))};
    });
    if (!any(norm(f.a) > S(0.0))) return number;
    const Complex trace = team.template sum_of<S>(size, [&](int n) { return at(n, n); });
    const Complex mean =
        team.template sum_of<S>(size, [&](int n) { return at(n + 1, n) * S(arrays_.root(n + 1)); });
    const Complex mean_n = team.template sum_of<S>(
        size, [&](int n) { return at(n + 1, n) * S(n * arrays_.root(n + 1)); });
    const Complex square = team.template sum_of<S>(
        size, [&](int n) { return at(n + 2, n) * S(arrays_.root(n + 1) * arrays_.root(n + 2)); });
    const S field = norm(f.a);
    const Complex back = conj(f.a);
    const S along = (back * mean).re;
    const S first = number.re + S(2.0) * along + field * trace.re;
    const S second = number.im + S(4.0) * (back * mean_n).re + S(2.0) * (back * back * square).re +
                     S(4.0) * field * (number.re + along) + field * field * trace.re;
    return {first, second};
  }

 private:
  const FockArrays<S, Team>& arrays_;
};

template <class S, class Team, int terms>
class FockWalk {
 public:
  using System = FockSystem<S, Team, terms>;
  using Complex = physics::Complex<S>;
  static constexpr int width = Lanes<S>::width;

  PT_HD FockWalk(const FockGroup& group, const Team& team)
      : input_(*group.input),
        items_(group.items),
        count_(group.count),
        outcomes_(group.outcomes),
        diagonal_(group.items[0].k == group.items[0].l),
        system_(team, group.items[0].cutoff, group.input->roots,
                reinterpret_cast<S*>(group.scratch)) {}

  PT_HD_CALLED void run() {
    using namespace physics;
    start();
    take_start();
    S tail = S(0.0);
    S failed = S(0.0);
    S restarting = S(1.0);
    S h_next = S(0.0);
    for (;;) {
      const auto restart = restarting > S(0.0);
      if (any(restart)) {
        load_segments();
        system_.restart(restart);
        h_next = select(restart, (end_ - time_) * S(1e-3), h_next);
      }
      const auto active = (time_ < end_) & (failed == S(0.0)) & (waiting() > S(0.0));
      if (!any(active)) break;
      const S left = end_ - time_;
      const auto last = !(h_next < left);
      const S h = select(active, select(last, left, h_next), S(0.0));

      const S error = system_.attempt(h, S(input_.tolerance));
      const auto accepted = active & (error < S(1.0));
      if (any(accepted)) {
        const S finish = select(last, end_, time_ + h);
        system_.finish_step(h);
        if (due(accepted, finish)) {
          system_.make_dense(h);
          take(accepted, h, finish);
        }
        system_.accept(accepted, h);
        time_ = select(accepted, finish, time_);
        if constexpr (terms != fock::only_loss) {
          const S top = system_.tail();
          tail = select(accepted & (top > tail), top, tail);
        }
      }
      h_next = select(active, h * dop853::next_step_factor(accepted, error), h_next);
      const auto stuck = active & !accepted & (h_next < S(1e-15) * end_);
      failed = select(stuck, S(1.0), failed);
      restarting = next_segments(accepted);
    }
    report(tail, failed);
  }

 private:
  PT_HD const FockPoint& point(int lane) const {
    return input_.points[items_[lane < count_ ? lane : 0].point];
  }
  PT_HD const FockItem& item(int lane) const { return items_[lane < count_ ? lane : 0]; }
  PT_HD double sample_time(int lane) const {
    return input_.times[point(lane).first_time + next_[lane]];
  }
  PT_HD bool waits(int lane) const { return lane < count_ && next_[lane] < input_.n_times; }

  /// One number of each lane's point.
  template <class F>
  PT_HD S per_lane(const F& f) const {
    double values[width];
    for (int i = 0; i < width; ++i) values[i] = f(i);
    return Lanes<S>::load(values);
  }

  PT_HD void start() {
    time_ = S(0.0);
    for (int i = 0; i < width; ++i) {
      next_[i] = 0;
      segment_[i] = 0;
    }
    const S a_re = per_lane([&](int i) { return point(i).alpha0_re; });
    const S a_im = per_lane([&](int i) { return point(i).alpha0_im; });
    const S first[field_parts] = {a_re, a_im, a_re, a_im, S(0.0), S(0.0)};
    for (int d = 0; d < field_parts; ++d) system_.fields[d] = first[d];
    system_.weigh_levels = S(diagonal_ ? 1.0 : 0.0);
    const auto light = [&](int n, int k, int part) {
      return per_lane([&](int i) {
        const FockPoint& p = point(i);
        if (n >= p.levels || k >= p.levels) return 0.0;
        return input_.lights[2 * (p.first_light + n * p.levels + k) + part];
      });
    };
    system_.team().for_elements(system_.size(), [&](int n) {
      return [=, this](int from) {
        for (int k = from; k < from + Team::columns && k < system_.size(); ++k)
          system_.set(n, k, {light(n, k, 0), light(n, k, 1)});
      };
    });
    system_.team().sync();
  }

  /// The rates of each lane's present segment, and where it ends.
  PT_HD void load_segments() {
    auto& r = system_.rates;
    const auto segment = [&](int i) -> const physics::CoherentSegment& {
      return input_.segments[point(i).first_segment + segment_[i]];
    };
    const auto level = [&](int i, std::int32_t sector) {
      return static_cast<double>(sector + point(i).k_lo) + 0.5 * point(i).odd;
    };
    const auto omega = [&](int i, std::int32_t sector) {
      const double m = level(i, sector);
      return ::fma(point(i).two_W0, m * m, -point(i).detuning);
    };
    r.omega_k = per_lane([&](int i) { return omega(i, item(i).k); });
    r.omega_l = per_lane([&](int i) { return omega(i, item(i).l); });
    r.twist = per_lane([&](int i) {
      const double k = level(i, item(i).k);
      const double l = level(i, item(i).l);
      return point(i).U * ((k - l) * (k + l));
    });
    r.kappa = per_lane([&](int i) { return point(i).kappa; });
    r.bath = per_lane([&](int i) { return point(i).kappa * point(i).thermal_photons; });
    r.kerr = per_lane([&](int i) { return point(i).kerr; });
    r.two_photon = per_lane([&](int i) { return point(i).two_photon_loss; });
    const auto pump = [&](bool moving, bool imaginary) {
      return per_lane([&](int i) {
        if ((point(i).moving != 0) != moving) return 0.0;
        return imaginary ? segment(i).eta_im : segment(i).eta_re;
      });
    };
    r.pump_of_field = {pump(true, false), pump(true, true)};
    r.pump_of_stencil = {pump(false, false), pump(false, true)};
    end_ = per_lane([&](int i) {
      const double until = segment(i).until;
      return until < point(i).stop ? until : point(i).stop;
    });
    system_.rates_changed();
  }

  /// 1 on the lanes that have come to the end of a segment that is not their last.
  template <class Mask>
  PT_HD S next_segments(const Mask& accepted) {
    using physics::select;
    double moved[width], now[width], ends[width];
    Lanes<S>::store(select(accepted, S(1.0), S(0.0)), moved);
    Lanes<S>::store(time_, now);
    Lanes<S>::store(end_, ends);
    return per_lane([&](int i) {
      const bool over = moved[i] != 0.0 && now[i] >= ends[i] && now[i] < point(i).stop &&
                        segment_[i] + 1 < static_cast<int>(point(i).segments);
      if (over) ++segment_[i];
      return over ? 1.0 : 0.0;
    });
  }

  PT_HD S waiting() const {
    return per_lane([&](int i) { return waits(i) ? 1.0 : 0.0; });
  }

  PT_HD void take_start() {
    const physics::fock::Fields<S> f = system_.sample_start();
    double first[width], second[width];
    values(f, first, second);
    for (int i = 0; i < width; ++i)
      for (; waits(i) && sample_time(i) <= 0.0; ++next_[i]) write(i, first[i], second[i]);
  }

  template <class Mask>
  PT_HD bool due(const Mask& accepted, const S& finish) const {
    using physics::select;
    double flags[width], ends[width];
    Lanes<S>::store(select(accepted, S(1.0), S(0.0)), flags);
    Lanes<S>::store(finish, ends);
    for (int i = 0; i < width; ++i)
      if (flags[i] != 0.0 && waits(i) && sample_time(i) <= ends[i]) return true;
    return false;
  }

  /// The samples in the step from time_ to finish, lane by lane.
  template <class Mask>
  PT_HD void take(const Mask& accepted, const S& h, const S& finish) {
    using physics::select;
    double flags[width], begins[width], steps[width], ends[width], x[width];
    Lanes<S>::store(select(accepted, S(1.0), S(0.0)), flags);
    Lanes<S>::store(time_, begins);
    Lanes<S>::store(h, steps);
    Lanes<S>::store(finish, ends);
    for (;;) {
      bool is_due[width];
      bool any_due = false;
      for (int i = 0; i < width; ++i) {
        is_due[i] = flags[i] != 0.0 && waits(i) && sample_time(i) <= ends[i];
        any_due = any_due || is_due[i];
        const bool inside = is_due[i] && sample_time(i) < ends[i];
        x[i] = inside ? (sample_time(i) - begins[i]) / steps[i] : 1.0;
      }
      if (!any_due) return;
      double first[width], second[width];
      values(system_.sample(Lanes<S>::load(x), h), first, second);
      for (int i = 0; i < width; ++i)
        if (is_due[i]) {
          write(i, first[i], second[i]);
          ++next_[i];
        }
    }
  }

  PT_HD_CALLED void values(const physics::fock::Fields<S>& f, double (&first)[width],
                           double (&second)[width]) const {
    const FockValues<S, Team> block(system_);
    const Complex value = diagonal_ ? block.photons(f) : block.coherence(f);
    Lanes<S>::store(value.re, first);
    Lanes<S>::store(value.im, second);
  }

  PT_HD void write(int lane, double first, double second) const {
    if (diagonal_ && input_.distribution != nullptr) write_distribution(lane);
    if (!system_.team().first()) return;
    double* values = diagonal_ ? input_.photons : input_.coherence;
    const std::int64_t row = diagonal_ ? input_.sectors : input_.pairs;
    values[2 * (row * next_[lane] + item(lane).out)] = first;
    values[2 * (row * next_[lane] + item(lane).out) + 1] = second;
  }

  /// What was sampled last, beyond the cutoff nothing. It is written over after the next sync only.
  PT_HD void write_distribution(int lane) const {
    const std::int64_t levels = input_.distribution_levels;
    double* out = input_.distribution + (input_.sectors * next_[lane] + item(lane).out) * levels;
    system_.team().for_each(static_cast<int>(levels), [&](int n) {
      double populations[width];
      Lanes<S>::store(n < system_.size() ? system_.sampled(n, n).re : S(0.0), populations);
      out[n] = populations[lane];
    });
  }

  PT_HD void report(const S& tail, const S& failed) const {
    double tails[width], failures[width];
    Lanes<S>::store(tail, tails);
    Lanes<S>::store(failed, failures);
    if (!system_.team().first()) return;
    for (int i = 0; i < count_; ++i) outcomes_[i] = {tails[i], failures[i] != 0.0 ? 1 : 0};
  }

  const FockInput& input_;
  const FockItem* items_;
  int count_;
  FockOutcome* outcomes_;
  bool diagonal_;
  System system_;
  S time_;
  S end_;
  int segment_[width];
  std::int64_t next_[width];
};

template <class S, class Team>
PT_HD void solve_fock(const FockGroup& group, const Team& team) {
  using namespace physics::fock;
  const int terms = group.input->points[group.items[0].point].terms;
  if (terms == only_loss)
    FockWalk<S, Team, only_loss>(group, team).run();
  else if (terms == raising)
    FockWalk<S, Team, raising>(group, team).run();
  else if (terms == (raising | bath))
    FockWalk<S, Team, (raising | bath)>(group, team).run();
  else
    FockWalk<S, Team, (raising | bath | two_photon)>(group, team).run();
}

template <class S, class Team>
void solve_fock_on_host(const FockGroup& group) {
  solve_fock<S>(group, Team{});
}

}  // namespace pairtwist::engines
