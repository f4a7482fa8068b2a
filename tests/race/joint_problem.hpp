// SPDX-License-Identifier: BSD-3-Clause
// An order of the joint method for a team: a state of three sites that comes from fewer levels, a
// jump where it is a vector, and a series of three terms.
#pragma once

#include <cmath>
#include <vector>

#include "engines/joint_team.inl"

namespace pairtwist::test {

class JointProblem {
 public:
  /// near: the series in memory of its own; jumps: a vector's state is changed by a jump before.
  JointProblem(bool of_matrix, bool near, bool jumps)
      : of_matrix_(of_matrix),
        near_(near),
        before_({2, 3, 1}, of_matrix),
        now_({4, 4, 3}, of_matrix) {
    for (int n = 0; n < 20; ++n) roots_[n] = std::sqrt(n);
    for (std::size_t i = 0; i < 3; ++i)
      arrays_[i].assign(static_cast<std::size_t>(2 * now_.places().imaginary), 0.0);
    from_.assign(static_cast<std::size_t>(2 * before_.places().imaginary), 0.0);
    for (std::int32_t e = 0; e < before_.places().count; ++e) start(e);
    near_numbers_.assign(near ? static_cast<std::size_t>(4 * now_.places().imaginary) : 0, 7.0);
    results.assign(static_cast<std::size_t>(1 + now_.places().count + 2 * sites * sites), 0.0);
    order_ = {.of_matrix = of_matrix,
              .normalised = !of_matrix,
              .places = now_.places(),
              .now = arrays_[0].data(),
              .other = arrays_[1].data(),
              .after = arrays_[2].data(),
              .from = from_.data(),
              .places_of_from = before_.places(),
              .jump = jumps ? engines::jump_loss : engines::JointOrder::no_jump,
              .m = m_,
              .tables = {decay_, turn_, true, roots_, pump_re_, pump_im_, hop_},
              .jumps = {0.2, 0.1, 0.05, 0.1, m_},
              .coefficients = coefficients_,
              .terms = 3,
              .beta = 0.2,
              .squared = results.data(),
              .populations = results.data() + 1,
              .traced = results.data() + 1 + now_.places().count,
              .band = sites};
  }
  JointProblem(const JointProblem&) = delete;
  JointProblem& operator=(const JointProblem&) = delete;

  /// By one member.
  template <class Team>
  void solve(const Team& team) {
    engines::JointTeam(order_, team).run(near_ ? near_numbers_.data() : nullptr);
  }

  std::vector<double> results;

 private:
  static constexpr std::int32_t sites = 3;

  struct Map {
    Map(std::vector<std::int32_t> levels, bool matrix)
        : layout(std::move(levels)), of_matrix(matrix) {
      for (std::int32_t s = 0; s < sites; ++s) {
        first_row.push_back(static_cast<std::int64_t>(elements.size()));
        for (std::int32_t n = 0; n < layout.levels[s]; ++n) elements.push_back({s, n});
      }
    }
    engines::JointPlaces places() const {
      const auto count = static_cast<std::int32_t>(elements.size());
      return {layout.view(), first_row.data(), elements.data(), count,
              of_matrix ? count * layout.size : layout.size};
    }
    engines::JointLayout layout;
    bool of_matrix;
    std::vector<std::int64_t> first_row;
    std::vector<engines::JointElement> elements;
  };

  /// Any numbers that are those of a Hermitian matrix.
  void start(std::int32_t e) {
    const engines::JointPlaces places = before_.places();
    if (!of_matrix_) {
      from_[places.at(e)] = 0.3 + 0.1 * e;
      from_[places.imaginary + places.at(e)] = 0.2 - 0.1 * e;
      return;
    }
    for (std::int32_t c = 0; c < places.count; ++c) {
      if (places.elements[e].site > places.elements[c].site + 1) continue;
      from_[places.at(e, c)] = 1.0 / (1.0 + e + c);
      from_[places.imaginary + places.at(e, c)] = 0.1 * (e - c);
    }
  }

  bool of_matrix_, near_;
  Map before_, now_;
  std::vector<double> arrays_[3], from_, near_numbers_;
  double roots_[20];
  double m_[sites] = {0.0, 1.0, 2.0};
  double pump_re_[sites] = {0.2, 0.1, 0.3};
  double pump_im_[sites] = {0.1, 0.0, -0.1};
  double hop_[sites - 1] = {0.3, 0.2};
  double coefficients_[4] = {0.8, 0.4, 0.2, 0.1};
  engines::OfLevel decay_[sites] = {{-0.1, -0.1, 0.0}, {-0.1, -0.1, 0.0}, {-0.2, -0.1, 0.0}};
  engines::OfLevel turn_[sites] = {{0.1, 0.2, 0.0}, {0.2, 0.1, 0.01}, {0.3, 0.1, 0.0}};
  engines::JointOrder order_{};
};

}  // namespace pairtwist::test
