// SPDX-License-Identifier: BSD-3-Clause
#include "io/h5.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "io/h5_room.hpp"
#include "io/posix_error.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::h5 {
namespace {

/// The innermost message of the current error stack: the deepest call knows most.
std::string last_message() {
  std::string text;
  const auto take_first = [](unsigned, const H5E_error2_t* entry, void* out) -> herr_t {
    if (entry->desc != nullptr) *static_cast<std::string*>(out) = entry->desc;
    return 1;  // stop
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_first, &text);
  return text.empty() ? "HDF5 gives no reason" : text;
}

std::size_t element_count(hid_t dataset) {
  std::size_t count = 1;
  for (const hsize_t length : shape_of(dataset)) count *= length;
  return count;
}

std::string read_text(const Attribute& attribute, const Type& file_type, const std::string& name) {
  const std::string what = "read the attribute " + name;
  if (H5Tis_variable_str(file_type.id()) > 0) {
    const Type type = make_string_type();
    // The character set must match, or HDF5 refuses to convert.
    check(H5Tset_cset(type.id(), H5Tget_cset(file_type.id())), what);
    const Space space(H5Aget_space(attribute.id()), what);
    char* text = nullptr;
    check(H5Aread(attribute.id(), type.id(), &text), what);
    std::string result = text != nullptr ? text : "";
    H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, &text);
    return result;
  }
  std::string text(H5Tget_size(file_type.id()), '\0');
  check(H5Aread(attribute.id(), file_type.id(), text.data()), what);
  text.resize(std::strlen(text.c_str()));
  return text;
}

/// What a file is that is not HDF5, ", but text", as its first bytes tell; "" where they do not.
std::string kind_of_contents(const std::string& path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kinds = {{
      {"\x93NUMPY", "an array of NumPy (.npy)"},
      {"PK\x03\x04", "a zip archive, as NumPy's .npz are"},
      {"MATLAB 5.0", "a file of MATLAB before 7.3"},
      {"CDF", "a netCDF-3 file"},
      {"\x89HDF", "damaged HDF5"},
  }};
  std::array<char, 64> bytes{};
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), bytes.size());
  const std::string_view start(bytes.data(), static_cast<std::size_t>(file.gcount()));
  if (start.empty()) return ": it is empty";
  for (const auto& [first, kind] : kinds)
    if (start.starts_with(first)) return fmt::format(", but {}", kind);
  const bool text = std::ranges::all_of(
      start, [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\t' || c == '\r'; });
  return text ? ", but text" : "";
}

}  // namespace

Quiet::Quiet() {
  H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Quiet::~Quiet() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

void fail(std::string_view what) {
  throw IoError(fmt::format("cannot {}: {}", what, last_message()));
}

File open_for_reading(const std::string& path, std::string_view wanted) {
  Room().give_back();  // looked for before libhdf5 wants it
  // The system's own reason first: HDF5 hides it.
  // A pipe without a writer would be waited for.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info = {};
  const bool known = descriptor >= 0 && ::fstat(descriptor, &info) == 0;
  const bool regular = known && S_ISREG(info.st_mode);
  char byte = 0;
  const bool readable =
      known && (regular || S_ISDIR(info.st_mode) ? ::read(descriptor, &byte, 1) >= 0 : true);
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!readable) throw posix_error("read", path, error);
  if (!regular) throw IoError(fmt::format("cannot read {}: it is not a regular file", path));
  if (H5Fis_hdf5(path.c_str()) <= 0)
    throw IoError(fmt::format("{} is not an HDF5 file{}{}", path,
                              path.ends_with(".toml") ? "; `pairtwist run` makes one of a config"
                                                      : kind_of_contents(path),
                              wanted.empty() ? "" : fmt::format("; {}", wanted)));

  const Properties access = make_properties(H5P_FILE_ACCESS);
  check(H5Pset_file_locking(access.id(), false, true), "set up the reading of " + path);
  const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id());
  if (id < 0) {
    throw IoError(fmt::format("{} is truncated or damaged: {}", path, last_message()));
  }
  return File(id, "open " + path);
}

File open_image(const std::string& bytes, const std::string& name) {
  Room().give_back();  // looked for before libhdf5 wants it
  const Properties access = make_properties(H5P_FILE_ACCESS);
  constexpr std::size_t increment = std::size_t{64} << 10;
  check(H5Pset_fapl_core(access.id(), increment, false), "set up the reading from memory");
  // HDF5 copies what it does not change.
  auto* image = const_cast<char*>(bytes.data());
  check(H5Pset_file_image(access.id(), image, bytes.size()), "read " + name + " from memory");
  // HDF5 refuses an image under the name of a file that exists: nothing can be under this one.
  return File(H5Fopen("/dev/null/image", H5F_ACC_RDONLY, access.id()), "open the stored " + name);
}

