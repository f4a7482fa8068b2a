// SPDX-License-Identifier: BSD-3-Clause
// Result files with a byte that is not as it was written: info says so, whatever libhdf5 would make
// of it.
#include <gtest/gtest.h>
#include <hdf5_hl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "io/h5.hpp"
#include "io/provenance.hpp"
#include "io/result_reader.hpp"
#include "io/result_writer.hpp"
#include "io/sha256.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/solve.hpp"

namespace pairtwist {
namespace {

using io_test::axis;
using io_test::ChildResult;
using io_test::run_in_child;
using io_test::small_job;
using io_test::TempFolder;

void solve_to(const std::string& path, const Job& job) {
  ResultLayout layout = result_layout(job, Scan(job));
  layout.attributes.merge(provenance_attributes(job, {"cpu", "a processor", "avx2"}));
  // As where a start file is stored: bytes that do not compress.
  std::string bytes(500, ' ');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * i * 7919 % 251);
  Sha256 hash;
  hash.add(std::as_bytes(std::span(bytes)));
  layout.attributes["light_sha256"] = hash.hex();
  layout.start_files["light"] = bytes;
  ResultWriter writer(path, layout, {});
  Solver(BackendChoice::automatic, 1).solve(job, writer);
  writer.finish();
}

/// Labels, several axes and quantities.
Job grid() {
  Job job = small_job();
  job.title = "Größe";
  job.output.quantities = {"qfi", "spin_mean"};
  job.scan.axes = {axis("model.kappa", {0.25, 0.5, 1.0}), axis("model.U", {1.0, 2.0})};
  return job;
}

/// Datasets without a dimension.
Job one_point() {
  Job job = small_job();
  job.output.over_time = OverTime::final;
  return job;
}

/// Coordinates along `point`; datasets of several chunks.
Job many_chunks() {
  Job job = small_job();
  job.scan.mode = ScanMode::zip;
  job.scan.axes = {axis("model.kappa", {}), axis("model.eta", {})};
  for (int i = 0; i < 100; ++i) {
    job.scan.axes[0].values.push_back(0.01 * i);
    job.scan.axes[1].values.push_back(0.0);  // nothing happens: the file stays small
  }
  job.time.samples = 3001;
  return job;
}

/// All that a reader can get: names, shapes, dimensions, attributes and numbers, through HDF5
/// alone.
class Contents {
 public:
  static std::string of(const std::string& path) {
    const h5::Quiet quiet;
    const h5::File file = h5::open_for_reading(path);
    Contents contents;
    contents.add_attributes(file.id());
    h5::check(H5Literate(file.id(), H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, add_link, &contents),
              "list the datasets");
    return contents.text_;
  }

 private:
  static herr_t add_link(hid_t file, const char* name, const H5L_info_t*, void* self) {
    try {
      // Of the one group there is, its one dataset.
      const std::string path = std::string(name) == "start_files" ? "start_files/light" : name;
      const h5::Dataset dataset(H5Dopen2(file, path.c_str(), H5P_DEFAULT), "open");
      static_cast<Contents*>(self)->text_ += std::string("\n# ") + name;
      static_cast<Contents*>(self)->add_dataset(dataset.id());
      return 0;
    } catch (const IoError&) {
      return -1;
    }
  }

