// SPDX-License-Identifier: BSD-3-Clause
// What a scan in parts is kept in: part files, manifests, the folder, locks; and parts joined.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <random>

#include "io/file_lock.hpp"
#include "io/merge_parts.hpp"
#include "io/output_file.hpp"
#include "io/part_file.hpp"
#include "io/parts_found.hpp"
#include "io/parts_names.hpp"
#include "io/row_blocks.hpp"
#include "io/shard_writer.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/memory_sink.hpp"

namespace pairtwist {
namespace {

using io_test::axis;
using io_test::message_of;
using io_test::run_in_child;
using io_test::small_job;
using io_test::TempFolder;

Job scanned_job() {
  Job job = small_job();
  job.output.quantities = {"qfi", "spin_mean", "photon_number"};
  job.scan.axes = {axis("model.kappa", {0.0, 1.0, 2.0, 3.0, 4.0}), axis("model.U", {0.0, 1.0})};
  return job;
}

ResultLayout layout_of(const Job& job) { return result_layout(job, Scan(job)); }

RowBlock random_rows(const ResultLayout& layout, std::size_t first, std::size_t count) {
  RowBlock block = blank_rows(layout, first, count);
  std::mt19937_64 random(first + 100);
  io_test::fill_with_random_bits(block, random);
  return block;
}

/// Bits, of which NaN equals NaN.
std::vector<std::byte> bits_of(const RowBlock& block) {
  std::vector<std::byte> bits;
  for (const Column& column : block.columns)
    std::visit(
        [&](const auto& values) {
          const auto bytes = std::as_bytes(std::span(values));
          bits.insert(bits.end(), bytes.begin(), bytes.end());
        },
        column);
  return bits;
}

PartOrigin some_origin() { return {"1", "abc", "gcc", "cpu", "avx2", "a processor", "here"}; }

PartsHeader some_header(const Job& job) { return parts_header(job, {}, 10, some_origin()); }

PartRecord some_record(const PartsHeader& header) {
  PartRecord record;
  record.config_sha256 = header.identity.sha256;
  record.origin = header.origin;
  record.seconds = 1.5;
  return record;
}

TEST(SplitRows, GivesEachRangeItsRows) {
  const ResultLayout layout = layout_of(scanned_job());
  const RowBlock rows = random_rows(layout, 0, 4);
  const std::vector<RowBlock> blocks = split_rows(rows, PointSet({PointRange{2, 1}, {5, 3}}));
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_EQ(blocks[0].first_point, 2U);
  EXPECT_EQ(blocks[1].first_point, 5U);
  EXPECT_EQ(blocks[1].count, 3U);
  check_rows(blocks[1], layout);
  MemorySink together(layout);
  RowBlock moved = rows;
  moved.first_point = 4;  // its last three rows are points 5 ... 7
  together.write(moved);
  const auto expected = together.numbers("qfi");
  MemorySink apart(layout);
  for (const RowBlock& block : blocks) apart.write(block);
  const std::size_t row = layout.row_size(layout.variables[layout.index_of("qfi")]);
  EXPECT_EQ(0, std::memcmp(&apart.numbers("qfi")[5 * row], &expected[5 * row], 3 * row * 8));
  EXPECT_EQ(0, std::memcmp(&apart.numbers("qfi")[2 * row], &expected[4 * row], row * 8));
  EXPECT_EQ(bytes_of(rows), bits_of(rows).size());
  EXPECT_THROW(split_rows(rows, PointSet::all(3)), std::logic_error);
}

TEST(PartFile, GivesBackEveryBit) {
  const TempFolder folder;
  const ResultLayout layout = layout_of(scanned_job());
  const std::string path = folder.file("part.h5");
  const std::vector<RowBlock> blocks = {random_rows(layout, 1, 2), random_rows(layout, 3, 1),
                                        random_rows(layout, 6, 4)};
  write_part(path, layout, blocks, "hash");
  EXPECT_EQ(folder.names(), std::vector<std::string>{"part.h5"});
  const PartReader part(path, layout, "hash");
  EXPECT_EQ(part.points().ranges(), (std::vector<PointRange>{{1, 3}, {6, 4}}));
  for (const RowBlock& block : blocks)
    EXPECT_EQ(bits_of(part.read({block.first_point, block.count})), bits_of(block));
  EXPECT_THROW(part.read({3, 4}), std::logic_error);
  EXPECT_NE(message_of<IoError>([&] { PartReader(path, layout, "other"); }).find("another scan"),
            std::string::npos);
  EXPECT_THROW(write_part(path, layout, blocks, "hash"), IoError) << "a part is never replaced";
}

TEST(Manifest, LinesComeBackAndDamageIsSaid) {
  const TempFolder folder;
  const std::string path = folder.file("manifest");
  PartRecord record = some_record(some_header(scanned_job()));
  record.name = "part.0-of-1.000000.h5";
  record.points = PointSet({PointRange{0, 3}, {5, 2}});
  record.sha256 = "beef";
  record.bytes = 1234;
  record.failed = 2;
  record.statuses = {{0, 4}, {6, 1}};
  record.written = "2026-01-01T00:00:00Z";
  append_to_manifest(path, record);
  append_to_manifest(path, record);
  const Manifest read = read_manifest(path);
  ASSERT_EQ(read.parts.size(), 2U);
  EXPECT_TRUE(read.problems.empty());
  EXPECT_EQ(to_line(read.parts[1]), to_line(record));
  EXPECT_EQ(read.parts[1].points, record.points);

  const std::string text = io_test::read_file(path);
  for (std::size_t length = 0; length <= text.size(); ++length) {
    io_test::write_file(path, text.substr(0, length));
    const Manifest cut = read_manifest(path);
    const std::size_t whole = length / (text.size() / 2);
    EXPECT_EQ(cut.parts.size(), whole);
    EXPECT_EQ(cut.problems.empty(), length % (text.size() / 2) == 0);
  }
  // Numbers that would be cut to others.
  for (const auto& [whole, odd] : {std::pair{"\"bytes\":1234", "\"bytes\":1e30"},
                                   {"\"bytes\":1234", "\"bytes\":-1"},
                                   {"[0,3]", "[0,3.5]"},
                                   {"\"failed\":2", "\"failed\":18446744073709551615"},
                                   {"[0,4]", "[300,4]"}}) {
    std::string line = to_line(record);
    ASSERT_NE(line.find(whole), std::string::npos) << line;
    line.replace(line.find(whole), std::string(whole).size(), odd);
    io_test::write_file(path, line);
    const Manifest odd_one = read_manifest(path);
    EXPECT_TRUE(odd_one.parts.empty()) << odd;
    EXPECT_EQ(odd_one.problems.size(), 1U) << odd;
  }
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string damaged = text;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    io_test::write_file(path, damaged);
    EXPECT_NO_THROW(read_manifest(path));
  }
}

TEST(Manifest, ALineThatDoesNotFitOnTheDiskLeavesNone) {
  const TempFolder folder;
  const std::string path = folder.file("manifest");
  const PartRecord record = some_record(some_header(scanned_job()));
  append_to_manifest(path, record);
  const std::string before = io_test::read_file(path);
  const io_test::ChildResult child = run_in_child([&] {
    const rlim_t limit = before.size() + 20;
    const rlimit size = {limit, limit};
    ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &size);
    return message_of<IoError>([&] { append_to_manifest(path, record); }).empty() ? 1 : 0;
  });
  EXPECT_EQ(child.exit_code, 0) << child.messages;
  EXPECT_EQ(io_test::read_file(path), before);
}

