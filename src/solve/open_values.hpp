// SPDX-License-Identifier: BSD-3-Clause
// Numbers that nothing is written to before their values: of large matrices that would take as long
// as the values themselves, since no cache holds them.
#pragma once

#include <cstddef>
#include <memory>

namespace pairtwist {

class OpenValues {
 public:
  /// What they were before is gone.
  void resize(std::size_t size) {
    values_ = std::make_unique_for_overwrite<double[]>(size);
    size_ = size;
  }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  double& operator[](std::size_t i) { return values_[i]; }
  double operator[](std::size_t i) const { return values_[i]; }
  double* begin() { return values_.get(); }
  double* end() { return begin() + size_; }
  const double* begin() const { return values_.get(); }
  const double* end() const { return begin() + size_; }

 private:
  std::unique_ptr<double[]> values_;
  std::size_t size_ = 0;
};

}  // namespace pairtwist
