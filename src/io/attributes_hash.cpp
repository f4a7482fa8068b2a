// SPDX-License-Identifier: BSD-3-Clause
#include "io/attributes_hash.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "io/h5_contents.hpp"
#include "io/sha256.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

/// The serialisation: every item says where it ends, so that no two contents give the same bytes.
class Serial {
 public:
  void number(std::uint64_t value) {
    std::array<std::byte, 8> bytes;
    for (std::byte& byte : bytes) {
      byte = static_cast<std::byte>(value & 0xff);
      value >>= 8;
    }
    hash_.add(bytes);
  }
  void text(std::string_view text) {
    number(text.size());
    hash_.add(std::as_bytes(std::span(text)));
  }
  void bytes(std::span<const std::byte> bytes) { hash_.add(bytes); }
  std::string hex() { return hash_.hex(); }

 private:
  Sha256 hash_;
};

/// What HDF5 and netCDF write for themselves, and may write anew.
bool is_bookkeeping(const std::string& name) {
  static constexpr std::array<std::string_view, 5> names = {"CLASS", "NAME", "DIMENSION_LIST",
                                                            "REFERENCE_LIST", "_NCProperties"};
  return std::ranges::find(names, name) != names.end() || name.starts_with("_Netcdf4");
}

void add_attribute(Serial& serial, hid_t object, const std::string& name,
                   const std::string& owner) {
  const std::string what = fmt::format("read the attribute {} of {}", name, owner);
  const h5::Attribute attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), what);
  const h5::Type type(H5Aget_type(attribute.id()), what);
  const std::string_view kind = h5::kind_of_type(type.id(), what);
  serial.text(name);
  serial.text(kind);
  if (kind == "text") {
    const auto text = h5::read_text_attribute(object, name);
    if (!text) throw IoError(fmt::format("cannot {}: it is not a single text", what));
    serial.number(1);
    serial.text(*text);
  } else if (kind == "int8") {
    const std::vector<std::int8_t> values = h5::read_int8_attribute(object, name);
    serial.number(values.size());
    serial.bytes(std::as_bytes(std::span(values)));
  } else {
    throw IoError(fmt::format("cannot {}: it is {}, and neither text nor int8", what, kind));
  }
}

void add_attributes(Serial& serial, hid_t object, const std::string& owner) {
  std::vector<std::string> names = h5::attribute_names(object);
  std::erase_if(names, [](const std::string& name) {
    return is_bookkeeping(name) || name == attributes_hash_name;
  });
  serial.number(names.size());
  for (const std::string& name : names) add_attribute(serial, object, name, owner);
}

void add_dataset(Serial& serial, hid_t file, const std::string& name) {
  const std::string what = "read the dataset " + name;
  const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), what);
  const h5::Type type(H5Dget_type(dataset.id()), what);
  const std::string_view kind = h5::kind_of_type(type.id(), what);
  const std::vector<hsize_t> shape = h5::shape_of(dataset.id());
  const htri_t is_scale = H5DSis_scale(dataset.id());
  h5::check(is_scale, what);
  serial.text(name);
  serial.text(kind);
  serial.text(is_scale > 0 ? "scale" : "variable");
  serial.number(shape.size());
  for (const hsize_t length : shape) serial.number(length);
  for (const std::string& dimension : h5::dimension_names(dataset.id())) serial.text(dimension);
  add_attributes(serial, dataset.id(), name);
  if (kind == "text") {
    for (const std::string& label : h5::read_texts(dataset.id(), what)) serial.text(label);
  } else if (shape.empty()) {
    h5::for_each_piece(dataset.id(), type.id(), what, [&](auto bytes) { serial.bytes(bytes); });
  }
}

}  // namespace

std::string attributes_hash(hid_t file) {
  Serial serial;
  serial.text("pairtwist attributes 1");
  add_attributes(serial, file, "the file");
  std::vector<std::string> names = h5::dataset_names(file);
  std::ranges::sort(names);
  serial.number(names.size());
  for (const std::string& name : names) add_dataset(serial, file, name);
  return serial.hex();
}

}  // namespace pairtwist
