// SPDX-License-Identifier: BSD-3-Clause
// Start files by their contents: what is hashed is what is solved with.
#include <gtest/gtest.h>

#include "io/file_readers.hpp"
#include "io/h5.hpp"
#include "io/sha256.hpp"
#include "io/start_files.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/solve.hpp"

namespace pairtwist {
namespace {

using io_test::message_of;
using io_test::small_job;
using io_test::TempFolder;

void write_numbers(const std::string& path, const std::string& name, const h5::Space& space,
                   const std::vector<double>& values) {
  const h5::File file(std::filesystem::exists(path)
                          ? H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT)
                          : H5Fcreate(path.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT),
                      "open " + path);
  const h5::Dataset dataset(H5Dcreate2(file.id(), name.c_str(), H5T_IEEE_F64LE, space.id(),
                                       H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                            "create " + name);
  h5::check(H5Dwrite(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
            "write " + name);
}

/// Light in the vacuum and two atoms in m = 1.
Job job_from_files(const TempFolder& folder) {
  Job job = small_job();
  job.base.light.state = LightState::file;
  job.base.light.file = folder.file("light.h5");
  job.base.atoms.state = AtomsState::file;
  job.base.atoms.file = folder.file("atoms.h5");
  write_numbers(job.base.light.file, "density_re", h5::make_space({1, 1}), {1.0});
  write_numbers(job.base.light.file, "density_im", h5::make_space({1, 1}), {0.0});
  write_numbers(job.base.atoms.file, "amplitude_re", h5::make_space({3}), {0.0, 0.0, 1.0});
  write_numbers(job.base.atoms.file, "amplitude_im", h5::make_space({3}), {0.0, 0.0, 0.0});
  return job;
}

TEST(StartFiles, AreThoseOfTheJob) {
  EXPECT_TRUE(start_files(small_job()).empty());
  const TempFolder folder;
  Job job = job_from_files(folder);
  const std::vector<StartFile> files = start_files(job);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].key, "light.path");
  EXPECT_EQ(files[0].attribute, "light_sha256");
  EXPECT_EQ(files[0].sha256, sha256_of_file(folder.file("light.h5")));
  EXPECT_EQ(files[1].key, "atoms.path");
  EXPECT_EQ(files[1].attribute, "atoms_sha256");
  EXPECT_EQ(files[1].sha256, sha256_of_file(folder.file("atoms.h5")));
  job.base.light.state = LightState::vacuum;
  EXPECT_EQ(start_files(job).size(), 1u);
}

TEST(StartFiles, AreNotReadWithOtherContentsThanWereHashed) {
  const TempFolder folder;
  const Job job = job_from_files(folder);
  const StateReaders readers = file_readers(start_files(job));
  EXPECT_EQ(readers.light(job.base.light.file).levels, 1);
  EXPECT_EQ(readers.atoms(job.base.atoms.file, 2).size(), 3u);

  // Still readable, and still a state: only the hash can tell.
  write_numbers(job.base.light.file, "more", h5::make_space({1}), {0.0});
  write_numbers(job.base.atoms.file, "more", h5::make_space({1}), {0.0});
  const std::string light = message_of<IoError>([&] { readers.light(job.base.light.file); });
  const std::string atoms = message_of<IoError>([&] { readers.atoms(job.base.atoms.file, 2); });
  EXPECT_NE(light.find("light.path: " + job.base.light.file), std::string::npos) << light;
  EXPECT_NE(atoms.find("atoms.path: " + job.base.atoms.file), std::string::npos) << atoms;
  EXPECT_NE(light.find("changed while it was read"), std::string::npos) << light;
  EXPECT_EQ(file_readers().light(job.base.light.file).levels, 1);
}

TEST(StartFiles, ThatMemoryHasKeptNeedNoPath) {
  const TempFolder folder;
  Job job = job_from_files(folder);
  job.base.model.atoms = 2;
  const MemorySink before = solve_to_memory(job);
  const std::map<std::string, std::string>& kept = before.layout().start_files;
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept.at("light"), io_test::read_file(job.base.light.file));

  SolveOptions options;
  for (const auto& [role, path] :
       {std::pair{"light", job.base.light.file}, {"atoms", job.base.atoms.file}}) {
    options.starts.push_back({.role = role,
                              .path = path,
                              .sha256 = sha256_of(kept.at(role)),
                              .contents = std::make_shared<const std::string>(kept.at(role))});
    std::filesystem::remove(path);
  }
  EXPECT_THROW(solve_to_memory(job), IoError);
  const MemorySink again = solve_to_memory(job, options);
  EXPECT_EQ(again.numbers("qfi"), before.numbers("qfi"));
  EXPECT_EQ(again.layout().start_files, kept);
  MemorySink sink(result_layout(job, Scan(job)));
  solve(job, sink, options);
  EXPECT_EQ(sink.numbers("qfi"), before.numbers("qfi"));
  EXPECT_EQ(Solver(BackendChoice::cpu).plan(job, nullptr, options.starts).points, 1);
}

}  // namespace
}  // namespace pairtwist
