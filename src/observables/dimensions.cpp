#include "observables/dimensions.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace pairtwist {
namespace {

std::int64_t three(const Sizes&) { return 3; }
std::int64_t photon_numbers(const Sizes& sizes) { return sizes.photons; }
std::int64_t window_of_m(const Sizes& sizes) { return sizes.dim; }

Dimension components(const Job&) {
  return {"component", {}, {"x", "y", "z"}, {{"long_name", "component of the collective spin"}}};
}

Dimension photons(const Job& job) {
  std::vector<double> n(static_cast<std::size_t>(job.output.photons_max) + 1);
  std::iota(n.begin(), n.end(), 0.0);
  return {"photons",
          std::move(n),
          {},
          {{"units", "1"}, {"long_name", "number of photons"}, {"symbol", "$n$"}}};
}

/// Union over the points of -N/2 ... N/2, increasing: half-integers come in where some N is odd.
std::vector<double> all_m(const Job& job) {
  std::vector<double> atoms = {static_cast<double>(job.base.model.atoms)};
  for (const ScanAxis& axis : job.scan.axes) {
    if (axis.key == "model.atoms") atoms = axis.values;
  }
  double largest[2] = {-1.0, -1.0};  // [N mod 2]
  for (const double n : atoms) {
    double& slot = largest[std::fmod(n, 2.0) != 0.0];
    slot = std::max(slot, n);
  }
  std::vector<double> values;
  for (const double n : largest) {
    for (double m = -n / 2.0; m <= n / 2.0; m += 1.0) values.push_back(m);
  }
  std::ranges::sort(values);
  return values;
}

Dimension rows(const Job& job) {
  return {
      "m", all_m(job), {}, {{"units", "1"}, {"long_name", "J_z of the row"}, {"symbol", "$m$"}}};
}
Dimension columns(const Job& job) {
  return {"m_prime",
          all_m(job),
          {},
          {{"units", "1"}, {"long_name", "J_z of the column"}, {"symbol", "$m'$"}}};
}

}  // namespace

const QuantityDimension component_dimension = {"component", three, false, components};
const QuantityDimension photons_dimension = {"photons", photon_numbers, false, photons};
const QuantityDimension m_dimension = {"m", window_of_m, true, rows};
const QuantityDimension m_prime_dimension = {"m_prime", window_of_m, true, columns};

std::span<const std::string_view> names_of_the_file() {
  static constexpr std::string_view names[] = {"time",    "component",       "m",
                                               "m_prime", "photons",         "point",
                                               "tau_Q",   "status",          "method",
                                               "cutoff",  "tail_population", "error_estimate",
                                               "runtime", "time_scale",      "switch_off_time"};
  return names;
}

}  // namespace pairtwist
