// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_task.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>

#include "model/even_sector.hpp"

namespace pairtwist::engines {
namespace {

using Complex = std::complex<double>;

/// Over the square of the change that is none: the population that sites may lack, of the solution
/// that is reported, and of the one it is compared to. Quantities change with the amplitude of what
/// is missing.
constexpr double missing_of_result = 1e1;
constexpr double missing_of_check = 1e3;
/// Where light is lost, the coherence between what a site has and what it lacks is, too.
constexpr double more_in_a_mixture = 1e2;
/// Photon numbers change with what is missing itself, times its levels: of loose tolerances, whose
/// squares are not small enough, no more than this times the change takes their place.
constexpr double missing_of_loose = 1e-3;

/// A trajectory's jumps must come at the same times and be of the same kinds in both solutions, or
/// their quantities differ by what a trajectory adds to a mean: it is never solved less accurately
/// than to these.
constexpr double loosest_trajectory = 1e-10;
constexpr double loosest_change_of_trajectory = 1e-9;

bool stays_even(const JointPoint& point, const AtomicStart& start) {
  return start.symmetric && keeps_even_sector(point);
}

/// <a†a> and <a†²a²> of populations.
template <class Population>
PhotonMoments moments_of(std::int32_t levels, const Population& population) {
  PhotonMoments moments{0.0, 0.0};
  for (std::int32_t n = 0; n < levels; ++n) {
    const double here = population(n);
    const double photons = n;
    moments.number += here * photons;
    moments.pairs += here * (photons * (photons - 1.0));
  }
  return moments;
}

std::vector<Complex> light_of(const Batch& batch, const JointPoint& point) {
  std::vector<Complex> light;
  const double* element = batch.light_matrices.data() + 2 * point.first_light;
  for (std::int32_t i = 0; i < point.levels * point.levels; ++i, element += 2)
    light.emplace_back(element[0], element[1]);
  return light;
}

}  // namespace

void JointOutcome::add(const JointOutcome& others, double weight) {
  failed |= others.failed;
  least_trace = std::min(least_trace, others.least_trace);
  levels = std::max(levels, others.levels);
  tail = std::max(tail, others.tail);
  rounding = std::max(rounding, others.rounding);
  for (std::size_t k = 0; k < light_rounding.size(); ++k) {
    light_rounding[k].second += weight * others.light_rounding[k].second;
    light_rounding[k].fourth += weight * others.light_rounding[k].fourth;
  }
}

JointTask::JointTask(const Batch& batch, std::int64_t p, bool before)
    : batch_(batch),
      p_(p),
      before_(before),
      chain_(joint_chain(*batch.starts[p], stays_even(batch.joint_points[p], *batch.starts[p]))),
      light_(light_of(batch, batch.joint_points[p])) {}

JointRequest JointTask::request(double share) const {
  const double tolerance = batch_.trajectories.count > 0
                               ? std::min(batch_.tolerance, loosest_trajectory)
                               : batch_.tolerance;
  return {.point = &point(),
          .chain = &chain_,
          .segments = batch_.segments.data() + point().first_segment,
          .tolerance = tolerance,
          .levels = levels(),
          .stop = batch_.stop,
          .telling = {batch_.meter != nullptr ? tell_of_work : nullptr, batch_.meter, share}};
}

JointLevels JointTask::levels() const {
  const FockLimits& limits = batch_.limits;
  const double part = before_ ? missing_of_check : missing_of_result;
  // A trajectory that has lost all of its light has rounding in all of its levels: no few photons
  // can be solved for.
  if (batch_.trajectories.count > 0) {
    const double change = std::min(limits.change, loosest_change_of_trajectory);
    return {.missing = part * change * change,
            .ceiling = limits.ceiling,
            .of_light = false,
            .fixed = limits.exact > 0,
            .odd = !before_};
  }
  const double squared =
      (point().lossless() ? 1.0 : more_in_a_mixture) * limits.change * limits.change;
  return {.missing = part * std::min(squared, missing_of_loose * limits.change),
          .ceiling = limits.ceiling,
          .of_light = (batch_.want_sums & want_light) != 0,
          .fixed = limits.exact > 0,
          .odd = !before_};
}

JointLayout JointTask::layout() const {
  const std::int32_t exact = batch_.limits.exact;
  const std::int32_t held = levels().rounded(std::min(point().levels, batch_.limits.ceiling));
  const std::int32_t first = exact == 0 ? held : before_ ? larger_cutoff(exact) : exact;
  return JointLayout(std::vector<std::int32_t>(static_cast<std::size_t>(chain_.sites()), first));
}

std::vector<PureLight> JointTask::pure_parts(double dropped) const {
  using Light = Eigen::Matrix<Complex, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Index levels = point().levels;
  const Eigen::SelfAdjointEigenSolver<Light> solver(
      Eigen::Map<const Light>(light_.data(), levels, levels));
  // Of few photons, all may be in parts that weigh next to nothing.
  const bool of_light = this->levels().of_light;
  const double least = dropped / static_cast<double>(levels);
  const PhotonMoments all =
      moments_of(point().levels, [this](std::int32_t n) { return start_population(n); });
  std::vector<PureLight> parts;
  for (Eigen::Index i = levels - 1; i >= 0; --i) {  // from the largest on
    const double weight = solver.eigenvalues()[i];
    if (!(weight > 0.0)) break;
    const auto vector = solver.eigenvectors().col(i);
    const PhotonMoments of_part =
        moments_of(point().levels, [&](std::int32_t n) { return weight * std::norm(vector[n]); });
    if (weight > least ||
        (of_light && (of_part.number > least * all.number || of_part.pairs > least * all.pairs)))
      parts.push_back({weight, {vector.begin(), vector.end()}});
  }
  return parts;
}

JointSamples JointTask::samples() const {
  return {chain_, batch_.n_times, batch_.want_coherence, batch_.distribution_levels};
}

bool JointTask::holds_start() const {
  // Levels that are given are checked by more of them, and those by nothing else.
  const std::int32_t exact = batch_.limits.exact;
  const std::int32_t most = exact > 0 ? larger_cutoff(exact) : batch_.limits.ceiling;
  const std::int32_t levels = point().levels;
  double above = 0.0;  // of <a†a> and <a†²a²>, about
  for (std::int32_t n = most; n < levels; ++n) above += start_population(n) * (n + 1.0) * (n + 1.0);
  constexpr double share = 1e-2;
  return above <= share * batch_.limits.change;
}

bool JointTask::checks_in_vain(const JointOutcome& outcome) const {
  // A trajectory's norm is what has not jumped.
  if (!before_ || batch_.limits.exact == 0 || batch_.trajectories.count > 0) return false;
  constexpr double rounding = 1e-10;
  return 1.0 - outcome.least_trace > std::max(10.0 * batch_.limits.change, rounding);
}

JointOutcome JointTask::outcome() const {
  JointOutcome outcome;
  outcome.failed = !holds_start();
  outcome.light_rounding.resize(static_cast<std::size_t>(batch_.n_times));
  return outcome;
}

JointOutcome JointTask::outcome(const std::vector<PureLight>& parts) const {
  const PhotonMoments lacking = moments_of(point().levels, [&](std::int32_t n) {
    double left = start_population(n);
    for (const PureLight& part : parts) left -= part.weight * std::norm(part.amplitude[n]);
    return std::abs(left);
  });
  JointOutcome result = outcome();
  std::ranges::fill(result.light_rounding, PhotonRounding{lacking.number, lacking.pairs});
  return result;
}

void JointTask::put(const JointSamples& samples, const Arrays& to) const {
  const std::int64_t sums = SumPlaces(batch_.want_sums).count * batch_.size() * batch_.n_times;
  const std::int64_t numbers = batch_.distribution_levels;
  const std::int64_t dim = batch_.starts[p_]->dim();
  for (std::int64_t k = 0; k < batch_.n_times; ++k) {
    double found[moment_sums] = {};
    samples.sum(k, batch_.starts[p_]->moments, batch_.want_sums, found);
    store_sums(batch_, p_, k, found, to.sums.data() + to.solution * sums);
    const std::int64_t time = to.solution * batch_.n_times + k;
    if (batch_.want_coherence) {
      Complex* const rho =
          to.density.data() + time * batch_.total_density() + batch_.density_offset[p_];
      for (std::int64_t i = 0; i < dim; ++i)
        for (std::int64_t j = 0; j < dim; ++j) rho[i * dim + j] = samples.rho(k, i, j);
    }
    std::copy_n(samples.distribution(k), numbers,
                to.distribution.data() + (time * batch_.size() + p_) * numbers);
  }
}

void JointTask::keep(const JointOutcome& outcome, const JointSamples& samples,
                     HostResult& result) const {
  if (before_)
    put(samples, {result.sums_before, result.distribution_before, result.density_before});
  else
    put(samples, {result.sums, result.distribution, result.density});
#pragma omp critical(pairtwist_joint_outcome)
  {
    if (outcome.failed || checks_in_vain(outcome)) result.failed[p_] = every_block;
    if (!before_ || batch_.limits.exact == 0)
      result.cutoff[p_] = std::max(result.cutoff[p_], outcome.levels);
    if (!before_) {
      result.tail[p_] = outcome.tail;
      result.state_rounding[p_] = outcome.rounding;
    }
  }
  if (before_ || result.photon_rounding.empty()) return;
  std::copy(outcome.light_rounding.begin(), outcome.light_rounding.end(),
            result.photon_rounding.begin() + p_ * batch_.n_times);
}

void JointTask::keep_without(std::int64_t group, const JointSamples& samples,
                             HostResult& result) const {
  put(samples, {result.sums_without, result.distribution_without, result.density_without, group});
}

}  // namespace pairtwist::engines