TEST(PartsNames, TellWhatAFileIs) {
  EXPECT_EQ(part_name({3, 8}, 12), "part.3-of-8.000012.h5");
  EXPECT_EQ(number_of_part(part_name({3, 8}, 1234567), {3, 8}), 1234567U);
  EXPECT_FALSE(number_of_part(part_name({3, 8}, 1), {3, 80}));
  EXPECT_FALSE(number_of_part("part.3-of-8.x.h5", {3, 8}));
  EXPECT_TRUE(is_part_name(part_name({}, 0)) && is_manifest_name(manifest_name({})) &&
              is_lock_name(lock_name({})));
  EXPECT_FALSE(is_part_name("part./etc.h5"));
  EXPECT_TRUE(belongs_to_parts(".part.0-of-1.000000.h5.abcdef.tmp"));
  EXPECT_FALSE(belongs_to_parts("notes.txt") || belongs_to_parts(header_name));
}

TEST(FileLock, KeepsOutOthersUntilItsHolderEnds) {
  const TempFolder folder;
  const std::string path = folder.file("lock");
  EXPECT_FALSE(FileLock::is_held(path));
  {
    const std::optional<FileLock> lock = FileLock::take(path);
    ASSERT_TRUE(lock);
    EXPECT_TRUE(lock->still_there());
    EXPECT_TRUE(FileLock::is_held(path));
    EXPECT_FALSE(FileLock::take(path));
    EXPECT_NE(FileLock::holder(path).find(fmt::format("process {}", ::getpid())),
              std::string::npos);
    std::filesystem::remove(path);
    EXPECT_FALSE(lock->still_there());
  }
  EXPECT_TRUE(FileLock::take(path));
}

