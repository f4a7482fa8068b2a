// SPDX-License-Identifier: BSD-3-Clause
// Files that may be damaged, or made to do harm, are read in a process of their own: what libhdf5
// does on them (it crashes, loops, asks for all memory) happens there, and is an error here.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pairtwist {

/// What the reading of a file may take.
struct ReadLimits {
  std::uint64_t cpu_seconds = 0;
  std::uint64_t bytes = 0;  ///< of memory, beyond what the process has
};

/// Far more than reading an honest file of that size takes.
ReadLimits read_limits(std::uint64_t file_bytes);
/// Of this file; of an empty one where its size cannot be had.
ReadLimits read_limits(const std::string& path);

/// What can come back from another process.
using Texts = std::vector<std::string>;

/// What `read` returns or throws, run in a child of this process. IoError with the name of the file
/// if the child dies of it, or reaches a limit. Leaves no process behind, and signals to this one.
Texts read_in_child(const std::string& path, const ReadLimits& limits,
                    const std::function<Texts()>& read);
/// With the limits of its size.
Texts read_in_child(const std::string& path, const std::function<Texts()>& read);

/// Numbers as the bytes they are, for the way between two processes of one machine.
template <class T>
std::string packed(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}
template <class T>
std::vector<T> unpacked(std::string_view bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  bytes.copy(reinterpret_cast<char*>(values.data()), values.size() * sizeof(T));
  return values;
}

}  // namespace pairtwist
