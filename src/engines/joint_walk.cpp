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

}  // namespace

std::optional<JointLayout> more_levels(const JointGenerator& generator, const JointRequest& request,
                                       const JointLayout& layout,
                                       const std::vector<std::vector<double>>& population) {
  const Missing missing(generator, request, layout, population);
  std::vector<std::int32_t> levels = layout.levels;
  bool grown = false;
  for (std::int32_t s = 0; s < layout.sites(); ++s) {
    if (missing.of_site(s) <= request.levels.missing) continue;
    if (levels[s] >= request.levels.ceiling) throw JointCeiling();
    levels[s] = std::min(levels[s] + std::max(2, levels[s] / 8), request.levels.ceiling);
    grown = true;
  }
  if (!grown) return std::nullopt;
  return JointLayout(std::move(levels));
}

}  // namespace pairtwist::engines
