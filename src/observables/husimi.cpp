// SPDX-License-Identifier: BSD-3-Clause
// Q(theta, phi) = <theta, phi|rho|theta, phi>, with cos(theta/2) in mode 1 and sin(theta/2) e^{i
// phi} in mode 2. (N + 1)/(4 pi) times its integral over the sphere is 1.
#include "observables/husimi.hpp"

#include <cmath>
#include <numbers>

#include "observables/atomic_start.hpp"
#include "observables/density_matrix.hpp"
#include "observables/dimensions.hpp"
#include "observables/formulas.hpp"
#include "observables/output_tables.hpp"

namespace pairtwist {
namespace {

/// e^{i pi steps/count}: whole and quarter turns exactly.
std::complex<double> turn(std::int64_t steps, std::int64_t count) {
  const std::int64_t full = 2 * count;
  std::int64_t rest = steps % full;
  if (rest < 0) rest += full;
  const std::int64_t quarters = (4 * rest + count) / full;  // the nearest quarter of a turn
  const double angle = std::numbers::pi * (static_cast<double>(2 * rest - quarters * count) /
                                           (2.0 * static_cast<double>(count)));
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  switch (quarters % 4) {
    case 0:
      return {c, s};
    case 1:
      return {-s, c};
    case 2:
      return {-c, -s};
    default:
      return {s, -c};
  }
}

}  // namespace

HusimiTables::HusimiTables(std::int64_t atoms, std::int64_t n_theta, std::int64_t n_phi)
    : amplitudes(Eigen::MatrixXd::Zero(atoms + 1, n_theta)),
      cosines(atoms + 1, n_phi),
      sines(atoms + 1, n_phi) {
  const std::vector<double> thetas = husimi_theta(n_theta);
  for (std::int64_t k = 0; k < n_theta; ++k) {
    Atoms direction;
    direction.theta = thetas[static_cast<std::size_t>(k)];
    const AtomicStart start = atomic_start(direction, atoms, 0.0, nullptr);
    for (std::int64_t i = 0; i < start.dim(); ++i)
      amplitudes((start.two_m(i) + atoms) / 2, k) = start.amplitude[i].real();
  }
  for (std::int64_t k = 0; k < n_phi; ++k) {
    for (std::int64_t d = 0; d <= atoms; ++d) {
      const std::complex<double> z = turn(d * (2 * k - (n_phi - 1)), n_phi - 1);
      const double both = d == 0 ? 1.0 : 2.0;
      cosines(d, k) = both * z.real();
      sines(d, k) = both * z.imag();
    }
  }
}

/// Q = sum over d of e^{i d phi} f_d(theta), f_d = sum over m of a_m a_{m-d} rho[m, m-d] and f_-d
/// its conjugate. Not clamped: rounding may leave -1e-17 where it is 0.
Verdict formulas::husimi(const AtomicState& state, std::span<double> out) {
  const HusimiTables& tables = *state.tables().husimi;
  const Eigen::MatrixXcd rho = density_matrix(state);
  const Eigen::Index dim = rho.rows();
  const Eigen::Index first = (state.start().two_m(0) + state.atoms()) / 2;
  const Eigen::Index n_theta = tables.amplitudes.cols();
  Eigen::MatrixXd re = Eigen::MatrixXd::Zero(n_theta, dim), im = re;  // (theta, d)
  Eigen::ArrayXd product(n_theta);
  const Eigen::MatrixXd a = tables.amplitudes.middleRows(first, dim).transpose();
  for (Eigen::Index d = 0; d < dim; ++d) {
    for (Eigen::Index i = d; i < dim; ++i) {
      product = a.col(i).array() * a.col(i - d).array();
      re.col(d).array() += rho(i, i - d).real() * product;
      im.col(d).array() += rho(i, i - d).imag() * product;
    }
  }
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Eigen::Map<RowMajor> values(out.data(), n_theta, tables.cosines.cols());
  values.noalias() = re * tables.cosines.topRows(dim);
  values.noalias() -= im * tables.sines.topRows(dim);
  return {};
}

}  // namespace pairtwist
