// SPDX-License-Identifier: BSD-3-Clause
// What a quantum trajectory moves: the state of the joint method that has seen certain jumps at
// certain times, kept at the norm 1, and which jumps it may see next (docs/physics.md, 5).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engines/joint_state.hpp"

namespace pairtwist::engines {

/// How often each comes, per time.
struct JointRates {
  std::array<double, joint_jumps> of{};

  double total() const { return of[0] + of[1] + of[2] + of[3]; }
  /// The one at the part x of the total, 0 < x < 1.
  JointJump at(double x) const;
};

/// Of a state of norm 1 with these populations [s][n].
JointRates jump_rates(const JointPoint& point, const JointChain& chain,
                      const std::vector<std::vector<double>>& population);

class JointBranch {
 public:
  static constexpr bool of_matrix = false;

  JointBranch(const JointKernels& kernels, const JointChain& chain,
              std::span<const std::complex<double>> light, JointLayout layout)
      : state_(kernels, chain, light, std::move(layout)) {
    state_.normalise();
  }

  const JointLayout& layout() const { return state_.layout(); }
  double population(std::int32_t s, std::int32_t n) const { return state_.population(s, n); }
  std::complex<double> traced(std::int32_t s, std::int32_t r) const { return state_.traced(s, r); }

  /// The probability that no jump has come since the last one.
  double survival() const { return survival_; }
  void retreat(JointLayout layout) {
    state_.retreat(std::move(layout));
    survival_ = survival_before_;
  }
  void advance(const JointGenerator& generator, const JointSeries& series) {
    state_.advance(generator, series);
    survival_before_ = survival_;
    survival_ *= state_.normalise();
  }

  /// m [s]: of the sites. a† lacks what would be beyond the levels.
  void jump(JointJump which, std::span<const double> m);
  void widen(JointLayout layout) { state_.widen(std::move(layout)); }

 private:
  JointVector state_;
  double survival_ = 1.0;
  double survival_before_ = 1.0;
};

}  // namespace pairtwist::engines
