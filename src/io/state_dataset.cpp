// SPDX-License-Identifier: BSD-3-Clause
#include "io/state_dataset.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/h5_limits.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {

StateDataset::StateDataset(const h5::File& file, const std::string& path, const std::string& name,
                           std::string_view wanted)
    : what_(fmt::format("read {} of {}", name, path)),
      data_(fmt::format("{}: the dataset {}", path, name)) {
  if (H5Lexists(file.id(), name.c_str(), H5P_DEFAULT) <= 0) {
    throw IoError(fmt::format("{} has no dataset {}; {}", path, name, wanted));
  }
  dataset_ = h5::open_own_dataset(file, name, path);
  const h5::Type type(H5Dget_type(dataset_.id()), what_);
  if (H5Tget_class(type.id()) != H5T_FLOAT || H5Tget_size(type.id()) != sizeof(double)) {
    throw IoError(fmt::format("{}: the dataset {} is not of float64; {}", path, name, wanted));
  }
  shape_ = h5::shape_of(dataset_.id());
}

std::string StateDataset::shape_text() const {
  return fmt::format("({})", fmt::join(shape_, ", "));
}

std::vector<double> StateDataset::read() const {
  h5::check_data(dataset_.id(), data_);
  return h5::read_doubles(dataset_.id(), what_);
}

}  // namespace pairtwist
