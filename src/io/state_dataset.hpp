// SPDX-License-Identifier: BSD-3-Clause
// A real or imaginary part of a start state, as a file of the user holds it. What its numbers mean
// is not known here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/h5.hpp"

namespace pairtwist {

class StateDataset {
 public:
  /// Opens a float64 dataset of `path`, open as `file`. Throws IoError if it is not there (naming
  /// `wanted`, what the state is read from) or of another type.
  StateDataset(const h5::File& file, const std::string& path, const std::string& name,
               std::string_view wanted);

  /// To be judged before read(): it decides how much memory that takes.
  const std::vector<hsize_t>& shape() const { return shape_; }
  /// "(3, 3)", for messages.
  std::string shape_text() const;

  /// Every number, row-major. Throws IoError.
  std::vector<double> read() const;

 private:
  std::string what_;
  std::string data_;
  h5::Dataset dataset_;
  std::vector<hsize_t> shape_;
};

}  // namespace pairtwist
