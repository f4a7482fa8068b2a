// SPDX-License-Identifier: BSD-3-Clause
#include "io/file_seal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "io/descriptor.hpp"
#include "io/posix_error.hpp"
#include "io/sha256.hpp"
#include "io/visible_text.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

constexpr std::string_view words = "\npairtwist sha256 ";

std::uint64_t length_of(int descriptor, const std::string& path) {
  struct stat info = {};
  if (::fstat(descriptor, &info) != 0) throw posix_error("read", path, errno);
  return static_cast<std::uint64_t>(info.st_size);
}

std::vector<std::byte> read_at(int descriptor, const std::string& path, std::uint64_t offset,
                               std::size_t count) {
  std::vector<std::byte> bytes(count);
  for (std::size_t done = 0; done < count;) {
    const ssize_t got =
        ::pread(descriptor, bytes.data() + done, count - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw posix_error("read", path, errno);
    if (got == 0) throw IoError(fmt::format("{} became shorter while it was read", path));
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::string sha256_of_start(int descriptor, const std::string& path, std::uint64_t length,
                            FileWork* work = nullptr) {
  constexpr std::uint64_t piece = std::uint64_t{1} << 20;
  Sha256 hash;
  for (std::uint64_t at = 0; at < length; at += piece) {
    const std::uint64_t count = std::min(piece, length - at);
    hash.add(read_at(descriptor, path, at, count));
    if (work != nullptr) work->add(count, path);
  }
  return hash.hex();
}

/// Where HDF5 takes the file to end; none if it does not begin as one that this version writes.
std::optional<std::uint64_t> end_of_hdf5(int descriptor, const std::string& path,
                                         std::uint64_t length) {
  constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
  constexpr std::size_t version_at = 8;
  constexpr std::size_t size_of_offsets_at = 9;
  constexpr std::size_t end_at = 28;  // of addresses of 8 bytes, behind base and extension
  if (length < end_at + 8) return std::nullopt;
  const std::vector<std::byte> head = read_at(descriptor, path, 0, end_at + 8);
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  const bool known = head[version_at] == std::byte{2} || head[version_at] == std::byte{3};
  if (!text.starts_with(signature) || !known || head[size_of_offsets_at] != std::byte{8})
    return std::nullopt;
  std::uint64_t end = 0;
  for (std::size_t i = 8; i-- > 0;) end = end << 8 | static_cast<std::uint64_t>(head[end_at + i]);
  return end;
}

}  // namespace

void seal_file(int descriptor, const std::string& path, FileWork* work) {
  const std::uint64_t length = length_of(descriptor, path);
  if (work != nullptr) work->begin(FileWork::Step::sealing, length);
  const std::string line =
      fmt::format("{}{}\n", words, sha256_of_start(descriptor, path, length, work));
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t written = ::pwrite(descriptor, line.data() + done, line.size() - done,
                                     static_cast<off_t>(length + done));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw posix_error("write", path, errno);
    done += static_cast<std::size_t>(written);
  }
}

std::string problem_of_seal(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.id() < 0) throw posix_error("read", path, errno);
  const std::uint64_t length = length_of(file.id(), path);
  const std::uint64_t end = std::min<std::uint64_t>(length, seal_length);
  const std::vector<std::byte> bytes = read_at(file.id(), path, length - end, end);
  const std::string_view line(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (line.size() < seal_length || !line.starts_with(words) || !line.ends_with('\n')) {
    const std::optional<std::uint64_t> of_hdf5 = end_of_hdf5(file.id(), path, length);
    if (!of_hdf5 || *of_hdf5 >= length) return "";
    return fmt::format(
        "it has {} bytes behind the end of its HDF5 part, which are not the line with its SHA-256",
        length - *of_hdf5);
  }
  const std::string_view written = line.substr(words.size(), line.size() - words.size() - 1);
  const std::string found = sha256_of_start(file.id(), path, length - seal_length);
  if (found == written) return "";
  return fmt::format("without its last line it has the SHA-256 {}, but had {} when it was written",
                     found, visible(written));
}

}  // namespace pairtwist
