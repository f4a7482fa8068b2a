// SPDX-License-Identifier: BSD-3-Clause
#include "io/read_statuses.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "io/attributes_hash.hpp"
#include "io/h5.hpp"
#include "io/h5_contents.hpp"

namespace pairtwist {
namespace {

Status status_of(double number) {
  return std::isnan(number) ? Status::missing
                            : static_cast<Status>(static_cast<std::int8_t>(number));
}

/// As the dataset has them.
void for_each_number(const h5::Dataset& dataset, const std::string& name,
                     const std::function<void(Status)>& visit) {
  const std::string what = "read " + name;
  const h5::Type type(H5Dget_type(dataset.id()), what);
  if (H5Tget_class(type.id()) != H5T_FLOAT) {
    h5::for_each_piece(dataset.id(), H5T_NATIVE_INT8, what, [&](auto bytes) {
      for (const std::byte byte : bytes) visit(static_cast<Status>(static_cast<std::int8_t>(byte)));
    });
    return;
  }
  h5::for_each_piece(dataset.id(), H5T_NATIVE_DOUBLE, what, [&](auto bytes) {
    for (std::size_t at = 0; at + sizeof(double) <= bytes.size(); at += sizeof(double)) {
      double number;
      std::memcpy(&number, bytes.data() + at, sizeof(double));
      visit(status_of(number));
    }
  });
}

/// [point] its method, NaN of a join as 0; empty of what no other software has saved, and of a
/// selection without it.
std::vector<std::int8_t> methods_of_points(hid_t file) {
  constexpr const char* name = "method";
  const bool own = H5Aexists(file, attributes_hash_name) > 0;
  if (own || H5Lexists(file, name, H5P_DEFAULT) <= 0) return {};
  return h5::read_flags(file, name);
}

}  // namespace

void for_each_status(hid_t file, const std::string& name,
                     const std::function<void(Status)>& visit) {
  const std::vector<std::int8_t> methods = methods_of_points(file);
  const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
  std::size_t values = 1;
  for (const hsize_t length : h5::shape_of(dataset.id())) values *= length;
  const std::size_t of_point =
      methods.empty() ? 1 : std::max<std::size_t>(values / methods.size(), 1);
  std::size_t at = 0;
  for_each_number(dataset, name, [&](Status status) {
    const std::size_t point = at++ / of_point;
    visit(point < methods.size() && methods[point] == 0 ? Status::missing : status);
  });
}

std::vector<Status> read_statuses(hid_t file, const std::string& name) {
  std::vector<Status> statuses;
  for_each_status(file, name, [&](Status status) { statuses.push_back(status); });
  return statuses;
}

}  // namespace pairtwist
