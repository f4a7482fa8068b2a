// SPDX-License-Identifier: BSD-3-Clause
// A file's summary, and what is said of files that are none.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "io/h5.hpp"
#include "io/provenance.hpp"
#include "io/result_reader.hpp"
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

Job example_job() {
  Job job = small_job();
  job.title = "Title with µ";
  job.output.quantities = {"qfi", "spin_mean"};
  job.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0})};
  return job;
}

void write_result(const Job& job, const std::string& path,
                  std::map<std::string, std::string> attributes) {
  ResultLayout layout = result_layout(job, Scan(job));
  layout.attributes.merge(attributes);
  ResultWriter writer(path, layout, {});
  RowBlock rows = blank_rows(layout, 0, layout.points());
  auto& status = std::get<std::vector<std::int8_t>>(rows.columns[layout.index_of("status")]);
  if (status.size() > 1) status.back() = static_cast<std::int8_t>(Status::diverged);
  writer.write(rows);
  writer.finish();
}

void write_result(const Job& job, const std::string& path) {
  write_result(job, path, provenance_attributes(job, {"cpu", "a processor", "avx2"}));
}

TEST(ResultReader, SummaryTellsWhatWasWritten) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  const Job job = example_job();
  write_result(job, path);
  const ResultSummary summary = read_result_summary(path);
  EXPECT_EQ(summary.points, 3u);
  EXPECT_EQ(summary.bytes, std::filesystem::file_size(path));
  EXPECT_EQ(summary.status,
            (std::vector<std::pair<std::string, std::size_t>>{{"good", 2}, {"diverged", 1}}));
  EXPECT_EQ(summary.attributes.at("title"), job.title);
  EXPECT_EQ(summary.attributes.at("config"), job.config_text);

  ASSERT_EQ(summary.dimensions.size(), 3u);
  EXPECT_EQ(summary.dimensions[0].name, "kappa");
  EXPECT_EQ(summary.dimensions[0].size, 3u);
  EXPECT_EQ(summary.dimensions[0].last, 1.0);
  EXPECT_EQ(summary.dimensions[1].name, "time");
  EXPECT_EQ(summary.dimensions[2].labels, (std::vector<std::string>{"x", "y", "z"}));

  const ResultLayout layout = result_layout(job, Scan(job));
  ASSERT_EQ(summary.variables.size(), layout.variables.size());
  for (std::size_t i = 0; i < layout.variables.size(); ++i) {
    EXPECT_EQ(summary.variables[i].name, layout.variables[i].name) << "order";
    EXPECT_EQ(summary.variables[i].long_name, layout.variables[i].attributes.at("long_name"));
  }
  EXPECT_EQ(summary.variables[2].dimensions,
            (std::vector<std::string>{"kappa", "time", "component"}));
}

TEST(ResultReader, SummaryOfOnePointAndOfAZip) {
  const TempFolder folder;
  Job job = small_job();
  job.output.over_time = OverTime::final;
  write_result(job, folder.file("one.h5"));
  const ResultSummary one = read_result_summary(folder.file("one.h5"));
  EXPECT_EQ(one.points, 1u);
  EXPECT_TRUE(one.dimensions.empty());

  job.scan.mode = ScanMode::zip;
  job.scan.axes = {axis("model.kappa", {0.0, 0.5}), axis("model.eta", {1.0, 2.0})};
  write_result(job, folder.file("zip.h5"));
  const ResultSummary zip = read_result_summary(folder.file("zip.h5"));
  EXPECT_EQ(zip.points, 2u);
  EXPECT_EQ(zip.variables[0].name, "kappa");
  EXPECT_EQ(zip.variables[0].dimensions, std::vector<std::string>{"point"});
}

TEST(ResultReader, TextAndJsonTellTheSame) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  write_result(example_job(), path);
  const ResultSummary summary = read_result_summary(path);
  const std::string text = summary_text(summary);
  for (const char* part : {"3 points", "Title with µ", "kappa", "0 ... 1", "x, y, z",
                           "(kappa, time, component)", "2  good", "1  diverged", "avx2"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
  const auto json = nlohmann::json::parse(summary_json(summary));
  EXPECT_EQ(json["points"], 3);
  EXPECT_EQ(json["status"]["diverged"], 1);
  EXPECT_EQ(json["dimensions"][0]["last"], 1.0);
  EXPECT_EQ(json["dimensions"][2]["labels"][1], "y");
  EXPECT_EQ(json["variables"][2]["dimensions"].size(), 3u);
  EXPECT_EQ(json["attributes"]["title"], "Title with µ");
}

TEST(ResultReader, KnowsWhatItIsTheResultOf) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  const Job job = example_job();
  const StartFile light = {"light.path", "light.h5", "light_sha256", std::string(64, 'a')};
  const StartFile atoms = {"atoms.path", "atoms.h5", "atoms_sha256", std::string(64, 'b')};
  write_result(job, path,
               provenance_attributes(job, {"cpu", "a processor", "avx2", {light, atoms}}));
  const std::string config = to_toml(job);
  const ResultComparison same = compare_result(path, config, {light, atoms});
  EXPECT_EQ(same.difference, "");
  EXPECT_TRUE(same.protected_by_hash);
  Job other = job;
  other.base.model.detuning += 1.0;
  const std::string difference = compare_result(path, to_toml(other), {light, atoms}).difference;
  EXPECT_TRUE(difference.starts_with("is the result of another config: model.detuning is "))
      << difference;
  EXPECT_TRUE(difference.ends_with(" here")) << difference;
  // What decides numbers comes first.
  other.output.part_seconds = 1.0;
  EXPECT_EQ(compare_result(path, to_toml(other), {light, atoms}).difference, difference);
  other = job;
  other.title = "Another";
  other.solve.backend = BackendChoice::cuda;
  EXPECT_EQ(compare_result(path, to_toml(other), {light, atoms}).difference,
            "is the result of another config: all that decides its numbers is the same, only "
            "title is \"Title with µ\" (string) there and \"Another\" (string) here");
  // How its points were solved is no part of it.
  other = job;
  other.output.part_seconds = 1.0;
  const ResultComparison otherwise = compare_result(path, to_toml(other), {light, atoms});
  EXPECT_EQ(otherwise.difference, "");
  EXPECT_EQ(otherwise.run_otherwise,
            "output.part_seconds is 30.0 (float) there and 1.0 (float) here");
  EXPECT_EQ(same.run_otherwise, "");
  // In words that no version of the program wrote.
  EXPECT_EQ(compare_result(path, config + "# other\n", {light, atoms}).difference,
            "is the result of another config");
  EXPECT_EQ(compare_result(path, config + "model = \n", {light, atoms}).difference,
            "is the result of another config");

  StartFile changed = atoms;
  changed.sha256.back() = 'c';
  EXPECT_EQ(compare_result(path, config, {light, changed}).difference,
            "was solved before the contents of atoms.path (atoms.h5) changed");
  write_result(job, folder.file("earlier.h5"));
  EXPECT_EQ(compare_result(folder.file("earlier.h5"), config, {light}).difference,
            "does not say with which contents of light.path (light.h5) it was solved");
}

