// SPDX-License-Identifier: BSD-3-Clause
#include "pairtwist/memory_sink.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "io/row_blocks.hpp"

namespace pairtwist {

MemorySink::MemorySink(ResultLayout layout)
    : layout_(std::move(layout)), rows_(blank_rows(layout_, 0, layout_.points())) {}

void MemorySink::write(const RowBlock& block) {
  check_rows(block, layout_);
  for (std::size_t v = 0; v < block.columns.size(); ++v) {
    const std::size_t first = block.first_point * layout_.row_size(layout_.variables[v]);
    std::visit(
        [&](const auto& values) {
          auto& all = std::get<std::decay_t<decltype(values)>>(rows_.columns[v]);
          std::copy(values.begin(), values.end(), all.begin() + static_cast<std::ptrdiff_t>(first));
        },
        block.columns[v]);
  }
}

const std::vector<double>& MemorySink::numbers(std::string_view variable) const {
  return std::get<std::vector<double>>(rows_.columns[layout_.index_of(variable)]);
}

const std::vector<std::int8_t>& MemorySink::flags(std::string_view variable) const {
  return std::get<std::vector<std::int8_t>>(rows_.columns[layout_.index_of(variable)]);
}

const std::vector<std::int32_t>& MemorySink::integers(std::string_view variable) const {
  return std::get<std::vector<std::int32_t>>(rows_.columns[layout_.index_of(variable)]);
}

}  // namespace pairtwist
