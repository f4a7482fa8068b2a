#include "io/state_dataset.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "pairtwist/error.hpp"

namespace pairtwist {

StateDataset::StateDataset(const h5::File& file, const std::string& path, const std::string& name,
                           std::string_view wanted)
    : what_(fmt::format("read {} of {}", name, path)) {
  if (H5Lexists(file.id(), name.c_str(), H5P_DEFAULT) <= 0) {
    throw IoError(fmt::format("{} has no dataset {}; {}", path, name, wanted));
  }
  dataset_ = h5::Dataset(H5Dopen2(file.id(), name.c_str(), H5P_DEFAULT), what_);
  const h5::Type type(H5Dget_type(dataset_.id()), what_);
  if (H5Tget_class(type.id()) != H5T_FLOAT || H5Tget_size(type.id()) != sizeof(double)) {
    throw IoError(fmt::format("{}: the dataset {} is not of float64; {}", path, name, wanted));
  }
  shape_ = h5::shape_of(dataset_.id());
}

std::string StateDataset::shape_text() const {
  return fmt::format("({})", fmt::join(shape_, ", "));
}

std::vector<double> StateDataset::read() const { return h5::read_doubles(dataset_.id(), what_); }

}  // namespace pairtwist
