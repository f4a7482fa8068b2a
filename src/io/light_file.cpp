// SPDX-License-Identifier: BSD-3-Clause
#include "io/light_file.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <cmath>
#include <cstddef>
#include <limits>

#include "io/child_read.hpp"
#include "io/state_dataset.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {
namespace {

using Matrix = Eigen::Matrix<std::complex<double>, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A matrix of 1024 levels in double precision keeps 1e-13; float32 data fails.
constexpr double tolerance = 1e-10;

constexpr std::string_view wanted =
    "light.state = \"file\" reads the float64 datasets density_re and density_im";

StateDataset open_part(const h5::File& file, const std::string& path, const std::string& name) {
  return {file, path, name, wanted};
}

/// Judges by the shapes alone.
void check_shapes(const StateDataset& re, const StateDataset& im, const std::string& path) {
  const std::vector<hsize_t>& shape = re.shape();
  if (shape.size() != 2 || shape[0] != shape[1] || shape[0] == 0) {
    throw UsageError(
        fmt::format("{}: density_re has the shape {}; a density matrix needs (levels, levels), row "
                    "n and column k for <n|rho|k>",
                    path, re.shape_text()));
  }
  if (im.shape() != shape) {
    throw UsageError(
        fmt::format("{}: density_im has the shape {}, density_re {}; they need the "
                    "same",
                    path, im.shape_text(), re.shape_text()));
  }
  if (shape[0] > static_cast<hsize_t>(kLargestCutoff)) {
    throw UsageError(
        fmt::format("{}: density_re has the shape {}; at most {} photon levels can be kept", path,
                    re.shape_text(), kLargestCutoff));
  }
}

std::string spell(std::complex<double> z) { return fmt::format("{} {:+}i", z.real(), z.imag()); }

void check_elements(const Matrix& rho, const std::string& path) {
  for (Eigen::Index n = 0; n < rho.rows(); ++n) {
    for (Eigen::Index k = 0; k < rho.cols(); ++k) {
      if (std::isfinite(rho(n, k).real()) && std::isfinite(rho(n, k).imag())) continue;
      throw UsageError(
          fmt::format("{}: <{}|rho|{}> is {}, not a finite number", path, n, k, spell(rho(n, k))));
    }
  }
  for (Eigen::Index n = 0; n < rho.rows(); ++n) {
    for (Eigen::Index k = 0; k <= n; ++k) {
      if (std::abs(rho(n, k) - std::conj(rho(k, n))) <= tolerance) continue;
      if (k == n)
        throw UsageError(fmt::format(
            "{}: <{}|rho|{}> is {}; the diagonal of a density matrix has probabilities, "
            "which are real (to within {:g})",
            path, n, n, spell(rho(n, n)), 0.5 * tolerance));
      throw UsageError(
          fmt::format("{}: <{}|rho|{}> is {} and <{}|rho|{}> is {}; a density matrix "
                      "has complex conjugates there (to within {:g})",
                      path, n, k, spell(rho(n, k)), k, n, spell(rho(k, n)), tolerance));
    }
  }
}

void check_trace(double trace, const std::string& path) {
  if (std::abs(trace - 1.0) <= tolerance) return;
  throw UsageError(fmt::format(
      "{}: the trace of the density matrix is {}; divide it by that (1 to within {:g} is asked)",
      path, trace, tolerance));
}

/// Without its eigenvalues below 0, as far as they are allowed, and more than rounding.
Matrix positive(const Matrix& rho, const std::string& path) {
  const double smallest =
      Eigen::SelfAdjointEigenSolver<Matrix>(rho, Eigen::EigenvaluesOnly).eigenvalues()(0);
  const double rounding = static_cast<double>(rho.rows()) * std::numeric_limits<double>::epsilon();
  if (smallest >= -rounding) return rho;
  if (smallest >= -tolerance) {
    const Eigen::SelfAdjointEigenSolver<Matrix> solver(rho);
    const Matrix vectors = solver.eigenvectors();
    const Matrix kept = vectors * solver.eigenvalues().cwiseMax(0.0).asDiagonal();
    const Matrix clipped = kept * vectors.adjoint();
    return 0.5 * (clipped + clipped.adjoint());
  }
  throw UsageError(
      fmt::format("{}: the density matrix has the eigenvalue {}; probabilities are "
                  "not below 0 (to within {:g})",
                  path, smallest, tolerance));
}

/// Both parts of the matrix, row-major.
Texts read_parts(const h5::File& file, const std::string& path) {
  const StateDataset re = open_part(file, path, "density_re");
  const StateDataset im = open_part(file, path, "density_im");
  check_shapes(re, im, path);
  return {packed(re.read()), packed(im.read())};
}

LightDensity light_of(const Texts& parts, const std::string& path) {
  const auto re = unpacked<double>(parts.at(0));
  const auto im = unpacked<double>(parts.at(1));
  const auto levels = static_cast<std::int64_t>(std::llround(std::sqrt(re.size())));

  Matrix rho(levels, levels);
  for (std::size_t i = 0; i < re.size(); ++i) rho.data()[i] = {re[i], im[i]};
  check_elements(rho, path);
  rho = (0.5 * (rho + rho.adjoint())).eval();
  const double trace = rho.trace().real();
  check_trace(trace, path);
  rho = positive(rho, path);
  rho /= rho.trace().real();
  return {.levels = levels, .matrix = {rho.data(), rho.data() + rho.size()}};
}

}  // namespace

LightDensity read_light_file(const std::string& path) {
  return light_of(read_in_child(path,
                                [&] {
                                  const h5::Quiet quiet;
                                  return read_parts(h5::open_for_reading(path, wanted), path);
                                }),
                  path);
}

LightDensity read_light_image(const std::string& bytes, const std::string& path) {
  return light_of(read_in_child(path, read_limits(bytes.size()),
                                [&] {
                                  const h5::Quiet quiet;
                                  return read_parts(h5::open_image(bytes, path), path);
                                }),
                  path);
}

}  // namespace pairtwist
