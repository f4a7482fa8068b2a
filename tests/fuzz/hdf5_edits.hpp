// SPDX-License-Identifier: BSD-3-Clause
// HDF5 files that libhdf5 itself wrote, from bytes of a fuzzer: whole in their structure, so that
// libhdf5 survives them, and odd in everything else.
#pragma once

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "io/h5.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::fuzzing {

/// A file in memory: empty, or with these bytes to begin with.
inline h5::File file_in_memory(const std::string& bytes = "") {
  const h5::Properties access = h5::make_properties(H5P_FILE_ACCESS);
  h5::check(H5Pset_fapl_core(access.id(), std::size_t{64} << 10, false), "work in memory");
  h5::check(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V110, H5F_LIBVER_V110), "set a version");
  if (bytes.empty())
    return {H5Fcreate("fuzz", H5F_ACC_TRUNC, H5P_DEFAULT, access.id()), "make a file"};
  auto* image = const_cast<char*>(bytes.data());  // HDF5 copies it
  h5::check(H5Pset_file_image(access.id(), image, bytes.size()), "take an image");
  return {H5Fopen("/dev/null/fuzz", H5F_ACC_RDWR, access.id()), "open an image"};
}

/// What the file would be on a disk.
inline std::string bytes_of(const h5::File& file) {
  h5::check(H5Fflush(file.id(), H5F_SCOPE_GLOBAL), "flush");
  const ssize_t size = H5Fget_file_image(file.id(), nullptr, 0);
  std::string bytes(static_cast<std::size_t>(std::max<ssize_t>(size, 0)), '\0');
  H5Fget_file_image(file.id(), bytes.data(), bytes.size());
  return bytes;
}

/// One of the types that files have, or one that they do not.
inline h5::Type any_type(FuzzedDataProvider& from) {
  const hid_t known[] = {H5T_IEEE_F64LE, H5T_IEEE_F64LE, H5T_IEEE_F32LE, H5T_STD_I32LE,
                         H5T_STD_I8LE,   H5T_STD_U64LE,  H5T_IEEE_F64BE};
  const std::size_t kind = from.ConsumeIntegralInRange<std::size_t>(0, 9);
  if (kind < std::size(known)) return {H5Tcopy(known[kind]), "copy a type"};
  if (kind == std::size(known)) return h5::make_string_type();
  h5::Type text(H5Tcopy(H5T_C_S1), "copy a type");
  H5Tset_size(text.id(), from.ConsumeIntegralInRange<std::size_t>(1, 9));
  return text;
}

/// Small lengths, that of a file's own dimensions among them, and some that no memory has.
inline std::vector<hsize_t> any_shape(FuzzedDataProvider& from) {
  std::vector<hsize_t> shape(from.ConsumeIntegralInRange<std::size_t>(0, 3));
  for (hsize_t& length : shape)
    length = from.ConsumeIntegralInRange<int>(0, 15) == 0
                 ? from.ConsumeIntegral<hsize_t>()
                 : from.ConsumeIntegralInRange<hsize_t>(0, 6);
  return shape;
}

inline hsize_t count_of(const std::vector<hsize_t>& shape) {
  hsize_t count = 1;
  for (const hsize_t length : shape)
    if (__builtin_mul_overflow(count, length, &count)) return ~hsize_t{0};
  return count;
}

/// Some numbers that readers judge, else any bits.
inline double any_number(FuzzedDataProvider& from) {
  const double known[] = {0.0, 1.0, 0.5, -1.0, 0.70710678118654752, 1e-11, 1e308};
  const std::size_t kind = from.ConsumeIntegralInRange<std::size_t>(0, std::size(known));
  return kind < std::size(known) ? known[kind] : from.ConsumeFloatingPoint<double>();
}

/// A dataset of that name, chunked or not, written to or not; nothing where libhdf5 refuses it.
inline void add_dataset(FuzzedDataProvider& from, hid_t where, const std::string& name,
                        const std::vector<hsize_t>& shape) {
  const h5::Type type = any_type(from);
  const h5::Properties creation = h5::make_properties(H5P_DATASET_CREATE);
  const hsize_t count = count_of(shape);
  constexpr hsize_t most = 4096;
  const bool chunked = !shape.empty() && (count > most || from.ConsumeBool());
  if (chunked) {
    std::vector<hsize_t> chunk;
    for (const hsize_t length : shape)
      chunk.push_back(std::clamp<hsize_t>(length, 1, from.ConsumeBool() ? 2 : most));
    H5Pset_chunk(creation.id(), static_cast<int>(chunk.size()), chunk.data());
    if (from.ConsumeBool()) H5Pset_fletcher32(creation.id());
  }
  const hid_t space = shape.empty()
                          ? H5Screate(H5S_SCALAR)
                          : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
  if (space < 0) return;
  const h5::Space owned(space, "make a space");
  const hid_t id =
      H5Dcreate2(where, name.c_str(), type.id(), space, H5P_DEFAULT, creation.id(), H5P_DEFAULT);
  if (id < 0) return;
  const h5::Dataset dataset(id, "make a dataset");
  if (count > most || from.ConsumeIntegralInRange<int>(0, 7) == 0) return;
  if (H5Tget_class(type.id()) == H5T_STRING) {
    if (H5Tis_variable_str(type.id()) <= 0) return;
    std::vector<std::string> texts(count);
    std::vector<const char*> pointers;
    for (std::string& text : texts) {
      text = from.ConsumeRandomLengthString(12);
      pointers.push_back(text.c_str());
    }
    H5Dwrite(id, type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data());
    return;
  }
  std::vector<double> numbers(count);
  for (double& number : numbers) number = any_number(from);
  H5Dwrite(id, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data());
}

/// An attribute of that name and any kind, instead of the one there is.
inline void set_attribute(FuzzedDataProvider& from, hid_t object, const std::string& name) {
  if (H5Aexists(object, name.c_str()) > 0) H5Adelete(object, name.c_str());
  const int kind = from.ConsumeIntegralInRange<int>(0, 4);
  if (kind == 0) return;  // it is gone
  std::string text = from.ConsumeRandomLengthString(400);
  std::erase(text, '\0');
  try {
    if (kind <= 2) {
      h5::write_attribute(object, name, text);
      return;
    }
    const h5::Type type = any_type(from);
    const std::vector<hsize_t> shape = {from.ConsumeIntegralInRange<hsize_t>(0, 8)};
    const h5::Space space = kind == 3 ? h5::make_space({}) : h5::make_space(shape);
    const h5::Attribute attribute(
        H5Acreate2(object, name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), "make");
    if (H5Tget_class(type.id()) == H5T_STRING && H5Tis_variable_str(type.id()) > 0) return;
    text.resize(H5Tget_size(type.id()) * 8);
    H5Awrite(attribute.id(), type.id(), text.data());
  } catch (const Error&) {
    // libhdf5 does not make such an attribute.
  }
}

}  // namespace pairtwist::fuzzing
