// SPDX-License-Identifier: BSD-3-Clause
// Random numbers that depend on nothing but where they are drawn: number i of stream j of a seed is
// a function of (seed, j, i), Philox4x32-10 of Salmon et al., Proc. SC11 (2011), 16.
#pragma once

#include <array>
#include <cstdint>

namespace pairtwist::engines {

/// The counter, encrypted ten times over.
inline std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                           std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53U} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57U} * counter[2];
    const auto high = [](std::uint64_t product) {
      return static_cast<std::uint32_t>(product >> 32U);
    };
    counter = {high(b) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
               high(a) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9U;
    key[1] += 0xBB67AE85U;
  }
  return counter;
}

class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint64_t stream)
      : key_{low(seed), low(seed >> 32U)}, stream_{low(stream), low(stream >> 32U)} {}

  /// Uniform in the open interval (0, 1).
  double next() {
    const auto word = philox({low(drawn_), low(drawn_ >> 32U), stream_[0], stream_[1]}, key_);
    ++drawn_;
    const std::uint64_t bits = (std::uint64_t{word[1]} << 32U | word[0]) >> 12U;
    return (static_cast<double>(bits) + 0.5) * 0x1p-52;
  }

 private:
  static std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }

  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 2> stream_;
  std::uint64_t drawn_ = 0;
};

}  // namespace pairtwist::engines
