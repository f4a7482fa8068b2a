// SPDX-License-Identifier: BSD-3-Clause
// The oracle of the atomic quantities: all of rho_A as a dense matrix in long double, every
// quantity by its textbook definition with explicit spin matrices. Slow, short, and shares no
// formula with src/observables: another form of F_Q, a matrix power for the Bell correlator, a full
// covariance matrix for the squeezing.
#pragma once

#include <Eigen/Dense>
#include <cmath>
#include <complex>
#include <cstdint>
#include <vector>

namespace pairtwist::oracle {

using Real = long double;
using Complex = std::complex<Real>;
using Matrix = Eigen::Matrix<Complex, Eigen::Dynamic, Eigen::Dynamic>;

/// Collective spin of n atoms, m running up from -n/2.
struct Spin {
  explicit Spin(std::int64_t n) : x(n + 1, n + 1), y(n + 1, n + 1), z(Matrix::Zero(n + 1, n + 1)) {
    Matrix plus = Matrix::Zero(n + 1, n + 1);
    const Real j = Real(n) / 2;
    for (std::int64_t i = 0; i <= n; ++i) {
      const Real m = Real(i) - j;
      z(i, i) = m;
      if (i < n) plus(i + 1, i) = std::sqrt(j * (j + 1) - m * (m + 1));
    }
    x = (plus + plus.adjoint()) / Complex(2);
    y = (plus - plus.adjoint()) / Complex(0, 2);
  }
  Matrix x, y, z;
};

/// rho_A[m,m'] = C_m C*_m' v_|m||m'| e^{-dephasing (m-m')² t/2 - i tilt (m-m') t}.
/// c: n + 1 amplitudes; v: (sectors, sectors), row and column k for |m| = k + (n mod 2)/2.
inline Matrix density_matrix(const std::vector<Complex>& c, const Matrix& v, Real dephasing,
                             Real tilt, Real t) {
  const auto dim = static_cast<std::int64_t>(c.size());
  const auto sector = [dim](std::int64_t i) { return std::abs(2 * i - (dim - 1)) / 2; };
  Matrix rho(dim, dim);
  for (std::int64_t i = 0; i < dim; ++i) {
    for (std::int64_t k = 0; k < dim; ++k) {
      const Real d = Real(i - k);
      const Complex outside = std::exp(Complex(-dephasing * d * d * t / 2, -tilt * d * t));
      rho(i, k) = c[static_cast<std::size_t>(i)] * std::conj(c[static_cast<std::size_t>(k)]) *
                  v(sector(i), sector(k)) * outside;
    }
  }
  return rho;
}

inline Real mean(const Matrix& rho, const Matrix& a) { return (rho * a).trace().real(); }

/// 4 Tr[rho J²] - 8 sum over i, j of l_i l_j/(l_i + l_j) |<i|J|j>|².
inline Real qfi(const Matrix& rho, const Matrix& generator) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(rho);
  const Matrix g = solver.eigenvectors().adjoint() * generator * solver.eigenvectors();
  Real result = 4 * mean(rho, generator * generator);
  for (std::int64_t i = 0; i < rho.rows(); ++i) {
    for (std::int64_t j = 0; j < rho.rows(); ++j) {
      const Real a = solver.eigenvalues()[i], b = solver.eigenvalues()[j];
      if (a > 1e-17L && b > 1e-17L) result -= 8 * a * b / (a + b) * std::norm(g(i, j));
    }
  }
  return result;
}

/// e^{i angle J_y}, by the spectrum of J_y.
inline Matrix rotation(std::int64_t n, Real angle) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(Spin(n).y);
  Matrix turned = solver.eigenvectors();
  for (std::int64_t k = 0; k <= n; ++k)
    turned.col(k) *= std::polar(Real(1), angle * solver.eigenvalues()[k]);
  return turned * solver.eigenvectors().adjoint();
}

