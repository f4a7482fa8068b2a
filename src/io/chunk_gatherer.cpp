// SPDX-License-Identifier: BSD-3-Clause
#include "io/chunk_gatherer.hpp"

#include <algorithm>
#include <utility>

namespace pairtwist {

ChunkGatherer::ChunkGatherer(std::vector<std::size_t> shape, const std::vector<std::size_t>& chunk,
                             std::vector<std::byte> fill)
    : shape_(std::move(shape)), fill_(std::move(fill)) {
  const auto longer = std::ranges::find_if(chunk, [](std::size_t length) { return length > 1; });
  divided_ = std::min<std::size_t>(longer - chunk.begin(), chunk.size() - 1);
  length_ = chunk[divided_];
  for (std::size_t d = divided_ + 1; d < shape_.size(); ++d) behind_ *= shape_[d];
  pieces_ = (shape_[divided_] + length_ - 1) / length_;
}

std::vector<std::size_t> ChunkGatherer::offset_of(std::size_t number) const {
  std::vector<std::size_t> offset(shape_.size(), 0);
  offset[divided_] = number % pieces_ * length_;
  number /= pieces_;
  for (std::size_t d = divided_; d-- > 0; number /= shape_[d]) offset[d] = number % shape_[d];
  return offset;
}

std::vector<std::byte> ChunkGatherer::blank() const {
  std::vector<std::byte> elements(length_ * behind_ * fill_.size());
  for (std::size_t at = 0; at < elements.size(); at += fill_.size())
    std::ranges::copy(fill_, elements.begin() + static_cast<std::ptrdiff_t>(at));
  return elements;
}

std::vector<WholeChunk> ChunkGatherer::add(std::size_t first, std::span<const std::byte> elements) {
  std::vector<WholeChunk> whole;
  const std::size_t size = fill_.size();
  const std::size_t of_row = shape_[divided_] * behind_;
  while (!elements.empty()) {
    const std::size_t within_row = first % of_row;
    const std::size_t piece = within_row / (length_ * behind_);
    const std::size_t number = first / of_row * pieces_ + piece;
    const std::size_t begin = piece * length_ * behind_;
    const std::size_t there = std::min(length_, shape_[divided_] - piece * length_) * behind_;
    const std::size_t within = within_row - begin;
    const std::size_t count = std::min(there - within, elements.size() / size);
    const std::span<const std::byte> part = elements.first(count * size);
    if (count == length_ * behind_) {
      whole.push_back({offset_of(number), part, {}});
    } else {
      auto found = open_.find(number);
      if (found == open_.end()) found = open_.emplace(number, Open{blank(), there}).first;
      Open& open = found->second;
      std::ranges::copy(part, open.elements.begin() + static_cast<std::ptrdiff_t>(within * size));
      open.missing -= count;
      if (open.missing == 0) {
        WholeChunk& chunk = whole.emplace_back();
        chunk.offset = offset_of(number);
        chunk.own = std::move(open.elements);
        chunk.elements = chunk.own;
        open_.erase(found);
      }
    }
    first += count;
    elements = elements.subspan(count * size);
  }
  return whole;
}

std::vector<WholeChunk> ChunkGatherer::unfinished() const {
  std::vector<WholeChunk> chunks;
  for (const auto& [number, open] : open_) chunks.push_back({offset_of(number), open.elements, {}});
  return chunks;
}

}  // namespace pairtwist
