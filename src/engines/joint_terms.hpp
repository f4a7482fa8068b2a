// One term of a Faber series (physics/faber.hpp) of the joint method, as the SIMD levels compute
// it:
//
//   F_{k+1} = A F_k - beta F_{k-1},  sum += c F_{k+1},  A = (L - centre)/gamma,
//
// of a state vector over the sites s and photon levels n, L = -i H_eff, or of the Hermitian matrix
// rho[s n, s' k] over pairs of them, L rho = -i H_eff rho + h.c. + what jumps bring.
#pragma once

#include <cstdint>

#include "engines/joint_layout.hpp"

namespace pairtwist::engines {

/// -i H_eff/gamma by element (JointLayout) and by site; of a matrix, half of the centre on either
/// side.
struct JointTables {
  const double* decay;    ///< [element]  diagonal: real
  const double* turn;     ///< [element]  and imaginary part
  const double* below;    ///< [element]  √n
  const double* above;    ///< [element]  √(n+1), 0 at the top
  const double* above2;   ///< [element]  √((n+1)(n+2)), 0 at the two uppermost levels
  const double* pump_re;  ///< [s]  eta_m: raises by -eta_m √n, lowers by eta_m* √(n+1)
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

struct JointVectorTerm {
  JointView layout;
  JointTables tables;
  const double* now;  ///< F_k: real parts, and layout.size behind them imaginary ones
  double* before;     ///< F_{k-1}, in place of which comes F_{k+1}
  double* sum;
  double beta;  ///< 0 for k = 0, 2 beta for k = 1
  double coefficient;
};

/// Rows over the sites and levels without any in between; of row (s, n) the columns s' >= s. Reads
/// the first blocks below the diagonal, too, and leaves those of F_{k+1} to the caller.
struct JointMatrixTerm {
  JointView layout;
  const std::int64_t* first_row;  ///< [s]
  JointTables tables;
  JointJumps jumps;
  const double* now;
  double* before;
  double* sum;
  std::int64_t square;  ///< from real to imaginary parts: rows × layout.size
  double beta;
  double coefficient;
};

struct JointKernels {
  void (*vector)(const JointVectorTerm&);
  void (*matrix)(const JointMatrixTerm&);
};

}  // namespace pairtwist::engines
