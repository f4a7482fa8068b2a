// SPDX-License-Identifier: BSD-3-Clause
#include "io/scan_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <climits>
#include <filesystem>
#include <utility>

#include "io/merge_parts.hpp"
#include "io/output_file.hpp"
#include "io/parts_deal.hpp"
#include "io/parts_job.hpp"
#include "io/parts_names.hpp"
#include "io/parts_start.hpp"
#include "io/row_blocks.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using Clock = ResultSink::Clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void refuse_other_config(const std::string& folder, const PartsHeader& there,
                         const PartsHeader& here) {
  if (there.identity.sha256 == here.identity.sha256 && there.points == here.points) return;
  const std::string difference = difference_of(there.identity, here.identity);
  throw IoError(fmt::format(
      "{}: holds parts of another config: {}; -o FILE writes elsewhere, --force begins again",
      folder, difference.empty() ? "its scan has other points" : difference));
}

/// One with whom these numbers must not be mixed.
const PartOrigin* other_origin(const PartsHeader& there, const FoundParts& found,
                               const PartOrigin& here) {
  if (!there.origin.same_numbers(here)) return &there.origin;
  for (const PartRecord& part : found.parts)
    if (!part.origin.same_numbers(here)) return &part.origin;
  return nullptr;
}

void add_in_order(std::vector<RowBlock>& blocks, const RowBlock& block) {
  const auto before =
      std::ranges::upper_bound(blocks, block.first_point, {}, &RowBlock::first_point);
  blocks.insert(before, block);
}

}  // namespace

ScanOutput::ScanOutput(ScanOutputOptions options, ResultLayout layout, PartsHeader header)
    : options_(std::move(options)),
      layout_(std::move(layout)),
      header_(std::move(header)),
      folder_(parts_path(options_.path)),
      todo_(PointSet::all(header_.points)) {
  // Refused now, not when the first part is due.
  const std::string parts = std::filesystem::path(folder_).filename().string();
  if (parts.size() > NAME_MAX)
    throw IoError(
        fmt::format("{}: its name has {} bytes, and that of the folder of its parts {}; a file "
                    "system takes at most {}: choose a shorter one with -o",
                    options_.path, parts.size() - (folder_.size() - options_.path.size()),
                    parts.size(), NAME_MAX));
  const TemporaryFiles temporary = remove_stale_files(options_.path);
  for (const std::string& name : temporary.removed)
    messages_.push_back(fmt::format("{}: left by a run that was killed; removed", name));
  if (!temporary.in_use.empty())
    throw IoError(
        fmt::format("{}: another run is writing it ({}); wait until that has ended, or "
                    "choose another FILE with -o",
                    options_.path, temporary.in_use.front()));

  std::optional<PartsHeader> there = read_parts_header(folder_);
  if (there && options_.force && there->identity.sha256 != header_.identity.sha256) {
    ShardWriter nobody_else(folder_, options_.shard);
    messages_.push_back(fmt::format("{}: held parts of another config; removed", folder_));
    remove_parts_folder(folder_);
    there.reset();
  }
  if (!there && options_.shard.count == 1 && !options_.goes_on) {
    direct_.emplace(options_.path, layout_,
                    ResultWriter::Options{.force = options_.force, .threads = options_.threads});
    return;
  }
  begin_parts();
}

void ScanOutput::begin_parts() {
  make_parts_folder(folder_, header_);
  const std::optional<PartsHeader> there = read_parts_header(folder_);
  if (!there) throw IoError(fmt::format("{}: was removed by another process", folder_));
  refuse_other_config(folder_, *there, header_);
  store_starts(folder_, header_.identity.files);
  const Deal deal = settle_deal(
      {folder_, header_.identity.sha256, lengths_of_axes(layout_), options_.shard.count},
      [&] { return options_.costs; });
  const PointSet own = shard_points(deal, options_.shard);
  parts_.emplace(folder_, options_.shard);
  FoundParts found = parts_->take_over(*there, layout_, own, options_.work);
  for (const std::string& problem : found.problems)
    messages_.push_back(
        fmt::format("{}: {}; points that are in no other part are solved again", folder_, problem));
  if (!options_.allow_mixed) {
    if (const PartOrigin* other = other_origin(*there, found, header_.origin))
      throw IoError(
          fmt::format("{}: was begun with {}; this is {}: bits may differ; --allow-mixed "
                      "goes on all the same",
                      folder_, other->text(), header_.origin.text()));
  }
  todo_ = own.without(found.points());
  present_ = own.size() - todo_.size();
  if (!found.parts.empty())
    messages_.push_back(
        fmt::format("{}: {} of {} points are there already", folder_, present_, own.size()));
  in_parts_ = true;
}