  void add_dataset(hid_t dataset) {
    const h5::Type type(H5Dget_type(dataset), "read a type");
    for (const hsize_t length : h5::shape_of(dataset)) text_ += " " + std::to_string(length);
    text_ += H5DSis_scale(dataset) > 0 ? " scale" : "";
    add_attributes(dataset);
    for (unsigned d = 0; d < h5::shape_of(dataset).size(); ++d) {
      h5::check(H5DSiterate_scales(dataset, d, nullptr, add_scale, &text_), "read the scales");
    }
    if (H5Tget_class(type.id()) == H5T_STRING) {
      for (const std::string& label : h5::read_texts(dataset, "read labels")) text_ += label + "|";
    } else {
      const h5::Type native(H5Tget_native_type(type.id(), H5T_DIR_ASCEND), "find a type");
      const h5::Space space(H5Dget_space(dataset), "read a dataspace");
      std::string bytes(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.id())) *
                            H5Tget_size(native.id()),
                        '\0');
      h5::check(H5Dread(dataset, native.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), "read");
      text_ += bytes;
    }
  }

  void add_attributes(hid_t object) {
    for (const auto& [name, text] : h5::read_text_attributes(object)) {
      text_ += "\n" + name + "=" + text;
    }
    if (H5Aexists(object, "flag_values") <= 0) return;
    for (const std::int8_t value : h5::read_int8_attribute(object, "flag_values")) {
      text_ += " " + std::to_string(value);
    }
  }

  static herr_t add_scale(hid_t, unsigned, hid_t scale, void* text) {
    char name[100] = {};
    if (H5Iget_name(scale, name, sizeof(name)) < 0) return -1;
    *static_cast<std::string*>(text) += std::string(" @") + name;
    return 0;
  }

  std::string text_;
};

enum Outcome : int { unchanged = 0, reported = 4, differs = 50, unreadable = 51 };

int read_damaged(const std::string& path, const std::string& as_written) {
  ::alarm(120);  // a reader that hangs fails; one on a busy machine does not
  int outcome = unchanged;
  try {
    read_result_summary(path);
  } catch (const IoError& error) {
    outcome = std::string(error.what()).find(path) == std::string::npos ? 5 : reported;
  }
  if (outcome == unchanged) {
    try {
      outcome = Contents::of(path) == as_written ? unchanged : differs;
    } catch (const IoError&) {
      outcome = unreadable;
    }
  }
  ::_exit(outcome);  // what HDF5 does at exit says nothing of what was read
}

std::uint64_t chosen_seed() {
  const char* given = std::getenv("PAIRTWIST_TEST_SEED");
  const std::uint64_t seed =
      given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "seed " << seed << " (PAIRTWIST_TEST_SEED repeats it)\n";
  return seed;
}

/// Changes `count` bytes, one at a time, or each of them if there are no more.
void expect_no_silent_change(const Job& job, std::size_t count) {
  const TempFolder folder;
  const std::string path = folder.file("result.h5");
  solve_to(path, job);
  const std::string as_written = Contents::of(path);
  std::string bytes = io_test::read_file(path);
  std::mt19937_64 random(chosen_seed());
  const bool every = bytes.size() <= count;
  count = std::min(count, bytes.size());
  std::map<int, std::size_t> outcomes;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = every ? i : random() % bytes.size();
    // Half of them a single bit, half any other byte.
    const auto change =
        static_cast<char>(random() % 2 == 0 ? 1 << random() % 8 : 1 + random() % 255);
    bytes[at] ^= change;
    io_test::write_file(path, bytes);
    bytes[at] ^= change;
    const ChildResult child = run_in_child([&] { return read_damaged(path, as_written); });
    ++outcomes[child.exit_code];
    EXPECT_EQ(child.exit_code, reported)
        << "byte " << at << " xor " << static_cast<int>(change) << ": outcome " << child.exit_code
        << " " << child.messages;
  }
  std::cout << count << " of " << bytes.size() << " bytes changed:";
  for (const auto& [outcome, times] : outcomes) std::cout << " " << times << " x " << outcome;
  std::cout << " (4: reported)\n";
}

TEST(Damage, NoByteOfAGridChangesSilently) { expect_no_silent_change(grid(), 300); }

TEST(Damage, NoByteOfAPointChangesSilently) { expect_no_silent_change(one_point(), 200); }

TEST(Damage, NoByteOfManyChunksChangesSilently) { expect_no_silent_change(many_chunks(), 150); }

TEST(DamageAtLength, NoByteOfAGridChangesSilently) { expect_no_silent_change(grid(), 1200); }

TEST(DamageAtLength, NoByteOfAPointChangesSilently) { expect_no_silent_change(one_point(), 800); }

TEST(DamageAtLength, NoByteOfManyChunksChangesSilently) {
  expect_no_silent_change(many_chunks(), 600);
}

}  // namespace
}  // namespace pairtwist
