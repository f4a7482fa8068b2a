// SPDX-License-Identifier: BSD-3-Clause
// What is written comes back, whatever the batches; a file appears once, complete, or not at all.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cmath>
#include <random>
#include <span>

#include "io/provenance.hpp"
#include "io/result_writer.hpp"
#include "io/row_blocks.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using io_test::axis;
using io_test::message_of;
using io_test::small_job;
using io_test::TempFolder;

using Bytes = std::vector<std::byte>;

struct Case {
  const char* name;
  Job job;
};

std::vector<Case> cases() {
  Job one = small_job();
  Job final_value = small_job();
  final_value.output.over_time = OverTime::final;
  Job grid = small_job();
  grid.output.quantities = {"qfi", "spin_mean"};
  grid.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0}), axis("model.eta", {1.0, 2.0}),
                    axis("model.U", {0.1, 0.2, 0.3, 0.4})};
  Job zip = small_job();
  zip.scan.mode = ScanMode::zip;
  zip.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0, 2.0, 4.0}),
                   axis("model.eta", {1.0, 2.0, 3.0, 4.0, 5.0})};
  Job matrices = small_job();
  matrices.output.quantities = {"rho"};
  matrices.scan.axes = {axis("model.atoms", {1, 2, 3}), axis("model.kappa", {0.0, 1.0})};
  Job many_chunks = small_job();  // several chunks in every dimension that can have them
  many_chunks.output.quantities = {"spin_mean"};
  many_chunks.time.samples = 1500;
  many_chunks.scan.axes = {axis("model.kappa", {0.0, 1.0, 2.0}), axis("model.U", {})};
  for (int i = 0; i < 70; ++i) many_chunks.scan.axes[1].values.push_back(i);
  return {{"one point", one}, {"final value", final_value}, {"grid", grid},
          {"zip", zip},       {"matrices", matrices},       {"many chunks", many_chunks}};
}

struct Batch {
  std::size_t first, count;
};

/// Every point once, in contiguous batches of random length.
std::vector<Batch> random_batches(std::size_t points, std::mt19937_64& random) {
  std::vector<Batch> batches;
  for (std::size_t first = 0; first < points;) {
    const std::size_t count =
        std::min(points - first, std::size_t{1} + random() % (points / 2 + 1));
    batches.push_back({first, count});
    first += count;
  }
  return batches;
}

/// Writes them with random bits; returns what the file must have, [variable] the bytes of all rows.
std::vector<Bytes> write_batches(ResultWriter& writer, const std::vector<Batch>& batches,
                                 std::mt19937_64& random) {
  std::vector<Bytes> all(writer.layout().variables.size());
  for (const Batch& batch : batches) {
    RowBlock block = blank_rows(writer.layout(), batch.first, batch.count);
    io_test::fill_with_random_bits(block, random);
    for (std::size_t v = 0; v < all.size(); ++v) {
      const auto bytes = std::visit(
          [](const auto& values) { return std::as_bytes(std::span(values)); }, block.columns[v]);
      const std::size_t row_bytes = bytes.size() / batch.count;
      all[v].resize(row_bytes * writer.layout().points());
      std::ranges::copy(bytes, all[v].begin() + std::ptrdiff_t(batch.first * row_bytes));
    }
    writer.write(block);
  }
  return all;
}

void write_everything(ResultWriter& writer) {
  std::mt19937_64 random(1);
  write_batches(writer, random_batches(writer.layout().points(), random), random);
}

ResultLayout layout_of(const Job& job) { return result_layout(job, Scan(job)); }

TEST(ResultWriter, RandomBatchesComeBackBitForBit) {
  for (const Case& example : cases()) {
    for (const bool in_order : {true, false}) {
      const std::uint64_t seed = std::random_device{}();
      SCOPED_TRACE(std::string(example.name) + ", seed " + std::to_string(seed));
      std::mt19937_64 random(seed);
      const TempFolder folder;
      const std::string path = folder.file("result.h5");
      ResultWriter writer(path, layout_of(example.job), {.threads = in_order ? 1 : 3});
      std::vector<Batch> batches = random_batches(writer.layout().points(), random);
      if (!in_order) std::ranges::shuffle(batches, random);
      const std::vector<Bytes> rows = write_batches(writer, batches, random);
      writer.finish();
      EXPECT_EQ(folder.names(), std::vector<std::string>{"result.h5"});
      for (std::size_t v = 0; v < rows.size(); ++v) {
        const std::string& name = writer.layout().variables[v].name;
        EXPECT_TRUE(io_test::read_dataset(path, name) == rows[v]) << name;
      }
    }
  }
}