TEST(ResultReader, FindsDamagedNumbers) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  const Job job = example_job();
  write_result(job, path);
  std::string bytes = io_test::read_file(path);
  const std::size_t at = io_test::first_chunk(path, "status");
  bytes[at] ^= 1;
  io_test::write_file(path, bytes);
  const std::string message = message_of<IoError>([&] { compare_result(path, to_toml(job), {}); });
  EXPECT_NE(message.find(path + " is damaged: cannot read the dataset status"), std::string::npos)
      << message;
  // The file's own checksum comes before what it is of.
  EXPECT_THROW(compare_result(path, "", {}), IoError);
}

TEST(ResultReader, AFileWithoutTheHashIsReadAndNotProtected) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  write_result(example_job(), path);
  EXPECT_TRUE(read_result_summary(path).protected_by_hash);
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  ASSERT_GE(H5Adelete(file, "attributes_sha256"), 0);
  H5Fclose(file);
  const ResultSummary summary = read_result_summary(path);
  EXPECT_FALSE(summary.protected_by_hash);
  EXPECT_NE(summary_text(summary).find("not protected by a hash"), std::string::npos);
  EXPECT_FALSE(compare_result(path, to_toml(example_job()), {}).protected_by_hash);
}

TEST(ResultReader, AnAttributeThatIsNotOurOwnIsAChange) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  write_result(example_job(), path);
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  h5::write_attribute(file, "note", std::string("added later"));
  H5Fclose(file);
  const std::string message = message_of<IoError>([&] { read_result_summary(path); });
  EXPECT_NE(message.find(path), std::string::npos) << message;
  EXPECT_NE(message.find("attributes_sha256"), std::string::npos) << message;
}

TEST(ResultReader, SaysWhatIsWrongWithAFile) {
  const TempFolder folder;
  const std::string good = folder.file("good.h5");
  write_result(example_job(), good);
  const std::string bytes = io_test::read_file(good);
  io_test::write_file(folder.file("text.h5"), "no HDF5 at all");
  io_test::write_file(folder.file("empty.h5"), "");
  io_test::write_file(folder.file("cut.h5"), bytes.substr(0, bytes.size() / 2));
  H5Fclose(H5Fcreate(folder.file("foreign.h5").c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT));
  write_result(example_job(), folder.file("later.h5"), {{"format", "pairtwist result 2"}});

  const std::vector<std::pair<std::string, std::string>> expected = {
      {"none.h5", "No such file"},
      {"text.h5", "is not an HDF5 file"},
      {"empty.h5", "is not an HDF5 file"},
      {"cut.h5", "truncated"},
      {"foreign.h5", "not a result file of pairtwist"},
      {"later.h5", "pairtwist result 2"},
      {".", "Is a directory"}};
  for (const auto& [name, reason] : expected) {
    const std::string path = folder.file(name);
    ::testing::internal::CaptureStderr();
    const std::string message = message_of<IoError>([&] { read_result_summary(path); });
    EXPECT_NE(message.find(path), std::string::npos) << message;
    EXPECT_NE(message.find(reason), std::string::npos) << message;
    EXPECT_THROW(compare_result(path, "", {}), IoError);
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  }
}

TEST(ResultReader, NoticesEveryTruncation) {
  const TempFolder folder;
  const std::string good = folder.file("good.h5");
  const std::string cut = folder.file("cut.h5");
  write_result(example_job(), good);
  const std::string bytes = io_test::read_file(good);
  for (std::size_t length = 0; length < bytes.size(); length += length < 4096 ? 37 : 1009) {
    io_test::write_file(cut, bytes.substr(0, length));
    EXPECT_THROW(read_result_summary(cut), IoError) << length << " of " << bytes.size();
  }
  io_test::write_file(cut, bytes.substr(0, bytes.size() - 1));
  EXPECT_THROW(read_result_summary(cut), IoError);
}

}  // namespace
}  // namespace pairtwist
