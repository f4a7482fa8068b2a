// SPDX-License-Identifier: BSD-3-Clause
#include "io/atoms_file.hpp"

#include <fmt/format.h>

#include <cmath>

#include "io/child_read.hpp"
#include "io/state_dataset.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

constexpr std::string_view wanted =
    "atoms.state = \"file\" reads the float64 datasets amplitude_re and amplitude_im";

std::vector<double> read_part(const h5::File& file, const std::string& path,
                              const std::string& name, std::int64_t atoms) {
  const StateDataset part(file, path, name, wanted);
  const auto expected = static_cast<hsize_t>(atoms + 1);
  if (part.shape() != std::vector<hsize_t>{expected}) {
    throw UsageError(fmt::format(
        "{}: {} has the shape {}; model.atoms = {} needs ({}): one amplitude for each m from "
        "-N/2 up",
        path, name, part.shape_text(), atoms, expected));
  }
  return part.read();
}

Texts read_parts(const h5::File& file, const std::string& path, std::int64_t atoms) {
  return {packed(read_part(file, path, "amplitude_re", atoms)),
          packed(read_part(file, path, "amplitude_im", atoms))};
}

std::vector<std::complex<double>> amplitudes_of(const Texts& parts, const std::string& path) {
  const auto re = unpacked<double>(parts.at(0));
  const auto im = unpacked<double>(parts.at(1));

  std::vector<std::complex<double>> amplitudes(re.size());
  double norm = 0.0;
  for (std::size_t i = 0; i < re.size(); ++i) {
    if (!std::isfinite(re[i]) || !std::isfinite(im[i])) {
      throw UsageError(fmt::format("{}: the amplitude {} (from 0) is {} {:+}i, not a finite number",
                                   path, i, re[i], im[i]));
    }
    amplitudes[i] = {re[i], im[i]};
    norm += std::norm(amplitudes[i]);
  }
  constexpr double tolerance = 1e-10;  // a sum of 10^6 squares keeps 1e-13; float32 data fails
  if (!(std::abs(norm - 1.0) <= tolerance)) {
    throw UsageError(
        fmt::format("{}: the amplitudes have the squared norm {}; divide them by its square root "
                    "(1 to within {:g} is asked)",
                    path, norm, tolerance));
  }
  return amplitudes;
}

}  // namespace

std::vector<std::complex<double>> read_atoms_file(const std::string& path, std::int64_t atoms) {
  return amplitudes_of(read_in_child(path,
                                     [&] {
                                       const h5::Quiet quiet;
                                       return read_parts(h5::open_for_reading(path, wanted), path,
                                                         atoms);
                                     }),
                       path);
}

std::vector<std::complex<double>> read_atoms_image(const std::string& bytes,
                                                   const std::string& path, std::int64_t atoms) {
  return amplitudes_of(read_in_child(path, read_limits(bytes.size()),
                                     [&] {
                                       const h5::Quiet quiet;
                                       return read_parts(h5::open_image(bytes, path), path, atoms);
                                     }),
                       path);
}

}  // namespace pairtwist
