// The joint method on the host: the atoms and the light as one state, solved twice with different
// photon levels, whose quantities are then compared.
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "engines/engine.hpp"
#include "engines/joint_samples.hpp"
#include "engines/joint_walk.hpp"
#include "engines/run_tasks.hpp"

namespace pairtwist::engines {
namespace {

using Complex = std::complex<double>;
using Light = Eigen::Matrix<Complex, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Over the square of the change that is none: the population that sites may lack, of the solution
/// that is reported, and of the one it is compared to. Quantities change with the amplitude of what
/// is missing.
constexpr double missing_of_result = 1e1;
constexpr double missing_of_check = 1e3;
/// Where light is lost, the coherence between what a site has and what it lacks is, too.
constexpr double more_in_a_mixture = 1e2;

/// rho of the light as a sum of pure states.
struct PureLight {
  double weight;
  std::vector<Complex> amplitude;  ///< [n]
};

std::vector<PureLight> pure_parts(const Light& light, double dropped) {
  const Eigen::SelfAdjointEigenSolver<Light> solver(light);
  std::vector<PureLight> parts;
  const Eigen::Index levels = light.rows();
  for (Eigen::Index i = levels - 1; i >= 0; --i) {  // from the largest on
    const double weight = solver.eigenvalues()[i];
    if (weight * static_cast<double>(levels) <= dropped) break;
    const auto vector = solver.eigenvectors().col(i);
    parts.push_back({weight, {vector.begin(), vector.end()}});
  }
  return parts;
}

class JointRun {
 public:
  JointRun(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result)
      : batch_(batch), kernels_(kernels.joint), threads_(threads), result_(result) {}

  void run() {
    struct Nothing {};
    // The solution that is compared to, and the one that is reported.
    run_tasks<Nothing>(2 * batch_.size(), threads_, batch_.stop,
                       [this](std::int64_t i, Nothing&) { solve(i / 2, i % 2 == 0); });
  }

 private:
  void solve(std::int64_t p, bool before) {
    const JointPoint& point = batch_.joint_points[p];
    const AtomicStart& start = *batch_.starts[p];
    const bool even = start.symmetric && point.tilt == 0.0 && point.dephasing == 0.0;
    const JointChain chain = joint_chain(start, even);
    JointSamples samples(chain, batch_.n_times, batch_.want_coherence, batch_.distribution_levels);
    const Light light = light_of(point);
    const JointRequest request{.point = &point,
                               .chain = &chain,
                               .segments = batch_.segments.data() + point.first_segment,
                               .tolerance = batch_.tolerance,
                               .levels = levels_of(before, point.lossless()),
                               .stop = batch_.stop};
    const JointLayout layout(std::vector<std::int32_t>(static_cast<std::size_t>(chain.sites()),
                                                       first_levels(point, before)));
    Outcome outcome;
    if (point.lossless()) {
      for (const PureLight& part : pure_parts(light, 1e-2 * batch_.tolerance))
        walk(p, before, request, JointVector(kernels_, chain, part.amplitude, layout), part.weight,
             samples, outcome);
    } else {
      const std::span elements(light.data(), static_cast<std::size_t>(light.size()));
      walk(p, before, request, JointMatrix(kernels_, chain, elements, point.levels, layout), 1.0,
           samples, outcome);
    }
    keep(p, before, outcome, samples);
  }

  struct Outcome {
    bool failed = false;
    std::int32_t levels = 0;
    double tail = 0.0;
    double rounding = 0.0;  ///< of the state's norm
  };

  template <class State>
  void walk(std::int64_t p, bool before, const JointRequest& request, State state, double weight,
            JointSamples& samples, Outcome& outcome) {
    JointWalk<State> walk(request, std::move(state));
    for (std::int64_t k = 0; k < batch_.n_times; ++k) {
      outcome.failed = !walk.advance(batch_.times[p * batch_.n_times + k]);
      if (outcome.failed) break;
      samples.add(k, weight, walk.state(), walk.light());
      if (!result_.photon_rounding.empty() && !before) {
        const PhotonRounding by = light_rounding_of(walk);
        PhotonRounding& so_far = result_.photon_rounding[p * batch_.n_times + k];
        so_far = {so_far.second + weight * by.second, so_far.fourth + weight * by.fourth};
      }
    }
    outcome.levels = std::max(outcome.levels, walk.state().layout().most_levels());
    outcome.tail = std::max(outcome.tail, walk.tail());
    outcome.rounding = std::max(outcome.rounding, rounding_of(walk.steps()));
  }

