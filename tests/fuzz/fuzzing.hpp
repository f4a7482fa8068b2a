// SPDX-License-Identifier: BSD-3-Clause
// What the fuzz targets share. A target ends the process (which libFuzzer reports, with the input)
// where something else happens than a value or an Error with a message.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "io/visible_text.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::fuzzing {

/// Ends the process unless the property holds.
inline void expect(bool holds, std::string_view property, std::string_view detail = "") {
  if (holds) return;
  std::fprintf(stderr, "FAILED: %.*s\n%.*s\n", static_cast<int>(property.size()), property.data(),
               static_cast<int>(detail.size()), detail.data());
  std::abort();
}

/// Runs `body`; true if it was refused as the program refuses: by an Error with a message and the
/// exit code of usage or of files. What else it throws is a finding.
template <class Body>
bool refused(Body&& body) {
  try {
    body();
    return false;
  } catch (const Error& error) {
    const std::string_view message = error.what();
    expect(!message.empty(), "an error has a message");
    expect(error.code() == Exit::usage || error.code() == Exit::io,
           "what is read is refused as bad usage or as a file", message);
    return true;
  }
}

/// A file without a place on a disk, whose name every reader can open.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    if (descriptor_ < 0) std::perror("memfd_create"), std::exit(1);
    path_ = "/proc/self/fd/" + std::to_string(descriptor_);
  }
  explicit MemoryFile(std::string_view bytes) : MemoryFile() { write(bytes); }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  /// Replaces what it holds.
  void write(std::string_view bytes) {
    if (::ftruncate(descriptor_, 0) != 0) std::perror("ftruncate"), std::exit(1);
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t written =
          ::pwrite(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
      if (written <= 0) std::perror("pwrite"), std::exit(1);
      done += static_cast<std::size_t>(written);
    }
  }

  int descriptor() const { return descriptor_; }
  const std::string& path() const { return path_; }

 private:
  int descriptor_;
  std::string path_;
};

}  // namespace pairtwist::fuzzing