Properties make_properties(hid_t property_class) {
  return Properties(H5Pcreate(property_class), "create an HDF5 property list");
}

Space make_space(const std::vector<hsize_t>& shape) {
  if (shape.empty()) return Space(H5Screate(H5S_SCALAR), "create a scalar dataspace");
  return Space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr),
               "create a dataspace");
}

std::vector<hsize_t> shape_of(hid_t dataset) {
  const Space space(H5Dget_space(dataset), "read a dataspace");
  const int rank = H5Sget_simple_extent_ndims(space.id());
  check(rank, "read a dataspace");
  std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
  check(H5Sget_simple_extent_dims(space.id(), shape.data(), nullptr), "read a dataspace");
  return shape;
}

Type make_string_type() {
  Type type(H5Tcopy(H5T_C_S1), "create a string type");
  check(H5Tset_size(type.id(), H5T_VARIABLE), "create a string type");
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), "create a string type");
  return type;
}

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
  const std::string what = "write the attribute " + name;
  // HDF5 would take it for the text's end.
  if (text.find('\0') != std::string::npos)
    throw IoError(fmt::format("cannot {}: its text has a NUL character in it", what));
  const Type type = make_string_type();
  const Space space = make_space({});
  const Attribute attribute(
      H5Acreate2(object, name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), what);
  const char* pointer = text.c_str();
  check(H5Awrite(attribute.id(), type.id(), &pointer), what);
}

void write_attribute(hid_t object, const std::string& name, std::span<const std::int8_t> values) {
  const std::string what = "write the attribute " + name;
  const Space space = make_space({values.size()});
  const Attribute attribute(
      H5Acreate2(object, name.c_str(), H5T_STD_I8LE, space.id(), H5P_DEFAULT, H5P_DEFAULT), what);
  check(H5Awrite(attribute.id(), H5T_NATIVE_INT8, values.data()), what);
}

std::optional<std::string> read_text_attribute(hid_t object, const std::string& name) {
  const std::string what = "read the attribute " + name;
  const htri_t exists = H5Aexists(object, name.c_str());
  check(exists, what);
  if (exists == 0) return std::nullopt;
  const Attribute attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), what);
  const Type type(H5Aget_type(attribute.id()), what);
  const Space space(H5Aget_space(attribute.id()), what);
  if (H5Tget_class(type.id()) != H5T_STRING) return std::nullopt;
  if (H5Sget_simple_extent_npoints(space.id()) != 1) return std::nullopt;
  return read_text(attribute, type, name);
}

std::vector<std::string> attribute_names(hid_t object) {
  std::vector<std::string> names;
  const auto collect = [](hid_t, const char* name, const H5A_info_t*, void* out) -> herr_t {
    static_cast<std::vector<std::string>*>(out)->emplace_back(name);
    return 0;
  };
  check(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect, &names),
        "list the attributes");
  std::ranges::sort(names);
  return names;
}

std::map<std::string, std::string> read_text_attributes(hid_t object) {
  std::map<std::string, std::string> attributes;
  for (const std::string& name : attribute_names(object)) {
    if (auto text = read_text_attribute(object, name)) attributes[name] = *std::move(text);
  }
  return attributes;
}

std::vector<std::int8_t> read_int8_attribute(hid_t object, const std::string& name) {
  const std::string what = "read the attribute " + name;
  const Attribute attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), what);
  const Space space(H5Aget_space(attribute.id()), what);
  const hssize_t count = H5Sget_simple_extent_npoints(space.id());
  check(count < 0 ? -1 : 0, what);
  std::vector<std::int8_t> values(static_cast<std::size_t>(count));
  check(H5Aread(attribute.id(), H5T_NATIVE_INT8, values.data()), what);
  return values;
}

std::vector<double> read_doubles(hid_t dataset, std::string_view what) {
  std::vector<double> values(element_count(dataset));
  check(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), what);
  return values;
}

std::vector<std::string> read_texts(hid_t dataset, std::string_view what) {
  const Type type = make_string_type();
  const Space space(H5Dget_space(dataset), what);
  std::vector<char*> pointers(element_count(dataset), nullptr);
  check(H5Dread(dataset, type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), what);
  std::vector<std::string> texts;
  for (const char* pointer : pointers) texts.emplace_back(pointer != nullptr ? pointer : "");
  H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, pointers.data());
  return texts;
}

}  // namespace pairtwist::h5
