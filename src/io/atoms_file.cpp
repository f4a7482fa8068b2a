#include "io/atoms_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "io/h5.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

std::vector<double> read_part(hid_t file, const std::string& path, const std::string& name,
                              std::int64_t atoms) {
  if (H5Lexists(file, name.c_str(), H5P_DEFAULT) <= 0) {
    throw IoError(
        fmt::format("{} has no dataset {}; atoms.state = \"file\" reads the float64 "
                    "datasets amplitude_re and amplitude_im",
                    path, name));
  }
  const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open the dataset " + name);
  const h5::Type type(H5Dget_type(dataset.id()), "read the type of " + name);
  if (H5Tget_class(type.id()) != H5T_FLOAT || H5Tget_size(type.id()) != sizeof(double)) {
    throw IoError(fmt::format("{}: the dataset {} is not of float64", path, name));
  }
  // Before any of it is read: the shape decides how much memory that takes.
  const std::vector<hsize_t> shape = h5::shape_of(dataset.id());
  const auto expected = static_cast<hsize_t>(atoms + 1);
  if (shape != std::vector<hsize_t>{expected}) {
    throw UsageError(fmt::format(
        "{}: {} has the shape ({}); model.atoms = {} needs ({}): one amplitude for each m from "
        "-N/2 up",
        path, name, fmt::join(shape, ", "), atoms, expected));
  }
  return h5::read_doubles(dataset.id(), fmt::format("read {} of {}", name, path));
}

}  // namespace

std::vector<std::complex<double>> read_atoms_file(const std::string& path, std::int64_t atoms) {
  const h5::Quiet quiet;
  const h5::File file = h5::open_for_reading(path);
  const std::vector<double> re = read_part(file.id(), path, "amplitude_re", atoms);
  const std::vector<double> im = read_part(file.id(), path, "amplitude_im", atoms);

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

}  // namespace pairtwist
