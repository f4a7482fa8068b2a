// SPDX-License-Identifier: BSD-3-Clause
#include "io/h5_types.hpp"

#include "io/h5_room.hpp"

namespace pairtwist::h5 {

hid_t file_type(DataType type) {
  switch (type) {
    case DataType::int8:
      return H5T_STD_I8LE;
    case DataType::int32:
      return H5T_STD_I32LE;
    case DataType::float64:
      break;
  }
  return H5T_IEEE_F64LE;
}

hid_t memory_type(DataType type) {
  switch (type) {
    case DataType::int8:
      return H5T_NATIVE_INT8;
    case DataType::int32:
      return H5T_NATIVE_INT32;
    case DataType::float64:
      break;
  }
  return H5T_NATIVE_DOUBLE;
}

File create_file(const Properties& access) {
  Room().give_back();  // looked for before libhdf5 wants it
  // Older forms of the superblock and of the chunks' index have no checksum: a changed byte there
  // would put other numbers in a dataset.
  check(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V110, H5F_LIBVER_V110),
        "set the form of the file");
  const Properties creation = make_properties(H5P_FILE_CREATE);
  constexpr unsigned tracked = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  check(H5Pset_link_creation_order(creation.id(), tracked), "set the datasets' order");
  check(H5Pset_attr_creation_order(creation.id(), tracked), "set the attributes' order");
  // The name is only HDF5's label: the driver knows where the bytes go.
  return File(H5Fcreate("result", H5F_ACC_TRUNC, creation.id(), access.id()),
              "create the HDF5 file");
}

}  // namespace pairtwist::h5
