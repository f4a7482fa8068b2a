// SPDX-License-Identifier: BSD-3-Clause
#include "io/h5_contents.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <numeric>

#include "io/geometry.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::h5 {
namespace {

using Lengths = std::vector<hsize_t>;

hsize_t product(const Lengths& lengths) {
  return std::accumulate(lengths.begin(), lengths.end(), hsize_t{1}, std::multiplies<>());
}

/// Of the chunks, or of pieces that are read like them.
Lengths piece_lengths(hid_t dataset, const Lengths& shape, std::size_t element_size,
                      std::string_view what) {
  const Properties creation(H5Dget_create_plist(dataset), what);
  if (H5Pget_layout(creation.id()) == H5D_CHUNKED) {
    Lengths lengths(shape.size());
    check(H5Pget_chunk(creation.id(), static_cast<int>(lengths.size()), lengths.data()), what);
    return lengths;
  }
  const std::vector<std::size_t> lengths = chunk_shape({shape.begin(), shape.end()}, element_size);
  return {lengths.begin(), lengths.end()};
}

/// Steps to the next piece, the last dimension first; false after the last one.
bool advance(Lengths& start, const Lengths& shape, const Lengths& piece) {
  for (std::size_t d = shape.size(); d-- > 0;) {
    start[d] += piece[d];
    if (start[d] < shape[d]) return true;
    start[d] = 0;
  }
  return false;
}

/// Where something else stands in their place libhdf5 reads it as references to axes, and dies of
/// it.
void check_references_to_axes(hid_t dataset, std::size_t rank) {
  static constexpr const char* name = "DIMENSION_LIST";
  static constexpr std::string_view what = "read the dimensions";
  if (H5Aexists(dataset, name) <= 0) return;
  const Attribute references(H5Aopen(dataset, name, H5P_DEFAULT), what);
  const Type type(H5Aget_type(references.id()), what);
  const Space space(H5Aget_space(references.id()), what);
  if (H5Tget_class(type.id()) != H5T_VLEN ||
      H5Sget_simple_extent_npoints(space.id()) != static_cast<hssize_t>(rank))
    throw IoError("cannot read the dimensions: DIMENSION_LIST is no list of axes");
}

}  // namespace

std::vector<std::string> dataset_names(hid_t file) {
  std::vector<std::string> names;
  const auto collect = [](hid_t group, const char* name, const H5L_info_t*, void* out) -> herr_t {
    H5O_info_t info;
    if (H5Oget_info_by_name2(group, name, &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0) return -1;
    if (info.type == H5O_TYPE_DATASET)
      static_cast<std::vector<std::string>*>(out)->emplace_back(name);
    return 0;
  };
  check(H5Literate(file, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, collect, &names),
        "list the datasets");
  return names;
}

std::vector<std::string> dimension_names(hid_t dataset) {
  const auto take_first = [](hid_t, unsigned, hid_t scale, void* out) -> herr_t {
    const ssize_t length = H5Iget_name(scale, nullptr, 0);
    if (length < 1) return -1;
    std::string name(static_cast<std::size_t>(length) + 1, '\0');
    H5Iget_name(scale, name.data(), name.size());
    // "/time" and the closing zero
    *static_cast<std::string*>(out) = name.substr(1, name.size() - 2);
    return 1;  // one is enough
  };
  std::vector<std::string> names(shape_of(dataset).size());
  check_references_to_axes(dataset, names.size());
  for (unsigned d = 0; d < names.size(); ++d) {
    check(H5DSiterate_scales(dataset, d, nullptr, take_first, &names[d]), "read the dimensions");
  }
  return names;
}

std::string_view own_kind_of_type(hid_t type) {
  if (H5Tget_class(type) == H5T_STRING) return "text";
  if (H5Tequal(type, H5T_IEEE_F64LE) > 0) return "float64";
  if (H5Tequal(type, H5T_STD_I32LE) > 0) return "int32";
  if (H5Tequal(type, H5T_STD_I8LE) > 0) return "int8";
  return "";
}

std::string_view kind_of_type(hid_t type, std::string_view what) {
  const std::string_view kind = own_kind_of_type(type);
  if (!kind.empty()) return kind;
  throw IoError(fmt::format("cannot {}: its type is none of float64, int32, int8 and text", what));
}

void for_each_piece(hid_t dataset, hid_t type, std::string_view what,
                    const std::function<void(std::span<const std::byte>)>& visit) {
  const Lengths shape = shape_of(dataset);
  if (product(shape) == 0) return;
  const std::size_t element_size = H5Tget_size(type);
  const Lengths piece = piece_lengths(dataset, shape, element_size, what);
  const Space space(H5Dget_space(dataset), what);
  Lengths start(shape.size(), 0);
  Lengths count(shape.size());
  std::vector<std::byte> buffer;
  do {
    for (std::size_t d = 0; d < shape.size(); ++d) {
      count[d] = std::min(piece[d], shape[d] - start[d]);
    }
    buffer.resize(product(count) * element_size);
    if (!shape.empty()) {
      check(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(),
                                nullptr),
            what);
    }
    const Space memory = make_space({product(count)});
    check(H5Dread(dataset, type, memory.id(), space.id(), H5P_DEFAULT, buffer.data()), what);
    visit(buffer);
  } while (advance(start, shape, piece));
}

std::vector<std::int8_t> read_flags(hid_t file, const std::string& name) {
  const Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
  std::vector<std::int8_t> flags;
  for_each_piece(dataset.id(), H5T_NATIVE_INT8, "read " + name, [&](auto bytes) {
    for (const std::byte byte : bytes) flags.push_back(static_cast<std::int8_t>(byte));
  });
  return flags;
}

}  // namespace pairtwist::h5