TEST(ScanIdentity, NamesTheKeyThatDiffers) {
  const Job job = scanned_job();
  const ScanIdentity here = scan_identity(job, {});
  Job same = job;
  same.title = "another";
  same.solve.backend = BackendChoice::cpu;
  same.output.part_seconds = 1.0;
  EXPECT_EQ(scan_identity(same, {}).sha256, here.sha256);

  const auto said = [&](const Job& other) { return difference_of(scan_identity(other, {}), here); };
  Job other = job;
  other.base.model.detuning = 2.5;
  EXPECT_EQ(said(other), "model.detuning is 2.5 (float) there and 1.0 (float) here");
  other = job;
  other.scan.axes[0].values[2] = 2.25;
  EXPECT_EQ(said(other), "scan.axes[0].values[2] is 2.25 (float) there and 2.0 (float) here");
  other = job;
  other.output.quantities.pop_back();
  EXPECT_EQ(said(other), "output.quantities has 2 entries there and 3 here");
  other = job;
  other.solve.tolerance = std::nextafter(job.solve.tolerance, 1.0);
  EXPECT_NE(said(other), "");

  const StartFile file{"light.path", "light.h5", "light_sha256", "aa"};
  StartFile changed = file;
  changed.sha256 = "bb";
  EXPECT_NE(scan_identity(job, {file}).sha256, scan_identity(job, {changed}).sha256);
  EXPECT_NE(
      difference_of(scan_identity(job, {file}), scan_identity(job, {changed})).find("light.path"),
      std::string::npos);
}

TEST(Parts, AreJoinedInOrderWithGapsMarked) {
  const TempFolder folder;
  const std::string path = folder.file("x.h5.parts");
  ResultLayout layout = layout_of(scanned_job());
  const PartsHeader header = some_header(scanned_job());
  make_parts_folder(path, header);
  EXPECT_EQ(read_parts_header(path)->identity.sha256, header.identity.sha256);
  {
    ShardWriter writer(path, {0, 2});
    EXPECT_TRUE(writer.take_over(header, layout, PointSet::all(10)).parts.empty());
    EXPECT_THROW(ShardWriter(path, {0, 2}), IoError);
    EXPECT_THROW(ShardWriter(path, {0, 3}), IoError);
    ShardWriter other(path, {1, 2});
    other.take_over(header, layout, PointSet::all(10));
    writer.write(layout, {random_rows(layout, 0, 2), random_rows(layout, 4, 2)},
                 some_record(header));
    other.write(layout, {random_rows(layout, 2, 1), random_rows(layout, 6, 3)},
                some_record(header));
  }
  FoundParts found = list_parts(path, header);
  check_parts(path, found, layout, PointSet::all(10));
  EXPECT_TRUE(found.problems.empty());
  EXPECT_EQ(found.points().ranges(), (std::vector<PointRange>{{0, 3}, {4, 5}}));

  StopFlag flag;
  flag.raise();
  FileWork interrupted(&flag);
  EXPECT_THROW(check_parts(path, found, layout, PointSet::all(10), &interrupted), Interrupted);

  add_missing_status(layout);
  found = list_parts(path, header);
  MemorySink joined(layout);
  EXPECT_THROW(merge_parts(path, found, layout, joined, &interrupted), Interrupted);
  merge_parts(path, found, layout, joined);
  EXPECT_EQ(joined.flags("status")[3], static_cast<std::int8_t>(Status::missing));
  EXPECT_EQ(joined.flags("status")[9], static_cast<std::int8_t>(Status::missing));
  MemorySink expected(layout);
  for (const auto& [first, count] :
       std::vector<std::pair<std::size_t, std::size_t>>{{0, 2}, {4, 2}, {2, 1}, {6, 3}})
    expected.write(random_rows(layout, first, count));
  const std::size_t row = layout.row_size(layout.variables[0]);
  EXPECT_EQ(0, std::memcmp(joined.numbers("qfi").data(), expected.numbers("qfi").data(), 3 * row));

  io_test::write_file(path + "/notes", "of the user");
  EXPECT_FALSE(remove_parts_folder(path));
  EXPECT_EQ(io_test::read_file(path + "/notes"), "of the user");
  std::filesystem::remove(path + "/notes");
  EXPECT_TRUE(remove_parts_folder(path));
  EXPECT_TRUE(folder.names().empty());
}

TEST(StaleFiles, OfKilledProcessesAreRemovedAndOthersStay) {
  const TempFolder folder;
  io_test::write_file(folder.file(".x.h5.abc123.tmp"), "left");
  io_test::write_file(folder.file(".y.h5.abc123.tmp"), "of another");
  io_test::write_file(folder.file(".x.h5.notes.tmp.bak"), "of the user");
  const OutputFile at_work(folder.file("x.h5"), false);
  const TemporaryFiles files = remove_stale_files(folder.file("x.h5"));
  EXPECT_EQ(files.removed, std::vector<std::string>{folder.file(".x.h5.abc123.tmp")});
  EXPECT_EQ(files.in_use.size(), 1U);
  EXPECT_EQ(folder.names().size(), 3U);
}

}  // namespace
}  // namespace pairtwist
