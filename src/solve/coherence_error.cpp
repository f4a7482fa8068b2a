// SPDX-License-Identifier: BSD-3-Clause
#include "solve/coherence_error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/methods.hpp"
#include "model/start_photons.hpp"
#include "physics/dop853.hpp"
#include "plan/coherence_bound.hpp"
#include "plan/light_state.hpp"

namespace pairtwist {
namespace {

/// What double-doubles become when they are rounded, and their sums.
constexpr double of_sums = 0x1p-51;

constexpr double infinity = std::numeric_limits<double>::infinity();

double start_photons(const Task& task) {
  return task.work.light_file ? mean_photons(*task.work.light_file)
                              : mean_photons(task.point.parameters.light);
}

/// Light without a mean field turns and is rounded like one of as many photons. Kerr term and
/// two-photon loss let a pump make far less than it would alone; how much is known by the levels,
/// which hold all that is rounded unless a mean field stands beside them.
CoherenceSize size_of(const engines::Batch& batch, std::int64_t b, const Task& task,
                      std::int32_t levels) {
  CoherenceSize size = batch.sizes[b];
  if (traits(batch.method).exact) return size;
  size.start =
      std::sqrt(start_photons(task)) + std::sqrt(task.point.parameters.model.thermal_photons);
  if (levels > 0 && !task.work.moving_frame) size.largest = std::sqrt(levels);
  return size;
}

/// How fast light turns, as that counts in sums: a coherence has the frequency of one of its
/// sectors at most, and weighs with both. By the inequality of Cauchy and Schwarz what moments and
/// populations are off by goes with the root of the mean square over pairs of sectors, which is
/// that of matrix elements in the Frobenius norm, too. The largest |m| turn fastest and weigh
/// nothing.
double frequency_in_sums(const engines::Batch& batch, std::int64_t b, const Task& task,
                         const CoherenceSize& size) {
  const std::vector<double>& shares = task.work.start->moments.weight;
  const physics::PairIndex& pairs = batch.pairs[b];
  const physics::CoherentPoint& point = batch.points[b];
  double squares = 0.0;
  double all = 0.0;
  for (std::size_t k = 0; k < shares.size(); ++k) {
    const double m = static_cast<double>(pairs.k_lo) + static_cast<double>(k) + 0.5 * pairs.odd;
    const double lambda = std::hypot(point.two_W0 * m * m - point.detuning, 0.5 * point.kappa);
    squares += shares[k] * lambda * lambda;
    all += shares[k];
  }
  return all > 0.0 ? std::min(size.frequency, std::sqrt(2.0 * squares / all)) : size.frequency;
}

/// What steps round of what Kerr term and two-photon loss make of <n²> in such light, whose largest
/// amplitude is a.
double of_photon_pairs(const Model& model, double time, double a) {
  const double photons = a * a;
  return in_steps.of_phase * time * (std::abs(model.kerr) + model.two_photon_loss) * photons *
         (photons + 1.0);
}

/// What steps in the moving frame round alike: each multiplies the matrix by what it turned and
/// decayed by, and where nothing else happens, steps are as long as stability lets them be, and
/// that is the same number in all (measured: half of this).
double of_equal_steps(const PointWork& work, const CoherenceSize& size, double time) {
  if (!work.moving_frame) return 0.0;
  const double rate = std::max(size.kappa, size.frequency);
  return 0x1p-52 * rate * time / physics::dop853::longest_step_times_rate;
}

/// What an integration adds up to, over what it is asked for: steps of DOP853 err by that in each
/// of fifty (physics::dop853::tolerance_of_step), and where light decays fast by no less; series of
/// the laboratory frame and of the joint method by a part of it over the whole time.
double whole_of_steps(const PointWork& work) {
  return work.by_steps() ? physics::dop853::steps_of_tolerance : 1.0;
}

/// Of sums in double: each sector rounds for itself, so that errors add up by their squares. Of
/// |alpha|² and int eta alpha dt a few roundings are left; sectors away from resonance round
/// |eta/lambda|² once a sample (physics::Orbit).
class ErrorOfSums {
 public:
  ErrorOfSums(const engines::Batch& batch, std::int64_t b, const Task& task,
              const CoherenceSize& size)
      : size_(size) {
    const std::vector<double>& shares = task.work.start->moments.weight;
    const physics::PairIndex& pairs = batch.pairs[b];
    const physics::CoherentPoint& point = batch.points[b];
    const double near = batch.near_resonance(b);
    const auto samples = static_cast<double>(std::min(batch.n_times, samples_of_chunk));
    const double turned = size.pump * size.drive;
    double squares = 0.0;
    for (std::size_t k = 0; k < shares.size(); ++k) {
      const double m = static_cast<double>(pairs.k_lo) + static_cast<double>(k) + 0.5 * pairs.odd;
      const double omega = point.two_W0 * m * m - point.detuning;
      const double lambda2 = omega * omega + 0.25 * point.kappa * point.kappa;
      // Without a pump none, even at resonance, where `near` is 0 as well.
      const double of_sector =
          turned > 0.0 ? shares[k] * samples * (turned / std::max(lambda2, near)) : 0.0;
      squares += of_sector * of_sector;
      squares_of_shares_ += shares[k] * shares[k];
    }
    orbits_ = 0x1p-52 * std::sqrt(squares);
  }

