// SPDX-License-Identifier: BSD-3-Clause
#include "io/h5_storage.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#if H5_VERSION_GE(1, 14, 0)
#include <H5FDdevelop.h>
#endif

namespace pairtwist::h5 {
namespace {

constexpr haddr_t max_address = (haddr_t{1} << 62) - 1;

/// HDF5 handles it as the H5FD_t that it starts with.
struct DriverFile {
  H5FD_t base;
  Storage* storage;
  haddr_t end_of_allocation;
};

Storage& storage_of(const H5FD_t* file) {
  return *reinterpret_cast<const DriverFile*>(file)->storage;
}

H5FD_t* open_file(const char*, unsigned, hid_t access, haddr_t) {
  const void* info = H5Pget_driver_info(access);
  if (info == nullptr) return nullptr;
  auto* file = new (std::nothrow) DriverFile{};
  if (file == nullptr) return nullptr;
  file->storage = *static_cast<Storage* const*>(info);
  return &file->base;
}

herr_t close_file(H5FD_t* file) {
  delete reinterpret_cast<DriverFile*>(file);
  return 0;
}

herr_t query(const H5FD_t*, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
  return 0;
}

haddr_t get_end_of_allocation(const H5FD_t* file, H5FD_mem_t) {
  return reinterpret_cast<const DriverFile*>(file)->end_of_allocation;
}

herr_t set_end_of_allocation(H5FD_t* file, H5FD_mem_t, haddr_t address) {
  reinterpret_cast<DriverFile*>(file)->end_of_allocation = address;
  return 0;
}

haddr_t get_end_of_file(const H5FD_t* file, H5FD_mem_t) { return storage_of(file).size(); }

// Only memory can run out in these two; exceptions must not cross HDF5's C frames.
herr_t read(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, std::size_t count, void* out) {
  return storage_of(file).read(address, static_cast<std::byte*>(out), count) ? 0 : -1;
}

herr_t write(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, std::size_t count,
             const void* data) try {
  storage_of(file).write(address, static_cast<const std::byte*>(data), count);
  return 0;
} catch (const std::bad_alloc&) {
  return -1;
}

herr_t truncate(H5FD_t* file, hid_t, hbool_t) {
  storage_of(file).resize(reinterpret_cast<DriverFile*>(file)->end_of_allocation);
  return 0;
}

H5FD_class_t driver_class() {
  H5FD_class_t driver{};
#ifdef H5FD_CLASS_VERSION
  driver.version = H5FD_CLASS_VERSION;
  driver.value = static_cast<H5FD_class_value_t>(511);  // the range for drivers of applications
#endif
  driver.name = "pairtwist";
  driver.maxaddr = max_address;
  driver.fc_degree = H5F_CLOSE_STRONG;
  driver.fapl_size = sizeof(Storage*);  // NOLINT(bugprone-sizeof-expression): the pointer it is
  driver.open = open_file;
  driver.close = close_file;
  driver.query = query;
  driver.get_eoa = get_end_of_allocation;
  driver.set_eoa = set_end_of_allocation;
  driver.get_eof = get_end_of_file;
  driver.read = read;
  driver.write = write;
  driver.truncate = truncate;
  return driver;
}

}  // namespace

Properties Storage::access_properties() {
  static const H5FD_class_t description = driver_class();
  Properties access = make_properties(H5P_FILE_ACCESS);
  // Once, for as long as the library lives: a file that could not be closed for lack of memory
  // still asks its driver, when the lists that named it are gone.
  static const hid_t driver = H5FDregister(&description);
  if (driver < 0) fail("register the HDF5 driver");
  Storage* self = this;
  check(H5Pset_driver(access.id(), driver, &self), "select the HDF5 driver");
  return access;
}

void Storage::write(std::uint64_t offset, const std::byte* data, std::size_t count) {
  size_ = std::max(size_, offset + count);
  if (on_disk() && write_disk(offset, data, count)) return;
  write_memory(offset, data, count);
}

bool Storage::read(std::uint64_t offset, std::byte* data, std::size_t count) {
  if (!read_disk(offset, data, count)) return false;
  for (std::size_t done = 0; done < count && !pages_.empty();) {
    const std::uint64_t position = offset + done;
    const std::size_t within = position % page_size;
    const std::size_t part = std::min(count - done, page_size - within);
    const auto page = pages_.find(position / page_size);
    if (page != pages_.end()) std::memcpy(data + done, page->second.data() + within, part);
    done += part;
  }
  return true;
}

void Storage::resize(std::uint64_t size) {
  size_ = size;
  if (on_disk() && ::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) error_ = errno;
}

bool Storage::write_disk(std::uint64_t offset, const std::byte* data, std::size_t count) {
  while (count > 0) {
    const ssize_t written = ::pwrite(descriptor_, data, count, static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      error_ = written < 0 ? errno : ENOSPC;
      return false;
    }
    data += written;
    offset += static_cast<std::uint64_t>(written);
    count -= static_cast<std::size_t>(written);
  }
  return true;
}

bool Storage::read_disk(std::uint64_t offset, std::byte* data, std::size_t count) {
  while (count > 0 && descriptor_ >= 0) {
    const ssize_t found = ::pread(descriptor_, data, count, static_cast<off_t>(offset));
    if (found < 0 && errno == EINTR) continue;
    if (found < 0) {
      if (error_ == 0) error_ = errno;
      return false;
    }
    if (found == 0) break;  // beyond the end
    data += found;
    offset += static_cast<std::uint64_t>(found);
    count -= static_cast<std::size_t>(found);
  }
  std::memset(data, 0, count);
  return true;
}

void Storage::write_memory(std::uint64_t offset, const std::byte* data, std::size_t count) {
  while (count > 0) {
    const std::size_t within = offset % page_size;
    const std::size_t part = std::min(count, page_size - within);
    const auto [page, is_new] = pages_.try_emplace(offset / page_size);
    // A page lies over the disk's bytes: it starts as their copy.
    if (is_new) read_disk(offset - within, page->second.data(), page_size);
    std::memcpy(page->second.data() + within, data, part);
    data += part;
    offset += part;
    count -= part;
  }
}

}  // namespace pairtwist::h5
