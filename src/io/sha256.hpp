// SPDX-License-Identifier: BSD-3-Clause
// SHA-256, by OpenSSL's libcrypto.
#pragma once

#include <openssl/evp.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "io/file_work.hpp"

namespace pairtwist {

class Sha256 {
 public:
  Sha256();
  void add(std::span<const std::byte> bytes);
  /// 64 lower-case hexadecimal digits of all that was added; nothing may be added afterwards.
  std::string hex();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

/// Of bytes in memory.
std::string sha256_of(std::string_view bytes);

/// Of the contents of a file, as `sha256sum` prints it; `work` is told of its bytes. Throws
/// IoError; Interrupted.
std::string sha256_of_file(const std::string& path, FileWork* work = nullptr);

}  // namespace pairtwist