  double at(double time) const {
    const double a = size_.amplitude(time);
    const double fields = 1.0 + a * (a + size_.drive * time);
    return orbits_ + 0x1p-50 + 0x1p-52 * fields * std::sqrt(squares_of_shares_);
  }

 private:
  CoherenceSize size_;
  double squares_of_shares_ = 0.0;
  double orbits_ = 0.0;
};

}  // namespace

std::vector<CoherenceError> coherence_errors(const engines::Batch& batch, std::int64_t b,
                                             const Task& task, std::int64_t first,
                                             std::int64_t count, double tolerance,
                                             std::int32_t levels) {
  const CoherenceSize size = size_of(batch, b, task, levels);
  const MethodTraits& method = traits(batch.method);
  const ArithmeticError& arithmetic = method.exact ? in_double_double : in_steps;
  std::vector<CoherenceError> errors;
  errors.reserve(static_cast<std::size_t>(count));
  // Coherences of sectors that were left out count as they were at the start.
  const double dropped = task.work.start->dropped_weight;
  if (batch.in_double) {
    const ErrorOfSums error(batch, b, task, size);
    // Each sample is reached by itself where every pair is wanted (Batch::near_resonance).
    const bool alone = (batch.pairs[b].demand & physics::every_pair) != 0;
    // A sum of so many terms, and of as many again.
    const double of_pairs = static_cast<double>(task.work.start->sector_count() + 2) * 0x1p-51;
    for (std::int64_t k = first; k < first + count; ++k) {
      const double time = batch.times[b * batch.n_times + k];
      errors.push_back({.relative = error.at(time) + dropped,
                        .each = alone ? size.error(time, in_double_alone) : infinity,
                        .of_pairs = of_pairs});
    }
    return errors;
  }
  CoherenceSize in_sums = size;
  if (!method.exact) in_sums.frequency = frequency_in_sums(batch, b, task, size);
  for (std::int64_t k = first; k < first + count; ++k) {
    const double time = batch.times[b * batch.n_times + k];
    // Sums over every pair are in double-double: v is rounded, and the terms it goes into.
    const double always = of_sums + dropped;
    CoherenceError error{
        .relative = always, .absolute = task.work.light_error, .each = always, .of_pairs = of_sums};
    if (time > 0.0) {
      double of_steps = 0.0;
      if (!method.exact) {
        of_steps = of_photon_pairs(task.point.parameters.model, time, size.amplitude(time));
        (method.relative_errors ? of_steps : error.absolute) +=
            tolerance * whole_of_steps(task.work);
      }
      error.relative +=
          of_steps + of_equal_steps(task.work, in_sums, time) + in_sums.error(time, arithmetic);
      error.each += of_steps + of_equal_steps(task.work, size, time) + size.error(time, arithmetic);
    }
    errors.push_back(error);
  }
  return errors;
}

}  // namespace pairtwist
