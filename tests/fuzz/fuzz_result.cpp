// SPDX-License-Identifier: BSD-3-Clause
// Readers of result files. The input is a list of changes, which libhdf5 makes to one of the files
// in the folder PAIRTWIST_FUZZ_FILES (seeds.py solves them); what libhdf5 does with files that it
// would not write is for damage.py.
#include <hdf5_hl.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>

#include "fuzzing.hpp"
#include "hdf5_edits.hpp"
#include "io/attributes_hash.hpp"
#include "io/file_seal.hpp"
#include "io/h5_contents.hpp"
#include "io/h5_limits.hpp"
#include "io/losses.hpp"
#include "io/result_reader.hpp"
#include "io/stored_config.hpp"

namespace pairtwist::fuzzing {
namespace {

/// Their HDF5 parts, in the order of their names.
std::vector<std::string> read_results() {
  const char* folder = std::getenv("PAIRTWIST_FUZZ_FILES");
  if (folder == nullptr) {
    std::fputs("PAIRTWIST_FUZZ_FILES must name a folder of result files\n", stderr);
    std::exit(1);
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<std::string> results;
  for (const auto& path : paths) {
    std::ifstream stream(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    expect(bytes.size() > seal_length, "a result file has a seal", path.string());
    bytes.resize(bytes.size() - seal_length);
    results.push_back(std::move(bytes));
  }
  expect(!results.empty(), "there are result files", folder);
  return results;
}

/// A name that is there, one that readers look for, or any other.
std::string any_name(FuzzedDataProvider& from, const std::vector<std::string>& there) {
  static const char* const known[] = {
      "status",        "time",  "qfi_status",   "method",          "coordinates", "flag_values",
      "flag_meanings", "units", "light_sha256", "resolved_config", "format",      "title"};
  const int kind = from.ConsumeIntegralInRange<int>(0, 8);
  if (kind < 6 && !there.empty())
    return there[from.ConsumeIntegralInRange<std::size_t>(0, there.size() - 1)];
  if (kind < 8) return from.PickValueInArray(known);
  std::string name = from.ConsumeRandomLengthString(12);
  std::erase(name, '\0');
  return name.empty() ? "x" : name;
}

void attach_scale(FuzzedDataProvider& from, hid_t file, const std::string& name,
                  const std::vector<std::string>& there) {
  const hid_t dataset = H5Dopen2(file, name.c_str(), H5P_DEFAULT);
  const hid_t scale = H5Dopen2(file, any_name(from, there).c_str(), H5P_DEFAULT);
  if (dataset >= 0 && scale >= 0) {
    if (H5DSis_scale(scale) <= 0) H5DSset_scale(scale, nullptr);
    H5DSattach_scale(dataset, scale, from.ConsumeIntegralInRange<unsigned>(0, 2));
  }
  if (dataset >= 0) H5Dclose(dataset);
  if (scale >= 0) H5Dclose(scale);
}

void change_dataset(FuzzedDataProvider& from, hid_t file, const std::string& name,
                    const std::vector<std::string>& there) {
  switch (from.ConsumeIntegralInRange<int>(0, 5)) {
    case 0:
      H5Ldelete(file, name.c_str(), H5P_DEFAULT);
      break;
    case 1:
      H5Ldelete(file, name.c_str(), H5P_DEFAULT);
      add_dataset(from, file, name, any_shape(from));
      break;
    case 2:
      H5Ldelete(file, name.c_str(), H5P_DEFAULT);
      H5Lcreate_soft("/time", file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
      break;
    case 3:
      attach_scale(from, file, name, there);
      break;
    default: {
      const hid_t dataset = H5Dopen2(file, name.c_str(), H5P_DEFAULT);
      if (dataset < 0) return;
      set_attribute(from, dataset, any_name(from, h5::attribute_names(dataset)));
      H5Dclose(dataset);
    }
  }
}

void change(FuzzedDataProvider& from, hid_t file) {
  const std::vector<std::string> there = h5::dataset_names(file);
  if (from.ConsumeBool())
    change_dataset(from, file, any_name(from, there), there);
  else
    set_attribute(from, file, any_name(from, h5::attribute_names(file)));
}

std::string changed(FuzzedDataProvider& from, const std::string& result) {
  const h5::File file = file_in_memory(result);
  const int changes = from.ConsumeIntegralInRange<int>(1, 6);
  try {
    for (int i = 0; i < changes; ++i) change(from, file.id());
  } catch (const IoError&) {
    // What is in it cannot be listed any more: a link leads nowhere.
  }
  // Who makes a file to do harm leaves the hash out, or makes a right one.
  if (H5Aexists(file.id(), attributes_hash_name) > 0) H5Adelete(file.id(), attributes_hash_name);
  if (from.ConsumeBool()) {
    try {
      h5::check_structure(file.id());  // bounds the shapes before the hash reads them
      h5::write_attribute(file.id(), attributes_hash_name, attributes_hash(file.id()));
    } catch (const IoError&) {
      // It has none.
    }
  }
  return bytes_of(file);
}

void check_text(const std::string& text) {
  expect(!text.empty() && visible_lines(text) == text, "what is printed commands no terminal",
         text);
}

void read(const std::string& path) {
  refused([&] {
    const ResultSummary summary = read_result_summary(path);
    check_text(summary_text(summary));
    check_text(summary_json(summary));
  });
  refused([&] {
    const std::vector<FailedPoint> points = read_failed_points(path);
    check_text(failed_points_text(points) + "\n");
    check_text(failed_points_json(points));
  });
  refused([&] {
    const StoredConfig stored = read_stored_config(path);
    parse_config(stored.resolved_config, path);
  });
  refused([&] { compare_result(path, "", {}); });
}

}  // namespace
}  // namespace pairtwist::fuzzing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pairtwist;
  using namespace pairtwist::fuzzing;
  static const std::vector<std::string> results = read_results();
  const h5::Quiet quiet;
  FuzzedDataProvider from(data, size);
  const std::string& result =
      results[from.ConsumeIntegralInRange<std::size_t>(0, results.size() - 1)];
  const bool sealed = from.ConsumeBool();
  MemoryFile file;
  try {
    file.write(changed(from, result));
  } catch (const IoError&) {
    return -1;  // libhdf5 does not write that
  }
  if (sealed) seal_file(file.descriptor(), file.path());
  read(file.path());
  return 0;
}
