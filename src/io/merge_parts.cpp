// SPDX-License-Identifier: BSD-3-Clause
#include "io/merge_parts.hpp"

#include <algorithm>
#include <list>
#include <utility>
#include <variant>
#include <vector>

#include "io/part_file.hpp"
#include "io/parts_header.hpp"
#include "io/parts_names.hpp"
#include "io/row_blocks.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

constexpr std::size_t largest_block = 8192;  // points

/// The parts read last: where shards take turns, their blocks do.
class OpenParts {
 public:
  OpenParts(const std::string& folder, const ResultLayout& layout)
      : folder_(folder), layout_(layout) {}

  PartReader& reader(const PartRecord& part) {
    const auto known = std::ranges::find(open_, &part, &Open::first);
    if (known != open_.end()) {
      open_.splice(open_.begin(), open_, known);
    } else {
      constexpr std::size_t most = 64;
      if (open_.size() == most) open_.pop_back();
      open_.emplace_front(&part,
                          PartReader(folder_ + "/" + part.name, layout_, part.config_sha256));
    }
    return open_.front().second;
  }

 private:
  using Open = std::pair<const PartRecord*, PartReader>;
  const std::string& folder_;
  const ResultLayout& layout_;
  std::list<Open> open_;  ///< the last one first
};

void set_missing(RowBlock& block, const ResultLayout& layout) {
  for (std::size_t v = 0; v < layout.variables.size(); ++v) {
    const std::vector<std::int8_t>& codes = layout.variables[v].flag_values;
    constexpr auto missing = static_cast<std::int8_t>(Status::missing);
    if (std::ranges::find(codes, missing) != codes.end())
      std::ranges::fill(std::get<std::vector<std::int8_t>>(block.columns[v]), missing);
  }
}

}  // namespace

void merge_parts(const std::string& folder, const FoundParts& found, const ResultLayout& layout,
                 ResultSink& sink, FileWork* work) {
  struct Piece {
    PointRange range;
    const PartRecord* part;
  };
  std::vector<Piece> pieces;
  for (const PartRecord& part : found.parts)
    for (const PointRange& range : part.points.ranges()) pieces.push_back({range, &part});
  std::ranges::sort(pieces, {}, [](const Piece& piece) { return piece.range.first; });

  if (work != nullptr) work->begin(FileWork::Step::joining, bytes_of_rows(layout));
  OpenParts open(folder, layout);
  std::size_t next = 0;
  const auto write_up_to = [&](std::size_t end, const PartRecord* part) {
    while (next < end) {
      if (work != nullptr) work->add(0, folder);
      const PointRange range = {next, std::min(end - next, largest_block)};
      if (part != nullptr) {
        sink.write(open.reader(*part).read(range, work));
      } else {
        RowBlock block = blank_rows(layout, range.first, range.count);
        set_missing(block, layout);
        sink.write(block);
      }
      next += range.count;
    }
  };
  for (const Piece& piece : pieces) {
    write_up_to(piece.range.first, nullptr);
    write_up_to(piece.range.first + piece.range.count, piece.part);
  }
  write_up_to(layout.points(), nullptr);
}

std::optional<FileLock> lock_for_merging(const std::string& folder) {
  try {
    std::optional<FileLock> lock = FileLock::take(folder + "/" + merge_lock_name);
    // Its header goes before the lock does: then this is a lock of our own, in what is no folder of
    // parts any more.
    if (!read_parts_header(folder)) {
      if (lock) remove_parts_folder(folder);
      lock.reset();
    }
    return lock;
  } catch (const IoError&) {
    if (!read_parts_header(folder)) return std::nullopt;
    throw;
  }
}

void add_missing_status(ResultLayout& layout) {
  for (Variable& variable : layout.variables) {
    std::string& meanings = variable.attributes["flag_meanings"];
    // Of points and of their values; not of methods.
    if (variable.type != DataType::int8 || !meanings.starts_with(to_string(Status::good))) {
      if (meanings.empty()) variable.attributes.erase("flag_meanings");
      continue;
    }
    variable.flag_values.push_back(static_cast<std::int8_t>(Status::missing));
    meanings += " " + std::string(to_string(Status::missing));
  }
}

}  // namespace pairtwist
