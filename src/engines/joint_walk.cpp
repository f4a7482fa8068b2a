// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_walk.hpp"

#include <algorithm>

namespace pairtwist::engines {
namespace {

/// About what a site lacks beyond its levels, in first order: amplitudes that the pump, or hopping
/// from a neighbour with more levels, would bring there. They turn against their source with the
/// difference of energies, and do not add up for longer than it lets them.
class Missing {
 public:
  Missing(const JointGenerator& generator, const JointRequest& request, const JointLayout& layout,
          const std::vector<std::vector<double>>& population)
      : generator_(generator), request_(request), layout_(layout), population_(population) {}

  double of_site(std::int32_t s) const {
    const std::int32_t top = layout_.levels[s];
    const double uppermost = std::abs(population_[s].back());
    const double detuning = generator_.energy(s, top) - generator_.energy(s, top - 1);
    double sum = uppermost * std::norm(generator_.pump(s)) * top * over(detuning);
    // Heated light has a geometric tail.
    const double n = request_.point->thermal_photons;
    if (request_.point->kappa > 0.0) sum += uppermost * n / (1.0 + n);
    if (s > 0) sum += from_neighbour(s, s - 1, generator_.hop(s - 1));
    if (s + 1 < layout_.sites()) sum += from_neighbour(s, s + 1, generator_.hop(s));
    return sum;
  }

 private:
  double over(double detuning) const {
    const double rate = 1.0 / request_.point->stop;
    return 1.0 / (detuning * detuning + rate * rate);
  }
  double from_neighbour(std::int32_t s, std::int32_t r, double hop) const {
    double sum = 0.0;
    for (std::int32_t n = layout_.levels[s]; n < layout_.levels[r]; ++n)
      sum += std::abs(population_[r][n]) * hop * hop *
             over(generator_.energy(s, n) - generator_.energy(r, n));
    return sum;
  }

  const JointGenerator& generator_;
  const JointRequest& request_;
  const JointLayout& layout_;
  const std::vector<std::vector<double>>& population_;
};

/// What it falls by from level to level, at the end of some. Where there is nothing yet, after a
/// jump and a step too short for more, nobody knows.
double fall(const double* last, std::size_t count) {
  constexpr std::size_t few = 4;
  if (count <= few || (*last == 0.0 && *(last - few) == 0.0)) return 0.5;
  const double fallen = std::abs(*last / *(last - few));
  return std::pow(std::clamp(fallen, 1e-60, 0.5), 1.0 / few);
}

/// A site that lacks this part of what it may is taken to be short of levels soon.
constexpr double soon = 1e-2;

/// Further levels on which the population falls by this factor, if it goes on as on the last few.
std::int32_t levels_until(double factor, const std::vector<double>& population) {
  const auto most = std::floor(4.0 + 0.25 * static_cast<double>(population.size()));
  const double needed = std::log(factor) / std::log(fall(&population.back(), population.size()));
  return static_cast<std::int32_t>(std::ceil(std::clamp(needed, 2.0, most)));
}

}  // namespace

void carry_on_below(double rounding, std::vector<double>& population) {
  std::size_t resolved = population.size();
  while (resolved > 1 && std::abs(population[resolved - 1]) < rounding) --resolved;
  const double factor = fall(population.data() + resolved - 1, resolved);
  for (std::size_t n = resolved; n < population.size(); ++n)
    population[n] = population[n - 1] * factor;
}

std::optional<JointLayout> more_levels(const JointGenerator& generator, const JointRequest& request,
                                       const JointLayout& layout,
                                       const std::vector<std::vector<double>>& population,
                                       double allowed) {
  const Missing missing(generator, request, layout, population);
  std::vector<double> lacking;
  for (std::int32_t s = 0; s < layout.sites(); ++s) lacking.push_back(missing.of_site(s));
  if (std::ranges::all_of(lacking, [&](double each) { return each <= allowed; }))
    return std::nullopt;
  std::vector<std::int32_t> levels = layout.levels;
  for (std::int32_t s = 0; s < layout.sites(); ++s) {
    // Since the step has to be made again, those that will soon lack too much grow with the others.
    if (lacking[s] <= soon * allowed) continue;
    if (lacking[s] > allowed && levels[s] >= request.levels.ceiling) throw JointCeiling();
    const std::int32_t further = levels_until(soon * allowed / lacking[s], population[s]);
    levels[s] = std::min(request.levels.rounded(levels[s] + further), request.levels.ceiling);
  }
  return JointLayout(std::move(levels));
}

}  // namespace pairtwist::engines
