// SPDX-License-Identifier: BSD-3-Clause
// The joint method's generator on given photon levels and under a constant pump: where its
// numerical range lies, and the tables with which series terms apply it (docs/physics.md, 5).
#pragma once

#include <complex>
#include <span>
#include <vector>

#include "engines/joint_chain.hpp"
#include "engines/joint_point.hpp"
#include "engines/joint_terms.hpp"
#include "physics/coherent_point.hpp"
#include "physics/faber.hpp"

namespace pairtwist::engines {

class JointGenerator {
 public:
  /// of_matrix: it acts on rho, else on a state vector.
  JointGenerator(const JointPoint& point, const JointChain& chain, bool of_matrix);

  /// The pump from now on. To be followed by fit().
  void use(const physics::CoherentSegment& segment);
  /// The photon levels from now on.
  void fit(const JointLayout& layout);

  const physics::faber::Ellipse& range() const { return range_; }
  JointTables tables() const;
  JointJumps jumps() const;

  /// <s n|H|s n>
  double energy(std::int32_t s, std::int32_t n) const { return energy_[s].at(n); }
  std::complex<double> pump(std::int32_t s) const { return {pump_re_[s], pump_im_[s]}; }
  /// Between s and s + 1.
  double hop(std::int32_t s) const { return hop_[s]; }

 private:
  double couplings(const JointLayout& layout, std::int32_t s, std::int32_t n) const;
  double share_of_jumps(std::int32_t n) const;
  double support(const JointLayout& layout, double along, double across) const;
  void measure(const JointLayout& layout);

  const JointPoint& point_;
  const JointChain& chain_;
  bool of_matrix_;
  std::vector<double> pump_re_, pump_im_;  ///< [s]
  std::vector<double> hop_;                ///< [s]
  std::vector<OfLevel> energy_, loss_;     ///< [s]  of a state vector's diagonal, -i energy + loss
  physics::faber::Ellipse range_{};
  std::vector<OfLevel> decay_, turn_;  ///< [s]  over gamma
  std::vector<double> roots_;
  std::vector<double> scaled_re_, scaled_im_, scaled_hop_;  ///< over gamma
};

}  // namespace pairtwist::engines
