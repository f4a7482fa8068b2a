// SPDX-License-Identifier: BSD-3-Clause
// Where the bytes of an HDF5 file being written go: a file descriptor, or memory. An HDF5 driver
// whose writes never fail towards HDF5.
//
// Why: when a write fails (full disk, quota, file size limit), HDF5 keeps what it could not write,
// refuses to close the file, tries again when the program exits, and has lost errno. Here the first
// error is remembered, what cannot be written is kept in memory, and HDF5 closes as usual; whoever
// writes asks error() and throws the file away.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "io/h5.hpp"

namespace pairtwist::h5 {

class Storage {
 public:
  /// `descriptor` is open for reading and writing, empty, not owned; -1: all in memory.
  explicit Storage(int descriptor) : descriptor_(descriptor) {}
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  /// errno of the first operation that failed, 0 if none did.
  int error() const { return error_; }
  /// Length of the file so far.
  std::uint64_t size() const { return size_; }

  /// A file access property list for H5Fcreate. The storage must outlive the file.
  Properties access_properties();

  /// What the driver's callbacks call. Bytes never written read as zero.
  void write(std::uint64_t offset, const std::byte* data, std::size_t count);
  bool read(std::uint64_t offset, std::byte* data, std::size_t count);
  void resize(std::uint64_t size);

 private:
  static constexpr std::size_t page_size = 1 << 16;
  using Page = std::array<std::byte, page_size>;

  bool on_disk() const { return descriptor_ >= 0 && error_ == 0; }
  bool write_disk(std::uint64_t offset, const std::byte* data, std::size_t count);
  bool read_disk(std::uint64_t offset, std::byte* data, std::size_t count);
  void write_memory(std::uint64_t offset, const std::byte* data, std::size_t count);

  int descriptor_;
  int error_ = 0;
  std::uint64_t size_ = 0;
  std::unordered_map<std::uint64_t, Page> pages_;  ///< [offset / page_size], over the disk's bytes
};

}  // namespace pairtwist::h5
