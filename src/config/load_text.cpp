// SPDX-License-Identifier: BSD-3-Clause
#include "config/load_text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "config/text_limits.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::config {
namespace {

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void fail(const std::string& path, std::string_view what) {
  throw IoError(fmt::format("{}: cannot read {}: {}", path, what, std::strerror(errno)));
}

[[noreturn]] void refuse_size(const std::string& path, std::string_view what,
                              const std::string& found) {
  throw UsageError(fmt::format("{}: found {} bytes, allowed for {}: at most {} (4 MiB)", path,
                               found, what, kMaxBytes));
}

/// A pipe has no size: reads one byte more than is allowed.
std::string read_all(int descriptor, const std::string& path, std::string_view what) {
  std::string text(kMaxBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(descriptor, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path, what);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > kMaxBytes) refuse_size(path, what, fmt::format("more than {}", kMaxBytes));
  text.resize(size);
  text.shrink_to_fit();
  return text;
}

}  // namespace

std::string load_text(const std::string& path, std::string_view what) {
  const Descriptor file(path);
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) fail(path, what);
  if (S_ISDIR(status.st_mode)) {
    throw IoError(fmt::format("{}: cannot read {}: it is a directory", path, what));
  }
  if (S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) > kMaxBytes) {
    refuse_size(path, what, fmt::format("{}", status.st_size));
  }
  return read_all(file.get(), path, what);
}

std::string load_stdin() { return read_all(STDIN_FILENO, "(stdin)", "the config"); }

}  // namespace pairtwist::config