void ScanOutput::take_over(const PointSet& points, const PartOrigin& origin,
                           const std::function<RowBlock(const PointRange&)>& read) {
  const PointSet kept = todo_.without(todo_.without(points));
  if (kept.empty()) return;
  const std::size_t row_bytes =
      std::max<std::size_t>(bytes_of(read({kept.ranges().front().first, 1})), 1);
  const std::size_t rows = std::max<std::size_t>(options_.part_bytes / row_bytes, 1);
  const auto write = [&](std::vector<RowBlock>& blocks) {
    if (blocks.empty()) return;
    PartRecord record;
    record.config_sha256 = header_.identity.sha256;
    record.origin = origin;
    parts_->write(layout_, blocks, std::move(record));
    blocks.clear();
  };
  std::vector<RowBlock> blocks;
  std::size_t room = rows;
  for (const PointRange& range : kept.ranges()) {
    for (std::size_t done = 0; done < range.count;) {
      const std::size_t count = std::min(range.count - done, room);
      blocks.push_back(read({range.first + done, count}));
      done += count;
      room -= count;
      if (room > 0) continue;
      write(blocks);
      room = rows;
    }
  }
  write(blocks);
  todo_ = todo_.without(kept);
  present_ += kept.size();
}

void ScanOutput::write(const RowBlock& block) {
  add_in_order(pending_, block);
  pending_bytes_ += bytes_of(block);
  if (pending_bytes_ >= options_.part_bytes || seconds_since(last_part_) >= options_.part_seconds)
    write_part();
}

std::optional<ResultSink::Clock::time_point> ScanOutput::due() const {
  constexpr double longest = 1e9;  // seconds: beyond, the clock's numbers overflow
  if (pending_.empty()) return std::nullopt;
  const std::chrono::duration<double> wait(std::min(options_.part_seconds, longest));
  return last_part_ + std::chrono::duration_cast<Clock::duration>(wait);
}

void ScanOutput::write_part() {
  if (pending_.empty()) return;
  if (direct_) {
    direct_.reset();
    const PointSet all = todo_;
    begin_parts();
    todo_ = all;
  }
  PartRecord record;
  record.config_sha256 = header_.identity.sha256;
  record.origin = header_.origin;
  record.seconds = seconds_since(last_part_);
  parts_->write(layout_, pending_, std::move(record));
  last_part_ = Clock::now();
  pending_.clear();
  pending_bytes_ = 0;
}

std::int64_t ScanOutput::keep() {
  write_part();
  return parts_ ? static_cast<std::int64_t>(list_parts(folder_, header_).points().size()) : 0;
}

ScanOutput::Outcome ScanOutput::finish() {
  if (direct_) {
    for (const RowBlock& block : pending_) direct_->write(block);
    direct_->finish();
    return {};
  }
  write_part();
  FoundParts found = list_parts(folder_, header_);
  if (found.points().size() == header_.points) return merge(std::move(found));
  // Whoever has appended the last line joins the parts and removes the folder.
  if (!read_parts_header(folder_) || FileLock::is_held(folder_ + "/" + merge_lock_name))
    return {End::being_merged, found.totals(), true, ""};
  if (options_.shard.count == 1)
    throw IoError(
        fmt::format("{}: {} of {} points are missing, though all were solved: the folder "
                    "has changed meanwhile; the same command solves them again",
                    folder_, header_.points - found.points().size(), header_.points));
  return {End::shard_done, found.totals(), false, ""};
}

ScanOutput::Outcome ScanOutput::merge(FoundParts found) {
  const std::optional<FileLock> lock = lock_for_merging(folder_);
  if (!lock) return {End::being_merged, found.totals(), true, ""};
  check_parts(folder_, found, layout_, PointSet::all(header_.points), options_.work);
  const std::size_t there = found.points().size();
  if (there != header_.points) {
    throw IoError(fmt::format("{}: {}{} points are to be solved again: the same command does so",
                              folder_, found.problems_text(), header_.points - there));
  }
  ResultLayout layout = layout_;
  set_origin(layout.attributes, found);
  ResultWriter writer(options_.path, layout,
                      {.force = options_.force || options_.goes_on,
                       .threads = options_.threads,
                       .work = options_.work});
  merge_parts(folder_, found, layout, writer, options_.work);
  writer.finish();
  const bool removed = remove_parts_folder(folder_);
  return {End::written, found.totals(), true, removed ? "" : folder_};
}

}  // namespace pairtwist
