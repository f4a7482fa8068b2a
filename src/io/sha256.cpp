// SPDX-License-Identifier: BSD-3-Clause
#include "io/sha256.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <new>
#include <stdexcept>
#include <vector>

#include "io/descriptor.hpp"
#include "io/posix_error.hpp"

namespace pairtwist {
namespace {

/// Only a libcrypto that was configured without SHA-256 refuses.
void check(int status) {
  if (status != 1) throw std::runtime_error("libcrypto cannot compute a SHA-256");
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_) throw std::bad_alloc();
  check(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Sha256::add(std::span<const std::byte> bytes) {
  check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  check(EVP_DigestFinal_ex(context_.get(), digest.data(), &length));
  std::string text;
  for (unsigned i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

std::string sha256_of(std::string_view bytes) {
  Sha256 hash;
  hash.add(std::as_bytes(std::span(bytes)));
  return hash.hex();
}

std::string sha256_of_file(const std::string& path, FileWork* work) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.id() < 0) throw posix_error("read", path, errno);
  Sha256 hash;
  std::vector<std::byte> buffer(1 << 20);
  for (;;) {
    const ssize_t count = ::read(file.id(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw posix_error("read", path, errno);
    if (count == 0) return hash.hex();
    hash.add(std::span(buffer).first(static_cast<std::size_t>(count)));
    if (work != nullptr) work->add(static_cast<std::uint64_t>(count), path);
  }
}

}  // namespace pairtwist