/// Sum of p'²/p of counting after that rotation, p' = -i <m|V† [J_y, rho] V|m>. at_zeros: of the
/// even sector at pi/2, where p and p' of odd N/2 + m are 0 and the limit is 4 <m|V† J_y rho J_y
/// V|m>.
inline Real cfi(const Matrix& rho, Real angle, bool at_zeros) {
  const std::int64_t n = rho.rows() - 1;
  const Matrix y = Spin(n).y;
  const Matrix v = rotation(n, angle);
  const Matrix p = v.adjoint() * rho * v;
  const Matrix slope = Complex(0, -1) * (v.adjoint() * (y * rho - rho * y) * v);
  const Matrix limit = v.adjoint() * y * rho * y * v;
  Real sum = 0;
  for (std::int64_t i = 0; i <= n; ++i) {
    const Real a = p(i, i).real(), b = slope(i, i).real();
    if (at_zeros && i % 2 == 1)
      sum += 4 * limit(i, i).real();
    else if (a > 1e-25L)
      sum += b * b / a;
  }
  return sum;
}

/// The same without a rotation, where p = 0 of an m that rho lacks has the limit.
inline Real cfi_without_rotation(const Matrix& rho) {
  const std::int64_t n = rho.rows() - 1;
  const Matrix y = Spin(n).y;
  const Matrix slope = Complex(0, -1) * (y * rho - rho * y);
  const Matrix limit = y * rho * y;
  Real sum = 0;
  for (std::int64_t i = 0; i <= n; ++i) {
    const Real p = rho(i, i).real(), b = slope(i, i).real();
    sum += p == 0 ? 4 * limit(i, i).real() : b * b / p;
  }
  return sum;
}

/// -Tr rho ln rho.
inline Real entropy(const Matrix& rho) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(rho);
  Real sum = 0;
  for (const Real value : solver.eigenvalues())
    if (value > 1e-20L) sum -= value * std::log(value);
  return sum;
}

/// Of J_x, J_y, J_z with one another, by polarisation: F(a + b) = F(a) + F(b) + 2 F_ab.
using Matrix3 = Eigen::Matrix<Real, 3, 3>;
inline Matrix3 qfi_matrix(const Matrix& rho) {
  const Spin spin(rho.rows() - 1);
  const Matrix* j[] = {&spin.x, &spin.y, &spin.z};
  Matrix3 result;
  for (int a = 0; a < 3; ++a) result(a, a) = qfi(rho, *j[a]);
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < a; ++b)
      result(a, b) = result(b, a) = (qfi(rho, *j[a] + *j[b]) - result(a, a) - result(b, b)) / 2;
  return result;
}

/// ln[2^N |Tr(rho J_+^N)|²/(N!)²], J_+ = J_z + i J_y, by N matrix products.
inline Real bell(const Matrix& rho) {
  const std::int64_t n = rho.rows() - 1;
  const Spin spin(n);
  const Matrix plus = spin.z + Complex(0, 1) * spin.y;
  Matrix power = Matrix::Identity(n + 1, n + 1);
  Real factorial = 1;
  for (std::int64_t i = 1; i <= n; ++i) {
    power = power * plus;
    factorial *= Real(i);
  }
  return Real(n) * std::log(Real(2)) + 2 * std::log(std::abs((rho * power).trace()) / factorial);
}

struct Squeezing {
  Real wineland;
  Real kitagawa_ueda;
};

/// The smallest eigenvalue of the 3 × 3 covariance matrix with the direction of <J> lifted out.
inline Squeezing squeezing(const Matrix& rho) {
  const auto n = static_cast<Real>(rho.rows() - 1);
  const Spin spin(rho.rows() - 1);
  const Matrix* j[] = {&spin.x, &spin.y, &spin.z};
  using Vector3 = Eigen::Matrix<Real, 3, 1>;
  Vector3 average;
  Matrix3 covariance;
  for (int a = 0; a < 3; ++a) average[a] = mean(rho, *j[a]);
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b)
      covariance(a, b) =
          mean(rho, (*j[a]) * (*j[b]) + (*j[b]) * (*j[a])) / 2 - average[a] * average[b];
  const Vector3 direction = average.normalized();
  const Matrix3 project = Matrix3::Identity() - direction * direction.transpose();
  const Matrix3 lifted =
      project * covariance * project + (n * n + 1) * direction * direction.transpose();
  const Real smallest = Eigen::SelfAdjointEigenSolver<Matrix3>(lifted).eigenvalues()[0];
  return {n * smallest / average.squaredNorm(), 4 * smallest / n};
}

}  // namespace pairtwist::oracle
