// SPDX-License-Identifier: BSD-3-Clause
#include "io/stored_start.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <vector>

#include "io/geometry.hpp"
#include "io/sha256.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using Group = h5::Handle<H5Gclose>;

bool is_in_group(hid_t file, const std::string& name) {
  return H5Lexists(file, start_group_name, H5P_DEFAULT) > 0 &&
         H5Lexists(file, name.c_str(), H5P_DEFAULT) > 0;
}

std::string read_bytes(hid_t file, const std::string& name) {
  const std::string what = "read " + name;
  const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), what);
  const std::vector<hsize_t> shape = h5::shape_of(dataset.id());
  if (shape.size() != 1) throw IoError(fmt::format("cannot {}: it has not one dimension", what));
  std::string bytes(shape.front(), '\0');
  h5::check(H5Dread(dataset.id(), H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()),
            what);
  return bytes;
}

}  // namespace

void write_stored_starts(hid_t file, const std::map<std::string, std::string>& contents) {
  if (contents.empty()) return;
  const Group group(H5Gcreate2(file, start_group_name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                    "create the group of start files");
  for (const auto& [role, bytes] : contents) {
    const std::string what = "write the start file of " + role;
    const h5::Properties creation = h5::make_properties(H5P_DATASET_CREATE);
    const std::vector<std::size_t> chunk = chunk_shape({bytes.size()}, 1);
    const std::vector<hsize_t> lengths(chunk.begin(), chunk.end());
    h5::check(H5Pset_chunk(creation.id(), 1, lengths.data()), what);
    h5::check(H5Pset_deflate(creation.id(), 1), what);
    h5::check(H5Pset_fletcher32(creation.id()), what);
    const h5::Space space = h5::make_space({bytes.size()});
    const h5::Dataset dataset(H5Dcreate2(group.id(), role.c_str(), H5T_STD_U8LE, space.id(),
                                         H5P_DEFAULT, creation.id(), H5P_DEFAULT),
                              what);
    h5::check(H5Dwrite(dataset.id(), H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()),
              what);
  }
}

std::shared_ptr<const std::string> read_stored_start(hid_t file, const std::string& role) {
  std::string name = fmt::format("{}/{}", start_group_name, role);
  std::string bytes;
  if (is_in_group(file, name)) {
    bytes = read_bytes(file, name);
  } else {
    name = role + "_start";
    if (H5Aexists(file, name.c_str()) <= 0) return nullptr;
    const std::vector<std::int8_t> values = h5::read_int8_attribute(file, name);
    bytes.assign(values.begin(), values.end());
  }
  const std::string found = sha256_of(bytes);
  const std::string attribute = role + "_sha256";
  if (h5::read_text_attribute(file, attribute) != found)
    throw IoError(fmt::format("{} has the SHA-256 {}, which is not that of the attribute {}", name,
                              found, attribute));
  return std::make_shared<const std::string>(std::move(bytes));
}

void check_stored_starts(hid_t file) {
  for (const char* role : {"light", "atoms"}) read_stored_start(file, role);
}

}  // namespace pairtwist
