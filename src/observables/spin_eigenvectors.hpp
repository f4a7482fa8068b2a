// SPDX-License-Identifier: BSD-3-Clause
// The eigenvectors of J_x: what every rotation is made of. No factorial in here.
#pragma once

#include <Eigen/Core>
#include <cstdint>

namespace pairtwist {

/// (N + 1, N/2 + 1): element (i, k) is <m|mu> of J_x |mu> = mu |mu>, m = i - N/2, mu = k for even N
/// and k + 1/2 for odd N. <-N/2|mu> > 0; <m|-mu> = (-1)^i <m|mu>. Orthonormal to 1e-12 at N = 1000.
/// O(N²), no overflow at any N.
Eigen::MatrixXd spin_x_eigenvectors(std::int64_t atoms);

}  // namespace pairtwist
