// SPDX-License-Identifier: BSD-3-Clause
// A lock that a process holds on a file, and that ends with it however it ends: flock(2), with the
// holder's host and number in the file for messages.
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace pairtwist {

class FileLock {
 public:
  /// Makes the file if it is not there. None if another process holds it. A file system without
  /// locks (ENOLCK, ENOSYS, EOPNOTSUPP) gives one that keeps nobody out. Throws IoError.
  static std::optional<FileLock> take(const std::string& path);
  /// "host, process 4711" of who holds the file, or held it last; "another process" if it does not
  /// say.
  static std::string holder(const std::string& path);
  /// Whether some process holds it now; false if there is no such file.
  static bool is_held(const std::string& path);

  FileLock(FileLock&& other) noexcept
      : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FileLock();

  /// False once the file was removed: then it keeps nobody out who comes now.
  bool still_there() const;

 private:
  FileLock(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  std::string path_;
  int descriptor_;
};

/// Takes a lock on an open file; false if another process has it. A file system without locks:
/// true. Does not wait.
bool lock_descriptor(int descriptor);

}  // namespace pairtwist
