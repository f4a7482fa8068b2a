// SPDX-License-Identifier: BSD-3-Clause
#include "observables/dimensions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "observables/trajectory_means.hpp"

namespace pairtwist {
namespace {

std::int64_t three(const Sizes&) { return 3; }
std::int64_t photon_numbers(const Sizes& sizes) { return sizes.photons; }
std::int64_t window_of_m(const Sizes& sizes) { return sizes.dim; }
std::int64_t orders(const Sizes& sizes) { return sizes.atoms + 1; }
std::int64_t all_angles(const Sizes& sizes) { return sizes.angles; }
std::int64_t thetas(const Sizes& sizes) { return sizes.theta; }
std::int64_t phis(const Sizes& sizes) { return sizes.phi; }

Stretch m_of_atoms(const Sizes& sizes) {
  return {-0.5 * static_cast<double>(sizes.atoms), sizes.atoms + 1};
}
double first_m(const Sizes& sizes) { return 0.5 * static_cast<double>(sizes.two_m_lo); }
Stretch orders_of_atoms(const Sizes& sizes) { return {0.0, sizes.atoms + 1}; }
double first_order(const Sizes&) { return 0.0; }

Dimension components(const Job&) {
  return {"component", {}, {"x", "y", "z"}, {{"long_name", "component of the collective spin"}}};
}
Dimension column_components(const Job&) {
  return {"component_prime",
          {},
          {"x", "y", "z"},
          {{"long_name", "component of the collective spin, of the column"}}};
}

Dimension angles(const Job& job) {
  const std::string spacing = job.output.angles.spacing == Spacing::linear ? "linear" : "list";
  return {"angle",
          job.output.angles.values,
          {},
          {{"units", "rad"},
           {"long_name", "angle of the rotation about J_y"},
           {"symbol", "$\\vartheta$"},
           {"spacing", spacing}}};
}
Dimension polar_angles(const Job& job) {
  return {"theta",
          husimi_theta(job.output.husimi_grid.theta),
          {},
          {{"units", "rad"}, {"long_name", "polar angle"}, {"symbol", "$\\theta$"}}};
}
Dimension azimuths(const Job& job) {
  return {"phi",
          husimi_phi(job.output.husimi_grid.phi),
          {},
          {{"units", "rad"}, {"long_name", "azimuth"}, {"symbol", "$\\varphi$"}}};
}

Dimension photons(const Job& job) {
  std::vector<double> n(static_cast<std::size_t>(job.output.photons_max) + 1);
  std::iota(n.begin(), n.end(), 0.0);
  return {"photons",
          std::move(n),
          {},
          {{"units", "1"}, {"long_name", "number of photons"}, {"symbol", "$n$"}}};
}

/// N of all points.
std::vector<double> all_atoms(const Job& job) {
  for (const ScanAxis& axis : job.scan.axes)
    if (axis.key == "model.atoms") return axis.values;
  return {static_cast<double>(job.base.model.atoms)};
}

Dimension coherence_orders(const Job& job) {
  std::vector<double> q(static_cast<std::size_t>(std::ranges::max(all_atoms(job))) + 1);
  std::iota(q.begin(), q.end(), 0.0);
  return {"coherence_order",
          std::move(q),
          {},
          {{"units", "1"}, {"long_name", "coherence order m - m'"}, {"symbol", "$q$"}}};
}

/// Union over the points of -N/2 ... N/2, increasing: half-integers come in where some N is odd.
std::vector<double> all_m(const Job& job) {
  double largest[2] = {-1.0, -1.0};  // [N mod 2]
  for (const double n : all_atoms(job)) {
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

const QuantityDimension component_dimension = {"component", three, components};
const QuantityDimension component_prime_dimension = {"component_prime", three, column_components};
const QuantityDimension photons_dimension = {"photons", photon_numbers, photons};
const QuantityDimension m_dimension = {"m", window_of_m, rows, m_of_atoms, first_m};
const QuantityDimension m_prime_dimension = {"m_prime", window_of_m, columns, m_of_atoms, first_m};
const QuantityDimension order_dimension = {"coherence_order", orders, coherence_orders,
                                           orders_of_atoms, first_order};
const QuantityDimension angle_dimension = {"angle", all_angles, angles};
const QuantityDimension theta_dimension = {"theta", thetas, polar_angles};
const QuantityDimension phi_dimension = {"phi", phis, azimuths};

Sizes sizes_of(const OutputSpec& output) {
  return {.photons = output.photons_max + 1,
          .angles = static_cast<std::int64_t>(output.angles.values.size()),
          .theta = output.husimi_grid.theta,
          .phi = output.husimi_grid.phi};
}

std::vector<double> husimi_theta(std::int64_t n) {
  std::vector<double> theta;
  for (std::int64_t k = 0; k < n; ++k)
    theta.push_back(std::numbers::pi * (static_cast<double>(k) / static_cast<double>(n - 1)));
  return theta;
}

std::vector<double> husimi_phi(std::int64_t n) {
  std::vector<double> phi;
  for (std::int64_t k = 0; k < n; ++k)
    phi.push_back(std::numbers::pi *
                  (static_cast<double>(2 * k - (n - 1)) / static_cast<double>(n - 1)));
  return phi;
}

std::span<const std::string_view> names_of_the_file() {
  static constexpr std::string_view names[] = {"time",
                                               "component",
                                               "m",
                                               "m_prime",
                                               "photons",
                                               "point",
                                               "tau_Q",
                                               "status",
                                               "method",
                                               "timed_out",
                                               "cutoff",
                                               "tail_population",
                                               "error_estimate",
                                               "runtime",
                                               "time_scale",
                                               "switch_off_time",
                                               trajectory_means_name,
                                               trajectory_set_dimension,
                                               trajectory_number_dimension};
  return names;
}

}  // namespace pairtwist
