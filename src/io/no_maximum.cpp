// SPDX-License-Identifier: BSD-3-Clause
#include "io/no_maximum.hpp"

#include <fmt/format.h>

#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {

NoMaximum read_no_maximum(hid_t file) {
  NoMaximum found;
  if (H5Lexists(file, "status", H5P_DEFAULT) <= 0) return found;
  const h5::Dataset dataset(H5Dopen2(file, "status", H5P_DEFAULT), "open status");
  std::size_t all = 0;  // pieces come in row-major order
  h5::for_each_piece(dataset.id(), H5T_NATIVE_INT8, "read status", [&](auto bytes) {
    for (const std::byte byte : bytes) {
      if (static_cast<Status>(static_cast<std::int8_t>(byte)) == Status::no_maximum)
        found.points.push_back(all);
      ++all;
    }
  });
  if (found.points.empty()) return found;
  found.reason =
      "F_Q has no maximum before time.stop that stands out by solve.tolerance of N^2, and the pump "
      "no end; a longer time.stop may have one";
  found.text = all == 1
                   ? found.reason
                   : fmt::format("at {} of {} points {}", found.points.size(), all, found.reason);
  return found;
}

}  // namespace pairtwist
