// SPDX-License-Identifier: BSD-3-Clause
#include "spmm/machine_step.hpp"

namespace pairtwist::spmm {

using namespace engines;

MachineStep::MachineStep(const TrajectoryStep& step, JointMachine& machine)
    : step_(step), machine_(machine) {
  const JointMap& map = step.map();
  std::vector<std::int64_t> freight_of, returns_of;
  std::int64_t freight = 0;
  std::int64_t returns = 0;
  states_.reserve(static_cast<std::size_t>(step.trajectories()));
  for (std::int64_t j = 0; j < step.trajectories(); ++j) {
    std::vector<double> image(static_cast<std::size_t>(doubles()), 0.0);
    for (std::size_t e = 0; e < map.elements.size(); ++e) {
      const auto [site, level] = map.elements[e];
      const std::complex<double> element = step.state(j)[e];
      image[map.layout.at(site, level)] = element.real();
      image[map.square() + map.layout.at(site, level)] = element.imag();
    }
    JointRemoteState& state =
        states_.emplace_back(step.chain(), map.layout, std::move(image), false, true);
    state.settle_in(machine);
    state.advance(step.generator(), {step.beta(), step.coefficients(j)});
    freight_of.push_back(freight);
    returns_of.push_back(returns);
    freight += state.freight();
    returns += state.returns();
  }
  const JointRoom<std::byte> room = machine.freight(freight);
  const JointRoom<double> back = machine.returns(returns);
  for (std::size_t j = 0; j < states_.size(); ++j)
    orders_.push_back(
        states_[j].order(JointShelf(room, freight_of[j]), back.there + returns_of[j]));
}

std::vector<std::complex<double>> MachineStep::elements(
    std::span<const double> in_the_machine) const {
  std::vector<std::complex<double>> result;
  const JointMap& map = step_.map();
  for (const auto& [site, level] : map.elements) {
    const std::int64_t i = map.layout.at(site, level);
    result.emplace_back(in_the_machine[i], in_the_machine[map.square() + i]);
  }
  return result;
}

}  // namespace pairtwist::spmm
