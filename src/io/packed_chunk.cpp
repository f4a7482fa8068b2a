// SPDX-License-Identifier: BSD-3-Clause
#include "io/packed_chunk.hpp"

#include <libdeflate.h>

#include <memory>
#include <new>

namespace pairtwist {
namespace {

/// The first bytes of all elements, then the second ones: those of neighbouring numbers are alike.
std::vector<std::byte> shuffled(std::span<const std::byte> elements, std::size_t element_size) {
  const std::size_t count = elements.size() / element_size;
  std::vector<std::byte> result(elements.size());
  for (std::size_t b = 0; b < element_size; ++b)
    for (std::size_t i = 0; i < count; ++i) result[b * count + i] = elements[i * element_size + b];
  return result;
}

struct Free {
  void operator()(libdeflate_compressor* compressor) const {
    libdeflate_free_compressor(compressor);
  }
};

/// What is left of a sum of words in ones' complement: 0 for none but zeros.
std::uint32_t folded(std::uint64_t sum) {
  return sum == 0 ? 0 : static_cast<std::uint32_t>((sum - 1) % 65535 + 1);
}

}  // namespace

std::uint32_t fletcher32(std::span<const std::byte> bytes) {
  // Of so many words neither sum is beyond 64 bits.
  constexpr std::size_t words_at_once = std::size_t{1} << 20;
  std::uint64_t sum = 0;
  std::uint64_t sum_of_sums = 0;
  const auto add = [&](std::byte high, std::byte low) {
    sum += std::to_integer<std::uint64_t>(high) << 8 | std::to_integer<std::uint64_t>(low);
    sum_of_sums += sum;
  };
  std::size_t i = 0;
  while (i + 1 < bytes.size()) {
    const std::size_t left = (bytes.size() - i) / 2;
    for (std::size_t word = 0; word < words_at_once && word < left; ++word, i += 2)
      add(bytes[i], bytes[i + 1]);
    sum = folded(sum);
    sum_of_sums = folded(sum_of_sums);
  }
  if (i < bytes.size()) add(bytes[i], std::byte{0});
  return folded(sum_of_sums) << 16 | folded(sum);
}

std::vector<std::byte> packed_chunk(std::span<const std::byte> elements, std::size_t element_size) {
  std::vector<std::byte> storage;
  if (element_size > 1) {
    storage = shuffled(elements, element_size);
    elements = storage;
  }
  const std::unique_ptr<libdeflate_compressor, Free> compressor(
      libdeflate_alloc_compressor(deflate_level));
  if (!compressor) throw std::bad_alloc();
  std::vector<std::byte> packed(libdeflate_zlib_compress_bound(compressor.get(), elements.size()) +
                                sizeof(std::uint32_t));
  packed.resize(libdeflate_zlib_compress(compressor.get(), elements.data(), elements.size(),
                                         packed.data(), packed.size()));
  const std::uint32_t checksum = fletcher32(packed);
  for (unsigned shift = 0; shift < 32; shift += 8)
    packed.push_back(static_cast<std::byte>(checksum >> shift & 0xffU));
  return packed;
}

}  // namespace pairtwist