TEST(ResultWriter, AllPointsNeedTheirRows) {
  const TempFolder folder;
  {
    ResultWriter writer(folder.file("result.h5"), layout_of(cases()[2].job), {});
    writer.write(blank_rows(writer.layout(), 0, writer.layout().points() - 1));
    EXPECT_THROW(writer.finish(), std::logic_error);
  }
  EXPECT_TRUE(folder.names().empty());
}

TEST(ResultWriter, RefusesPointsThatAreNotThere) {
  ResultWriter writer = ResultWriter::in_memory(layout_of(cases()[2].job));
  const std::size_t points = writer.layout().points();
  for (const Batch& batch : {Batch{points, 1}, {1, points}, {1, SIZE_MAX}, {SIZE_MAX, 1}}) {
    RowBlock block;
    block.first_point = batch.first;
    block.count = batch.count;
    EXPECT_THROW(writer.write(block), std::out_of_range) << batch.first << " + " << batch.count;
  }
}

TEST(ResultWriter, RefusesBlocksOfAnotherLayout) {
  ResultWriter writer = ResultWriter::in_memory(layout_of(cases()[2].job));
  const RowBlock good = blank_rows(writer.layout(), 1, 2);
  const std::size_t status = writer.layout().index_of("status");
  const auto message_with = [&](auto&& change) {
    RowBlock bad = good;
    change(bad.columns);
    return message_of<std::logic_error>([&] { writer.write(bad); });
  };
  using Columns = std::vector<Column>;
  EXPECT_NE(message_with([](Columns& columns) { columns.pop_back(); }).find("variables"),
            std::string::npos);
  EXPECT_NE(message_with([&](Columns& columns) {
              columns[status] = std::vector<double>(2);
            }).find("the column of status has another type"),
            std::string::npos);
  EXPECT_NE(message_with([&](Columns& columns) {
              columns[status] = std::vector<std::int8_t>(3);
            }).find("the column of status has 3 values where 2 rows have 2"),
            std::string::npos);
  writer.write(good);
}

TEST(ResultWriter, UnfinishedItLeavesNothing) {
  const TempFolder folder;
  {
    ResultWriter writer(folder.file("result.h5"), layout_of(cases()[2].job), {});
    const std::vector<std::string> names = folder.names();
    ASSERT_EQ(names.size(), 1u);
    EXPECT_TRUE(names[0].starts_with(".result.h5.") && names[0].ends_with(".tmp")) << names[0];
    write_everything(writer);
  }
  EXPECT_TRUE(folder.names().empty());
}

TEST(ResultWriter, DoesNotOverwriteUnlessForced) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  io_test::write_file(path, "precious");
  const std::string message =
      message_of<IoError>([&] { ResultWriter(path, layout_of(small_job()), {}); });
  EXPECT_NE(message.find(path), std::string::npos) << message;
  EXPECT_NE(message.find("--force"), std::string::npos) << message;
  EXPECT_EQ(io_test::read_file(path), "precious");
  EXPECT_EQ(folder.names(), std::vector<std::string>{"result.h5"});

  {
    ResultWriter interrupted(path, layout_of(small_job()), {.force = true});
    write_everything(interrupted);
  }
  EXPECT_EQ(io_test::read_file(path), "precious") << "replaced before the new one was complete";

  ResultWriter writer(path, layout_of(small_job()), {.force = true});
  write_everything(writer);
  writer.finish();
  EXPECT_GT(H5Fis_hdf5(path.c_str()), 0);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"result.h5"});
}

TEST(ResultWriter, AFileThatAppearsMeanwhileStaysAndTheResultIsKept) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  std::string message;
  {
    ResultWriter writer(path, layout_of(small_job()), {});
    write_everything(writer);
    io_test::write_file(path, "precious");
    message = message_of<IoError>([&] { writer.finish(); });
  }
  EXPECT_EQ(io_test::read_file(path), "precious");
  const std::vector<std::string> names = folder.names();
  ASSERT_EQ(names.size(), 2u);
  EXPECT_NE(message.find(names[0]), std::string::npos) << message;
  EXPECT_GT(H5Fis_hdf5(folder.file(names[0]).c_str()), 0);
}

TEST(ResultWriter, TheUmaskDecidesWhoMayRead) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  const mode_t before = ::umask(0027);
  ResultWriter writer(path, layout_of(small_job()), {});
  ::umask(before);
  write_everything(writer);
  writer.finish();
  struct stat info;
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0640u);
}

