// SPDX-License-Identifier: BSD-3-Clause
#include "io/result_check.hpp"

#include <fmt/format.h>

#include <string_view>

#include "io/attributes_hash.hpp"
#include "io/h5_contents.hpp"
#include "io/stored_start.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {

bool check_attributes(hid_t file) {
  const htri_t has_hash = H5Aexists(file, attributes_hash_name);
  h5::check(has_hash, "list the attributes");
  if (has_hash == 0) return false;
  const std::string written = h5::read_text_attribute(file, attributes_hash_name).value_or("");
  const std::string found = attributes_hash(file);
  if (found == written) return true;
  throw IoError(fmt::format(
      "its names, attributes, labels and single numbers have the SHA-256 {}, but had {} when it "
      "was written ({}): something of them has changed since",
      found, written, attributes_hash_name));
}

namespace {

/// Of a type that the program does not write: whether its values lie in the dataset itself.
bool lies_in_the_dataset(hid_t type) {
  for (const H5T_class_t other : {H5T_VLEN, H5T_STRING, H5T_REFERENCE})
    if (H5Tdetect_class(type, other) != 0) return false;
  return true;
}

}  // namespace

void check_datasets(hid_t file) {
  check_stored_starts(file);
  for (const std::string& name : h5::dataset_names(file)) {
    const std::string what = "read the dataset " + name;
    const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), what);
    const h5::Type type(H5Dget_type(dataset.id()), what);
    const std::string_view kind = h5::own_kind_of_type(type.id());
    if (kind == "text") {
      h5::read_texts(dataset.id(), what);
    } else if (!kind.empty() || lies_in_the_dataset(type.id())) {
      h5::for_each_piece(dataset.id(), type.id(), what, [](auto) {});
    }
  }
}

}  // namespace pairtwist