  /// What each step leaves adds up by its squares; measured on the paper's Fig. 6.
  static double rounding_of(double steps) { return 2e-15 * (1.0 + std::sqrt(steps)); }

  /// Of the light that rounding is relative to what is there; some of it stays when that has gone
  /// again.
  template <class State>
  static PhotonRounding light_rounding_of(const JointWalk<State>& walk) {
    const double relative = rounding_of(walk.steps());
    const PhotonMoments& now = walk.light();
    const PhotonMoments& brightest = walk.brightest();
    return {relative * std::sqrt(now.number * brightest.number),
            relative * std::sqrt(now.pairs * brightest.pairs)};
  }

  Light light_of(const JointPoint& point) const {
    Light light(point.levels, point.levels);
    const double* element = batch_.light_matrices.data() + 2 * point.first_light;
    for (std::int32_t n = 0; n < point.levels; ++n)
      for (std::int32_t k = 0; k < point.levels; ++k, element += 2)
        light(n, k) = {element[0], element[1]};
    return light;
  }

  JointLevels levels_of(bool before, bool lossless) const {
    const FockLimits& limits = batch_.limits;
    const double part =
        (before ? missing_of_check : missing_of_result) * (lossless ? 1.0 : more_in_a_mixture);
    return {.missing = part * limits.change * limits.change,
            .ceiling = limits.ceiling,
            .of_light = (batch_.want_sums & want_light) != 0,
            .fixed = limits.exact > 0};
  }
  std::int32_t first_levels(const JointPoint& point, bool before) const {
    if (batch_.limits.exact == 0) return point.levels;
    return before ? larger_cutoff(batch_.limits.exact) : batch_.limits.exact;
  }

  void keep(std::int64_t p, bool before, const Outcome& outcome, const JointSamples& samples) {
    std::vector<double>& sums = before ? result_.sums_before : result_.sums;
    std::vector<Complex>& density = before ? result_.density_before : result_.density;
    std::vector<double>& light = before ? result_.distribution_before : result_.distribution;
    const std::int64_t dim = batch_.starts[p]->dim();
    for (std::int64_t k = 0; k < batch_.n_times; ++k) {
      double found[moment_sums] = {};
      samples.sum(k, batch_.starts[p]->moments, batch_.want_sums, found);
      store_sums(batch_, p, k, found, sums);
      if (batch_.want_coherence) {
        Complex* const to = density.data() + k * batch_.total_density() + batch_.density_offset[p];
        for (std::int64_t i = 0; i < dim; ++i)
          for (std::int64_t j = 0; j < dim; ++j) to[i * dim + j] = samples.rho(k, i, j);
      }
      const std::int64_t numbers = batch_.distribution_levels;
      std::copy_n(samples.distribution(k), numbers,
                  light.data() + (k * batch_.size() + p) * numbers);
    }
#pragma omp critical(pairtwist_joint_outcome)
    {
      if (outcome.failed) result_.failed[p] = 1;
      if (!before || batch_.limits.exact == 0)
        result_.cutoff[p] = std::max(result_.cutoff[p], outcome.levels);
      if (!before) {
        result_.tail[p] = outcome.tail;
        result_.state_rounding[p] = outcome.rounding;
      }
    }
  }

  const Batch& batch_;
  const JointKernels& kernels_;
  int threads_;
  HostResult& result_;
};

}  // namespace

void add_joint(Batch& batch, const Point& point, const FaintLight&, const FockStart& light) {
  const Model& model = point.parameters.model;
  const physics::CoherentPoint& numbers = batch.points.back();
  batch.joint_points.push_back({.U = model.U,
                                .W0 = model.W0,
                                .detuning = model.detuning,
                                .tunnelling = model.tunnelling,
                                .tilt = model.tilt,
                                .kerr = model.kerr,
                                .kappa = model.kappa,
                                .thermal_photons = model.thermal_photons,
                                .two_photon_loss = model.two_photon_loss,
                                .dephasing = model.dephasing,
                                .stop = point.stop,
                                .first_segment = numbers.first_segment,
                                .segments = numbers.segments,
                                .first_light = batch.add_light(*light.light),
                                .levels = static_cast<std::int32_t>(light.light->levels)});
}

void solve_joint(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result) {
  JointRun(batch, kernels, threads, result).run();
}

}  // namespace pairtwist::engines
