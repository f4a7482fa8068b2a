// SPDX-License-Identifier: BSD-3-Clause
#include "io/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "io/host_name.hpp"
#include "io/posix_error.hpp"

namespace pairtwist {

bool lock_descriptor(int descriptor) {
  int status = 0;
  do status = ::flock(descriptor, LOCK_EX | LOCK_NB);
  while (status != 0 && errno == EINTR);
  return status == 0 || errno != EWOULDBLOCK;
}

std::optional<FileLock> FileLock::take(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) throw posix_error("write", path, errno);
  FileLock lock(path, descriptor);
  if (!lock_descriptor(descriptor)) return std::nullopt;
  // For messages alone: what cannot be written is missed by nobody.
  const std::string text = fmt::format("{}, process {}\n", host_name(), ::getpid());
  if (::ftruncate(descriptor, 0) == 0)
    static_cast<void>(::pwrite(descriptor, text.data(), text.size(), 0) < 0);
  return lock;
}

std::string FileLock::holder(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::array<char, 300> text{};
  const ssize_t length = descriptor < 0 ? -1 : ::pread(descriptor, text.data(), text.size() - 1, 0);
  if (descriptor >= 0) ::close(descriptor);
  const std::string found(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  const std::string line = found.substr(0, found.find('\n'));
  return line.empty() ? "another process" : line;
}

bool FileLock::is_held(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);
  return held;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool FileLock::still_there() const {
  struct stat own = {};
  struct stat named = {};
  return ::fstat(descriptor_, &own) == 0 && ::stat(path_.c_str(), &named) == 0 &&
         own.st_dev == named.st_dev && own.st_ino == named.st_ino;
}

}  // namespace pairtwist
