// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <utility>

#include "io/chunk_gatherer.hpp"

namespace pairtwist::test {
namespace {

using Lengths = std::vector<std::size_t>;

constexpr std::int32_t fill = -7;

std::vector<std::byte> fill_bytes() {
  std::vector<std::byte> bytes(sizeof fill);
  std::memcpy(bytes.data(), &fill, sizeof fill);
  return bytes;
}

/// Puts chunks where they belong; what lies beyond the shape must have the fill value.
class Assembled {
 public:
  Assembled(Lengths shape, Lengths chunk) : shape_(std::move(shape)), chunk_(std::move(chunk)) {
    std::size_t size = 1;
    for (const std::size_t length : shape_) size *= length;
    elements.assign(size, fill);
  }

  void put(const std::vector<WholeChunk>& chunks) {
    for (const WholeChunk& whole : chunks) {
      std::vector<std::int32_t> values(whole.elements.size() / sizeof(std::int32_t));
      std::memcpy(values.data(), whole.elements.data(), whole.elements.size());
      std::size_t expected = 1;
      for (const std::size_t length : chunk_) expected *= length;
      ASSERT_EQ(values.size(), expected);
      for (std::size_t i = 0; i < values.size(); ++i) {
        std::size_t rest = i;
        std::size_t flat = 0;
        std::size_t stride = 1;
        bool inside = true;
        for (std::size_t d = shape_.size(); d-- > 0; rest /= chunk_[d]) {
          const std::size_t at = whole.offset[d] + rest % chunk_[d];
          inside = inside && at < shape_[d];
          flat += at * stride;
          stride *= shape_[d];
        }
        if (inside)
          elements[flat] = values[i];
        else
          EXPECT_EQ(values[i], fill);
      }
      ++count;
    }
  }

  std::vector<std::int32_t> elements;
  std::size_t count = 0;

 private:
  Lengths shape_, chunk_;
};

std::span<const std::byte> part(const std::vector<std::int32_t>& all, std::size_t first,
                                std::size_t count) {
  return std::as_bytes(std::span(all).subspan(first, count));
}

TEST(ChunkGatherer, GivesEachChunkOnceWhateverTheOrder) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const std::vector<std::pair<Lengths, Lengths>> cases = {{{1}, {1}},
                                                          {{10}, {10}},
                                                          {{10}, {4}},
                                                          {{3, 10}, {1, 4}},
                                                          {{3, 10, 2}, {1, 4, 2}},
                                                          {{5, 2, 3}, {2, 2, 3}},
                                                          {{4, 1, 7}, {1, 1, 1}},
                                                          {{6, 1}, {4, 1}}};
  for (const auto& [shape, chunk] : cases)
    for (const std::size_t longest : {1U, 3U, 1000U}) {
      Assembled found(shape, chunk);
      std::vector<std::int32_t> all(found.elements.size());
      for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int32_t>(i);
      std::vector<std::pair<std::size_t, std::size_t>> pieces;
      for (std::size_t first = 0; first < all.size();) {
        const std::size_t count = std::min(1 + random() % longest, all.size() - first);
        pieces.emplace_back(first, count);
        first += count;
      }
      std::shuffle(pieces.begin(), pieces.end(), random);
      ChunkGatherer gatherer(shape, chunk, fill_bytes());
      for (const auto& [first, count] : pieces)
        found.put(gatherer.add(first, part(all, first, count)));
      EXPECT_EQ(found.elements, all);
      std::size_t chunks = 1;
      for (std::size_t d = 0; d < shape.size(); ++d) chunks *= (shape[d] + chunk[d] - 1) / chunk[d];
      EXPECT_EQ(found.count, chunks);
      EXPECT_TRUE(gatherer.unfinished().empty());
    }
}

TEST(ChunkGatherer, ShowsWhatIsUnfinishedWithFillForTheRest) {
  const std::vector<std::int32_t> all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  ChunkGatherer gatherer({10}, {4}, fill_bytes());
  EXPECT_EQ(gatherer.add(0, part(all, 0, 6)).size(), 1U);
  Assembled found({10}, {4});
  found.put(gatherer.unfinished());
  EXPECT_EQ(found.elements,
            (std::vector<std::int32_t>{fill, fill, fill, fill, 4, 5, fill, fill, fill, fill}));
}

TEST(ChunkGatherer, CopiesNoChunkThatIsWholeAlready) {
  const std::vector<std::int32_t> all(12, 3);
  ChunkGatherer gatherer({12}, {4}, fill_bytes());
  const std::vector<WholeChunk> chunks = gatherer.add(0, part(all, 0, 12));
  ASSERT_EQ(chunks.size(), 3U);
  EXPECT_EQ(static_cast<const void*>(chunks[1].elements.data()), &all[4]);
}

}  // namespace
}  // namespace pairtwist::test