TEST(ResultWriter, InMemoryTakesTheSameBytesAndNoDisk) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  const ResultLayout layout = layout_of(cases()[5].job);
  ResultWriter in_memory = ResultWriter::in_memory(layout);
  ResultWriter twin = ResultWriter::in_memory(layout);  // two at a time do not meet
  EXPECT_TRUE(folder.names().empty());
  ResultWriter on_disk(path, layout, {});
  write_everything(in_memory);
  write_everything(twin);
  write_everything(on_disk);
  const std::uint64_t bytes = in_memory.bytes();
  EXPECT_GT(bytes, layout.points());
  EXPECT_EQ(bytes, on_disk.bytes());
  in_memory.finish();
  on_disk.finish();
  EXPECT_NEAR(static_cast<double>(std::filesystem::file_size(path)), static_cast<double>(bytes),
              4096.0);
}

/// In the order in which they are applied; deflate must be of level 1.
std::vector<H5Z_filter_t> filters_of(hid_t properties) {
  std::vector<H5Z_filter_t> filters;
  for (unsigned i = 0; i < static_cast<unsigned>(H5Pget_nfilters(properties)); ++i) {
    unsigned flags = 0;
    unsigned config = 0;
    std::size_t values = 1;
    unsigned value = 0;
    filters.push_back(H5Pget_filter2(properties, i, &flags, &values, &value, 0, nullptr, &config));
    if (filters.back() == H5Z_FILTER_DEFLATE) {
      EXPECT_EQ(value, 1u);
    }
  }
  return filters;
}

TEST(ResultWriter, DatasetsAreChunkedCompressedAndChecksummed) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  ResultWriter writer(path, layout_of(cases()[5].job), {});
  write_everything(writer);
  writer.finish();
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  for (const char* name : {"spin_mean", "kappa", "U", "time", "status"}) {
    SCOPED_TRACE(name);
    const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    const hid_t properties = H5Dget_create_plist(dataset);
    EXPECT_EQ(H5Pget_layout(properties), H5D_CHUNKED);
    EXPECT_EQ(
        filters_of(properties),
        (std::vector<H5Z_filter_t>{H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE, H5Z_FILTER_FLETCHER32}));
    H5Pclose(properties);
    H5Dclose(dataset);
  }
  const hid_t dataset = H5Dopen2(file, "spin_mean", H5P_DEFAULT);
  const hid_t properties = H5Dget_create_plist(dataset);
  hsize_t chunk[4] = {};
  ASSERT_EQ(H5Pget_chunk(properties, 4, chunk), 4);
  EXPECT_EQ(chunk[0], 1u);
  EXPECT_EQ(chunk[1], 24u);  // 70 in three equal pieces
  EXPECT_EQ(chunk[2], 1500u);
  EXPECT_EQ(chunk[3], 3u);
  double fill = 0.0;  // what is not written yet
  H5Pget_fill_value(properties, H5T_NATIVE_DOUBLE, &fill);
  EXPECT_TRUE(std::isnan(fill));
  H5Pclose(properties);
  H5Dclose(dataset);
  H5Fclose(file);
}

TEST(ResultWriter, LeavesTheErrorPrintingOfTheProgramAlone) {
  H5E_auto2_t before = nullptr;
  H5E_auto2_t after = nullptr;
  void* data = nullptr;
  H5Eget_auto2(H5E_DEFAULT, &before, &data);
  {
    ResultWriter writer = ResultWriter::in_memory(layout_of(small_job()));
    write_everything(writer);
  }
  H5Eget_auto2(H5E_DEFAULT, &after, &data);
  EXPECT_EQ(before, after);
}

TEST(Provenance, HasEveryAttributeOfTheFormat) {
  Job job = small_job();
  job.title = "A title";
  job.solve.seed = 7;
  const auto attributes = provenance_attributes(job, {"cpu", "a processor", "avx2"});
  std::vector<std::string> names;
  for (const auto& [name, value] : attributes) names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{"backend", "build", "config", "created", "device",
                                             "format", "git_commit", "host", "resolved_config",
                                             "seed", "simd", "title", "version"}));
  const StartFile light = {"light.path", "light.h5", "light_sha256", "its hash"};
  EXPECT_EQ(provenance_attributes(job, {"cpu", "a processor", "avx2", {light}}).at("light_sha256"),
            "its hash");
  EXPECT_EQ(attributes.at("config"), job.config_text);
  EXPECT_EQ(attributes.at("resolved_config"), to_toml(job));
  EXPECT_EQ(attributes.at("seed"), "7");
  const std::string& created = attributes.at("created");
  ASSERT_EQ(created.size(), 20u) << created;
  EXPECT_EQ(created[10], 'T');
  EXPECT_EQ(created[19], 'Z');
}

}  // namespace
}  // namespace pairtwist
