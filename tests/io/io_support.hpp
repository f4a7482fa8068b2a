// SPDX-License-Identifier: BSD-3-Clause
// What the tests of files share: a folder that goes away, small jobs, code run in a process of its
// own, and raw reading with HDF5's own driver.
#pragma once

#include <gtest/gtest.h>
#include <hdf5.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"

namespace pairtwist::io_test {

class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "pairtwist_io.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string path() const { return path_.string(); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  /// Names of all files, the hidden ones too, sorted.
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      found.push_back(entry.path().filename().string());
    }
    std::ranges::sort(found);
    return found;
  }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Three atoms, a pump, five samples.
inline Job small_job() {
  Job job;
  job.base.model.atoms = 3;
  job.base.model.eta = 2.0;
  job.base.time_stop = 1.0;
  job.time.samples = 5;
  job.config_text = "[model]\natoms = 3\neta = 2.0\n[time]\nstop = 1.0\nsamples = 5\n# µ\n";
  return job;
}

inline ScanAxis axis(std::string key, std::vector<double> values, Spacing spacing = Spacing::list) {
  return {std::move(key), std::move(values), spacing};
}

/// Any bits, NaN payloads and infinities among them.
inline void fill_with_random_bits(RowBlock& block, std::mt19937_64& random) {
  const auto fill = [&](auto& values) {
    for (std::byte& byte : std::as_writable_bytes(std::span(values)))
      byte = static_cast<std::byte>(random());
  };
  for (Column& column : block.columns) std::visit(fill, column);
}

/// The bytes of a whole dataset as the layout's type, through HDF5's default driver.
inline std::vector<std::byte> read_dataset(const std::string& path, const std::string& name) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(file, name.c_str(), H5P_DEFAULT);
  const hid_t space = H5Dget_space(dataset);
  const hid_t file_type = H5Dget_type(dataset);
  const hid_t type = H5Tget_native_type(file_type, H5T_DIR_ASCEND);
  std::vector<std::byte> bytes(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)) *
                               H5Tget_size(type));
  EXPECT_GE(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), 0) << name;
  H5Tclose(type);
  H5Tclose(file_type);
  H5Sclose(space);
  H5Dclose(dataset);
  H5Fclose(file);
  return bytes;
}

/// Where the first chunk of a dataset begins in the file.
inline std::size_t first_chunk(const std::string& path, const std::string& name) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(file, name.c_str(), H5P_DEFAULT);
  const hsize_t start[H5S_MAX_RANK] = {};
  unsigned mask = 0;
  haddr_t address = 0;
  hsize_t size = 0;
  EXPECT_GE(H5Dget_chunk_info_by_coord(dataset, start, &mask, &address, &size), 0) << name;
  EXPECT_NE(address, HADDR_UNDEF) << name << " was not written";
  H5Dclose(dataset);
  H5Fclose(file);
  return address;
}

struct ChildResult {
  int exit_code;         ///< minus the signal's number if one killed it
  std::string messages;  ///< what it wrote to stderr
};

/// True in the children of run_in_child(): LeakSanitizer's look at exit may hang in a process that
/// was forked from one with threads (tests/support/leak_check.cpp).
inline bool is_forked_child = false;

/// Runs `body` in a forked process that ends by exit(body()), so that what libraries do at exit
/// happens; killed after a minute.
inline ChildResult run_in_child(const std::function<int()>& body) {
  std::FILE* messages = std::tmpfile();
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    is_forked_child = true;
    ::alarm(60);
    ::dup2(::fileno(messages), STDERR_FILENO);
    int code = 99;
    try {
      code = body();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "unexpected: %s\n", error.what());
    }
    std::exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  std::rewind(messages);
  std::string text;
  for (int c = std::fgetc(messages); c != EOF; c = std::fgetc(messages)) {
    text += static_cast<char>(c);
  }
  std::fclose(messages);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), text};
}

/// The message of the Exception that `body` must throw.
template <class Exception, class Body>
std::string message_of(Body&& body) {
  try {
    body();
  } catch (const Exception& error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing thrown";
  return "";
}

}  // namespace pairtwist::io_test
