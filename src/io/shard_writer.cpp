// SPDX-License-Identifier: BSD-3-Clause
#include "io/shard_writer.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <set>
#include <utility>
#include <variant>

#include "io/output_file.hpp"
#include "io/part_file.hpp"
#include "io/parts_names.hpp"
#include "io/posix_error.hpp"
#include "io/provenance.hpp"
#include "io/sha256.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

namespace fs = std::filesystem;

FileLock take_shard(const std::string& folder, const Shard& shard) {
  const std::string path = folder + "/" + lock_name(shard);
  std::optional<FileLock> lock = FileLock::take(path);
  const std::string what = shard.count == 1
                               ? "the scan"
                               : fmt::format("shard {}/{} of the scan", shard.index, shard.count);
  if (!lock)
    throw IoError(fmt::format("{}: {} is being solved by {}; wait until that has ended, or end it",
                              folder, what, FileLock::holder(path)));
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool same_division =
        name.ends_with(fmt::format("-of-{}.lock", shard.count)) || !is_lock_name(name);
    if (!same_division && FileLock::is_held(entry.path().string()))
      throw IoError(fmt::format(
          "{}: {} works on it as {}, and here it would be divided into {}: points would be solved "
          "twice; use the same number of shards, or wait until that has ended",
          folder, FileLock::holder(entry.path().string()), name, shard.count));
  }
  return *std::move(lock);
}

void count_statuses(const RowBlock& block, std::size_t status, PartRecord& record) {
  for (const std::int8_t code : std::get<std::vector<std::int8_t>>(block.columns[status]))
    ++record.statuses[code];
}

}  // namespace

ShardWriter::ShardWriter(std::string folder, const Shard& shard)
    : lock_(take_shard(folder, shard)), folder_(std::move(folder)), shard_(shard) {}

FoundParts ShardWriter::take_over(const PartsHeader& header, const ResultLayout& layout,
                                  const PointSet& own_points, FileWork* work) {
  FoundParts found = list_parts(folder_, header);
  check_parts(folder_, found, layout, own_points, work);

  const std::string manifest = folder_ + "/" + manifest_name(shard_);
  const Manifest before = read_manifest(manifest);
  std::set<std::string> good;
  std::vector<PartRecord> kept;
  for (const PartRecord& part : found.parts) {
    good.insert(part.name);
    if (number_of_part(part.name, shard_)) kept.push_back(part);
  }
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const std::string name = entry.path().filename().string();
    const std::optional<std::size_t> number = number_of_part(name, shard_);
    if (!number) continue;
    next_ = std::max(next_, *number + 1);
    if (good.contains(name) || !fs::is_regular_file(entry.symlink_status())) continue;
    const bool without_line =
        std::ranges::find(before.parts, name, &PartRecord::name) == before.parts.end();
    if (without_line) found.problems.push_back(name + " has no line in the manifest");
    if (::unlink(entry.path().c_str()) != 0) throw posix_error("remove", entry.path(), errno);
  }
  if (!before.problems.empty() || kept.size() != before.parts.size())
    rewrite_manifest(manifest, kept);
  remove_stale_files(folder_ + "/" + header_name);
  remove_stale_files(manifest);
  for (std::size_t number = 0; number <= next_; ++number)
    remove_stale_files(folder_ + "/" + part_name(shard_, number));
  return found;
}

void ShardWriter::write(const ResultLayout& layout, const std::vector<RowBlock>& blocks,
                        PartRecord record) {
  const std::size_t status = layout.index_of("status");
  for (const RowBlock& block : blocks) {
    record.points.add({block.first_point, block.count});
    record.failed += static_cast<std::int64_t>(block.failed);
    record.coarse += static_cast<std::int64_t>(block.coarse);
    count_statuses(block, status, record);
  }
  record.name = part_name(shard_, next_);
  const std::string path = folder_ + "/" + record.name;
  write_part(path, layout, blocks, record.config_sha256);
  ++next_;
  record.sha256 = sha256_of_file(path);
  record.bytes = fs::file_size(path);
  record.written = time_text(std::time(nullptr));
  append_to_manifest(folder_ + "/" + manifest_name(shard_), record);
}

}  // namespace pairtwist
