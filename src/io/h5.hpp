// SPDX-License-Identifier: BSD-3-Clause
// Owning wrappers over the HDF5 C API: what is opened is closed, every call is checked, and HDF5's
// message ends up in an IoError instead of on stderr. Not a general binding: only what result files
// and files of start states need. HDF5 is not thread-safe as Debian builds it: one thread at a
// time.
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pairtwist::h5 {

/// Keeps HDF5 from printing its error stack while it lives; put one into every public function that
/// calls HDF5. (A process-wide switch would take the printing from a program that links us.)
class Quiet {
 public:
  Quiet();
  ~Quiet();
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

/// Throws IoError "cannot WHAT: " and the innermost message of HDF5's error stack.
[[noreturn]] void fail(std::string_view what);

inline void check(herr_t status, std::string_view what) {
  if (status < 0) fail(what);
}

/// An HDF5 identifier and how it is closed.
template <herr_t (*Close)(hid_t)>
class Handle {
 public:
  Handle() = default;
  /// Throws IoError "cannot WHAT: ..." for the negative id of a call that failed.
  Handle(hid_t id, std::string_view what) : id_(id) {
    if (id < 0) fail(what);
  }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) Close(id_);
  }

  hid_t id() const { return id_; }
  /// For what only becomes an error when it is written out.
  void close(std::string_view what) {
    if (id_ >= 0) check(Close(std::exchange(id_, H5I_INVALID_HID)), what);
  }

 private:
  hid_t id_ = H5I_INVALID_HID;
};

using File = Handle<H5Fclose>;
using Dataset = Handle<H5Dclose>;
using Space = Handle<H5Sclose>;
using Type = Handle<H5Tclose>;
using Attribute = Handle<H5Aclose>;
using Properties = Handle<H5Pclose>;

/// Opens a file that exists for reading; the IoError says whether it is missing, not HDF5 and what
/// else, with what is `wanted` of it, or truncated. Takes no lock: result files never change.
File open_for_reading(const std::string& path, std::string_view wanted = "");

/// Opens a file whose bytes are in memory, which it copies; `name` is for messages.
File open_image(const std::string& bytes, const std::string& name);

Properties make_properties(hid_t property_class);

/// A simple dataspace; scalar for an empty shape.
Space make_space(const std::vector<hsize_t>& shape);
std::vector<hsize_t> shape_of(hid_t dataset);

/// Variable-length UTF-8.
Type make_string_type();

void write_attribute(hid_t object, const std::string& name, const std::string& text);
void write_attribute(hid_t object, const std::string& name, std::span<const std::int8_t> values);

/// All attributes, sorted by bytes.
std::vector<std::string> attribute_names(hid_t object);
/// A string attribute of variable or fixed length; none if there is none of that name and kind.
std::optional<std::string> read_text_attribute(hid_t object, const std::string& name);
/// All string attributes.
std::map<std::string, std::string> read_text_attributes(hid_t object);
std::vector<std::int8_t> read_int8_attribute(hid_t object, const std::string& name);

/// The whole dataset, converted to double; `what` says in an error what is read.
std::vector<double> read_doubles(hid_t dataset, std::string_view what);
/// A 1-D dataset of strings.
std::vector<std::string> read_texts(hid_t dataset, std::string_view what);

}  // namespace pairtwist::h5
