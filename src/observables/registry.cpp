// SPDX-License-Identifier: BSD-3-Clause
// The table of quantities and the look-ups over it.
#include "observables/registry.hpp"

#include <algorithm>

#include "model/even_sector.hpp"
#include "observables/formulas.hpp"

namespace pairtwist {
namespace {

/// Whether the state is sure to stay in the even sector, so that the short form of F_Q will do.
/// Must not promise more than AtomicState::even_sector keeps.
bool stays_even(const Parameters& point) {
  return known_symmetric(point.atoms) && keeps_even_sector(point.model);
}

Demand nothing(const Point&) { return {}; }
Demand neighbours(const Point&) { return {.step1 = true}; }
Demand band(const Point&) { return {.step1 = true, .plus_z = true, .step2 = true}; }
Demand squares(const Point&) { return {.squares = true}; }
Demand cavity(const Point&) { return {.photons = true}; }
Demand cavity_levels(const Point&) { return {.photons = true, .distribution = true}; }
Demand every_coherence(const Point&) { return {.all = true}; }
Demand whole_matrix(const Point&) { return {.all = true, .every_m = true}; }
/// A direction turns by what is dropped over the distance of two eigenvalues, which beside a pole
/// is small; of many atoms the whole matrix would be too dear, and the error says what it costs.
Demand every_coherence_of_few(const Point& point) {
  constexpr std::int64_t few = 200;
  return {.all = true, .every_m = point.parameters.model.atoms <= few};
}
Demand whole_matrix_extended(const Point&) {
  return {.bell = true, .extended = true, .every_m = true};
}
Demand short_form_or_everything(const Point& point) {
  return stays_even(point.parameters) ? Demand{.step2 = true} : Demand{.all = true};
}

// The noise of a sampled rho_A adds eigenvalues of its own size to it, and what they change is no
// error with a known distribution: it is a bias, which falls slowly with the number of
// trajectories.
std::string_view by_small_eigenvalues(const Parameters&) {
  return "it depends on the small eigenvalues of rho_A, which are noise in a mean over "
         "trajectories";
}
std::string_view by_small_eigenvalues_unless_even(const Parameters& point) {
  return stays_even(point)
             ? std::string_view()
             : "outside of the even sector (C_m = C_-m at the start, model.dephasing = model.tilt "
               "= 0) it depends on the small eigenvalues of rho_A, which are noise in a mean over "
               "trajectories";
}
std::string_view by_small_probabilities(const Parameters&) {
  return "it divides by small probabilities, which are noise in a mean over trajectories";
}
std::string_view by_cancelling(const Parameters&) {
  return "it cancels to 2^(-N/2), far below the noise of a mean over trajectories";
}

using OfSums = void (*)(const SumSeries&, std::span<double>, std::span<Verdict>);
using OfState = Verdict (*)(const AtomicState&, std::span<double>);

Quantity scalar(std::string_view name, std::string_view long_name, std::string_view symbol,
                Scale scale, Demand (*demand)(const Point&), OfSums of_sums, OfState of_state) {
  return {.name = name,
          .long_name = long_name,
          .symbol = symbol,
          .variables = {std::string(name)},
          .scale = scale,
          .demand = demand,
          .of_sums = of_sums,
          .of_state = of_state};
}

Quantity approximation(std::string_view name, std::string_view long_name, std::string_view symbol,
                       OfSums of_sums) {
  Quantity quantity = scalar(name, long_name, symbol, Scale::N_squared, nothing, of_sums, nullptr);
  quantity.closed_approximation = true;
  return quantity;
}

Quantity logarithm(std::string_view name, std::string_view long_name, std::string_view symbol,
                   Demand (*demand)(const Point&), OfSums of_sums, OfState of_state) {
  Quantity quantity = scalar(name, long_name, symbol, Scale::one, demand, of_sums, of_state);
  quantity.logarithm = true;
  quantity.of_small_numbers = true;
  quantity.lost_in_noise = by_cancelling;
  return quantity;
}

Quantity squeezing(std::string_view name, std::string_view long_name, std::string_view symbol,
                   OfSums of_sums) {
  Quantity quantity = scalar(name, long_name, symbol, Scale::one, band, of_sums, nullptr);
  quantity.of_small_numbers = true;
  return quantity;
}

Quantity with_poles(Quantity quantity) {
  quantity.has_poles = true;
  return quantity;
}

Quantity over_photons(std::string_view name, std::string_view long_name, std::string_view symbol,
                      OfSums of_sums) {
  Quantity quantity = scalar(name, long_name, symbol, Scale::one, cavity, of_sums, nullptr);
  quantity.over_photon_number = true;
  return quantity;
}

Quantity entropy_entry() {
  Quantity quantity = scalar("entropy", "von Neumann entropy of the atoms, natural logarithm",
                             "$S$", Scale::one, every_coherence, nullptr, formulas::entropy);
  quantity.of_small_numbers = true;
  quantity.lost_in_noise = by_small_eigenvalues;
  return quantity;
}

Quantity fisher_information(std::string_view name, std::string_view long_name,
                            std::string_view symbol, Demand (*demand)(const Point&), OfSums of_sums,
                            OfState of_state) {
  Quantity quantity = scalar(name, long_name, symbol, Scale::N_squared, demand, of_sums, of_state);
  quantity.lost_in_noise =
      of_sums != nullptr ? by_small_eigenvalues_unless_even : by_small_eigenvalues;
  return quantity;
}

std::vector<Quantity> make_table() {
  using namespace formulas;
  return {
      fisher_information("qfi", "quantum Fisher information of J_y", "$F_Q$",
                         short_form_or_everything, qfi_short, formulas::qfi),
      fisher_information("qfi_optimal", "quantum Fisher information of the best direction",
                         "$F_Q^{\\mathrm{max}}$", every_coherence, nullptr, formulas::qfi_optimal),
      {.name = "qfi_optimal_direction",
       .long_name = "direction of the largest quantum Fisher information",
       .symbol = "$\\mathbf{n}$",
       .variables = {"qfi_optimal_direction"},
       .dimensions = {&component_dimension},
       .scale = Scale::one,
       .of_small_numbers = true,
       .lost_in_noise = by_small_eigenvalues,
       .demand = every_coherence_of_few,
       .of_state = formulas::qfi_optimal_direction},
      {.name = "qfi_matrix",
       .long_name = "quantum Fisher information matrix of J_x, J_y, J_z",
       .symbol = "$F_{ab}$",
       .variables = {"qfi_matrix"},
       .dimensions = {&component_dimension, &component_prime_dimension},
       .scale = Scale::N_squared,
       .lost_in_noise = by_small_eigenvalues,
       .demand = every_coherence,
       .of_state = formulas::qfi_matrix},
      approximation("qfi_oat", "quantum Fisher information of one-axis twisting by U alone",
                    "$F_Q$ (one-axis twisting)", qfi_oat),
      approximation("qfi_p8", "quantum Fisher information, approximation P8-9", "$F_Q$ (P8-9)",
                    qfi_p8),
      approximation("qfi_b39", "quantum Fisher information, approximation B39", "$F_Q$ (B39)",
                    qfi_b39),
      approximation("qfi_b40", "quantum Fisher information, approximation B40", "$F_Q$ (B40)",
                    qfi_b40),
      approximation("qfi_d3", "quantum Fisher information, approximation D3-4", "$F_Q$ (D3-4)",
                    qfi_d3),
      logarithm("bell", "Bell correlator, N-body", "$Q_N$", whole_matrix_extended, bell_from_sums,
                formulas::bell),
      with_poles(squeezing("squeezing_wineland", "Wineland spin squeezing parameter", "$\\xi_R^2$",
                           formulas::squeezing_wineland)),
      squeezing("squeezing_kitagawa_ueda", "Kitagawa-Ueda spin squeezing parameter", "$\\xi_S^2$",
                formulas::squeezing_kitagawa_ueda),
      scalar("purity", "purity of the atomic state", "$\\mathrm{Tr}\\,\\rho_A^2$", Scale::one,
             squares, purity_from_sums, formulas::purity),
      entropy_entry(),
      {.name = "multiple_quantum",
       .long_name = "spectrum of multiple-quantum coherences",
       .symbol = "$I_q$",
       .variables = {"multiple_quantum"},
       .dimensions = {&order_dimension},
       .scale = Scale::one,
       .demand = whole_matrix,
       .of_state = formulas::multiple_quantum},
      {.name = "cfi",
       .long_name = "classical Fisher information of counting after a rotation about J_y",
       .symbol = "$F_C$",
       .variables = {"cfi"},
       .dimensions = {&angle_dimension},
       .scale = Scale::N_squared,
       .counts_atoms = true,
       .of_small_numbers = true,
       .lost_in_noise = by_small_probabilities,
       .demand = whole_matrix,
       .of_state = formulas::cfi,
       .errors_of_values = formulas::errors_of_cfi},
      {.name = "husimi",
       .long_name = "Husimi function of the atoms",
       .symbol = "$Q(\\theta,\\varphi)$",
       .variables = {"husimi"},
       .dimensions = {&theta_dimension, &phi_dimension},
       .scale = Scale::one,
       .demand = whole_matrix,
       .of_state = formulas::husimi},
      {.name = "rho",
       .long_name = "atomic density matrix",
       .symbol = "$\\rho_A$",
       .variables = {"rho_re", "rho_im"},
       .dimensions = {&m_dimension, &m_prime_dimension},
       .scale = Scale::one,
       .demand = whole_matrix,
       .of_state = formulas::rho},
      {.name = "spin_mean",
       .long_name = "mean collective spin",
       .symbol = "$\\langle\\mathbf{J}\\rangle$",
       .variables = {"spin_mean"},
       .dimensions = {&component_dimension},
       .scale = Scale::N,
       .demand = neighbours,
       .of_sums = formulas::spin_mean},
      scalar("photon_number", "mean photon number", "$\\langle n\\rangle$", Scale::one, cavity,
             formulas::photon_number, nullptr),
      over_photons("mandel_q", "Mandel Q of the photon number", "$Q_M$", formulas::mandel_q),
      over_photons("g2", "second-order coherence of the light at zero delay", "$g^{(2)}(0)$",
                   formulas::g2),
      {.name = "photon_distribution",
       .long_name = "distribution of the photon number",
       .symbol = "$P(n)$",
       .variables = {"photon_distribution"},
       .dimensions = {&photons_dimension},
       .scale = Scale::one,
       .demand = cavity_levels,
       .of_state = formulas::photon_distribution},
  };
}

}  // namespace

Demand& Demand::operator|=(const Demand& other) {
  step1 |= other.step1;
  plus_z |= other.plus_z;
  step2 |= other.step2;
  all |= other.all;
  bell |= other.bell;
  squares |= other.squares;
  extended |= other.extended;
  photons |= other.photons;
  distribution |= other.distribution;
  every_m |= other.every_m;
  return *this;
}

std::int64_t Quantity::values(const Sizes& sizes) const {
  auto count = static_cast<std::int64_t>(variables.size());
  for (const QuantityDimension* dimension : dimensions) count *= dimension->length(sizes);
  return count;
}

bool Quantity::runs_over(const QuantityDimension& dimension) const {
  return std::find(dimensions.begin(), dimensions.end(), &dimension) != dimensions.end();
}

std::span<const Quantity> quantities() {
  static const std::vector<Quantity> table = make_table();
  return table;
}

const Quantity* find_quantity(std::string_view name) {
  const auto table = quantities();
  const auto found = std::find_if(table.begin(), table.end(), [name](const Quantity& quantity) {
    return quantity.name == name;
  });
  return found == table.end() ? nullptr : &*found;
}

Demand total_demand(const std::vector<std::string>& names, const Point& point) {
  Demand total;
  for (const std::string& name : names) total |= find_quantity(name)->demand(point);
  return total;
}

bool any_runs_over(const std::vector<std::string>& names, const QuantityDimension& dimension) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return find_quantity(name)->runs_over(dimension);
  });
}

bool over_photon_numbers(const std::vector<std::string>& names) {
  return any_runs_over(names, photons_dimension);
}

double scale_of(Scale scale, std::int64_t atoms) {
  const auto n = static_cast<double>(atoms);
  switch (scale) {
    case Scale::one:
      return 1.0;
    case Scale::N:
      return n;
    case Scale::N_squared:
      return n * n;
  }
  return 1.0;
}

}  // namespace pairtwist
