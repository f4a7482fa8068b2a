// SPDX-License-Identifier: BSD-3-Clause
// One step of Clenshaw's sum of a Faber series (physics/faber.hpp) of the joint method, as the SIMD
// levels compute it:
//
//   b_k = c_k psi + A b_{k+1} - beta b_{k+2},  A = (L - centre)/gamma,
//   sum_k c_k F_k(A) psi = c_0 psi + A b_1 - 2 beta b_2,
//
// of a state vector over the sites s and photon levels n, L = -i H_eff, or of the Hermitian matrix
// rho[s n, s' k] over pairs of them, L rho = -i H_eff rho + h.c. + what jumps bring.
#pragma once

#include <cstdint>

#include "engines/joint_layout.hpp"

namespace pairtwist::engines {

/// A jump of a trajectory multiplies the state by a, a†, a² or J_z.
enum JointJump : int { jump_loss, jump_heating, jump_pair_loss, jump_dephasing };
inline constexpr int joint_jumps = 4;

/// a + n (b + n c), of a site's photon levels n.
struct OfLevel {
  double a, b, c;

  PT_HD double at(std::int32_t n) const {
    const double photons = n;
    return a + photons * (b + photons * c);
  }
};

/// -i H_eff/gamma; of a matrix, half of the centre on either side.
struct JointTables {
  const OfLevel* decay;  ///< [s]  of the diagonal the real
  const OfLevel* turn;   ///< [s]  and the imaginary part
  bool decays;           ///< the real part is not zero throughout
  const double* roots;   ///< √0, √1, ..., beyond any level
  /// [s]  eta_m: raises by -eta_m √n, lowers by eta_m* √(n+1)
  const double* pump_re;
  const double* pump_im;
  const double* hop;  ///< [s]  times i: between s and s + 1
};

/// The matrix alone: what jumps bring, over gamma.
struct JointJumps {
  double loss;        ///< kappa (1 + n_th)
  double bath;        ///< kappa n_th
  double two_photon;  ///< kappa2
  double dephasing;   ///< gamma_phi, times m m'
  const double* m;    ///< [s]
};

/// Real parts of all elements, and behind them imaginary ones.
struct JointVectorTerm {
  JointView layout;
  JointTables tables;
  const double* state;  ///< psi
  const double* after;  ///< b_{k+1}
  double* out;          ///< b_{k+2}, in place of which comes b_k
  double beta;
  double coefficient;
};

/// Rows over the sites and levels without any in between; of row (s, n) the columns s' >= s. Reads
/// the first blocks below the diagonal of b_{k+1}, too, and leaves those of b_k to the caller.
struct JointMatrixTerm {
  JointView layout;
  const std::int64_t* first_row;  ///< [s]
  JointTables tables;
  JointJumps jumps;
  const double* state;
  const double* after;
  double* out;
  std::int64_t square;  ///< from real to imaginary parts: rows × layout.size
  double beta;
  double coefficient;
};

struct JointKernels {
  void (*vector)(const JointVectorTerm&);
  void (*matrix)(const JointMatrixTerm&);
};

}  // namespace pairtwist::engines
