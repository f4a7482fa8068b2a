// SPDX-License-Identifier: BSD-3-Clause
// A file descriptor of POSIX that is closed at the end of its scope.
#pragma once

#include <unistd.h>

#include <utility>

namespace pairtwist {

class Descriptor {
 public:
  /// id: what open() or pipe() returned; below 0 there is nothing to close.
  explicit Descriptor(int id) : id_(id) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int id() const { return id_; }
  void close() {
    if (id_ >= 0) ::close(std::exchange(id_, -1));
  }

 private:
  int id_;
};

}  // namespace pairtwist
