// SPDX-License-Identifier: BSD-3-Clause
#include "io/h5_limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <limits>

#include "io/visible_text.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::h5 {
namespace {

/// Deflate makes at most 1032 bytes of one; shuffle and checksums none.
constexpr std::uint64_t most_expansion = 1100;
/// A dataset so small may be there without its bytes, as one that was never written to.
constexpr std::uint64_t small_bytes = std::uint64_t{1} << 20;
/// Writers of result files make chunks of 1 MiB; others may like larger ones.
constexpr std::uint64_t largest_chunk = std::uint64_t{256} << 20;

/// Stays at the largest number.
std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::numeric_limits<std::uint64_t>::max();
  return product;
}

std::uint64_t product_of(const std::vector<hsize_t>& lengths, std::uint64_t size) {
  const bool empty = std::ranges::find(lengths, hsize_t{0}) != lengths.end();
  for (const hsize_t length : lengths) size = times(size, length);
  return empty ? 0 : size;
}

std::string shape_text(const std::vector<hsize_t>& shape) {
  std::string text;
  for (const hsize_t length : shape) text += (text.empty() ? "" : " x ") + std::to_string(length);
  return text;
}

/// Exceptions must not cross HDF5's C frames.
struct Visit {
  hid_t file;
  std::exception_ptr problem;
};

void check_link(hid_t group, const char* name, H5L_type_t type) {
  const std::string what = "the link " + visible(name);
  if (type != H5L_TYPE_HARD)
    throw IoError(fmt::format("{} leads {}; all of a result file is in itself", what,
                              type == H5L_TYPE_EXTERNAL ? "out of the file" : "to another name"));
  H5O_info_t info;
  check(H5Oget_info_by_name2(group, name, &info, H5O_INFO_BASIC, H5P_DEFAULT),
        "read what " + what + " leads to");
  if (info.type != H5O_TYPE_DATASET) return;
  const std::string open = "open the dataset " + visible(name);
  const Dataset dataset(H5Dopen2(group, name, H5P_DEFAULT), open);
  check_data(dataset.id(), "the dataset " + visible(name));
}

}  // namespace

void check_data(hid_t dataset, const std::string& what) {
  const std::string doing = "read " + what;
  const Properties creation(H5Dget_create_plist(dataset), doing);
  const H5D_layout_t layout = H5Pget_layout(creation.id());
  if (layout == H5D_VIRTUAL)
    throw IoError(fmt::format("{} is virtual: its numbers are in other files", what));
  if (H5Pget_external_count(creation.id()) > 0)
    throw IoError(fmt::format("{} has its numbers in other files", what));
  const Type type(H5Dget_type(dataset), doing);
  const std::uint64_t element = H5Tget_size(type.id());
  const std::vector<hsize_t> shape = shape_of(dataset);
  if (layout == H5D_CHUNKED && !shape.empty()) {
    std::vector<hsize_t> chunk(shape.size());
    check(H5Pget_chunk(creation.id(), static_cast<int>(chunk.size()), chunk.data()), doing);
    if (product_of(chunk, element) > largest_chunk)
      throw IoError(fmt::format("{} has chunks of the shape {}: more than 256 MiB each", what,
                                shape_text(chunk)));
  }
  const std::uint64_t stored = H5Dget_storage_size(dataset);
  if (product_of(shape, element) > std::max(small_bytes, times(stored, most_expansion)))
    throw IoError(fmt::format("{} has the shape {}, and no more than {} bytes in the file", what,
                              shape_text(shape), stored));
}

Dataset open_own_dataset(const File& file, const std::string& name, const std::string& path) {
  const std::string what = fmt::format("read {} of {}", name, path);
  const Properties access = make_properties(H5P_DATASET_ACCESS);
  const auto refuse = [](const char*, const char*, const char*, const char*, unsigned*, hid_t,
                         void*) -> herr_t { return -1; };
  check(H5Pset_elink_cb(access.id(), refuse, nullptr), what);
  const hid_t id = H5Dopen2(file.id(), name.c_str(), access.id());
  if (id < 0) {
    H5L_info_t link;
    if (H5Lget_info(file.id(), name.c_str(), &link, H5P_DEFAULT) >= 0 &&
        link.type == H5L_TYPE_EXTERNAL)
      throw IoError(fmt::format("{}: {} is a link to another file; copy the numbers to this one",
                                path, name));
  }
  return Dataset(id, what);
}

void check_structure(hid_t file) {
  Visit visit{file, nullptr};
  const auto look = [](hid_t group, const char* name, const H5L_info_t* link, void* out) -> herr_t {
    auto* self = static_cast<Visit*>(out);
    try {
      check_link(group, name, link->type);
      return 0;
    } catch (...) {
      self->problem = std::current_exception();
      return -1;
    }
  };
  const herr_t status = H5Lvisit(file, H5_INDEX_NAME, H5_ITER_INC, look, &visit);
  if (visit.problem) std::rethrow_exception(visit.problem);
  check(status, "list what is in it");
}

}  // namespace pairtwist::h5
