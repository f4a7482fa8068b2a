// SPDX-License-Identifier: BSD-3-Clause
#include "io/start_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "config/axes.hpp"
#include "io/output_file.hpp"
#include "io/sha256.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

/// The file as it lies on disk.
StartFile read_file(const std::string& role, const std::string& path) {
  StartFile file{.key = role + ".path",
                 .path = path,
                 .attribute = role + "_sha256",
                 .sha256 = sha256_of_file(path)};
  std::error_code error;
  if (std::filesystem::file_size(path, error) > small_start_file || error) return file;
  file.contents = std::make_shared<const std::string>(read_whole_file(path));
  if (sha256_of(*file.contents) != file.sha256) check_unchanged(file);
  return file;
}

StartFile find_file(const std::string& role, const std::string& path,
                    const std::vector<StoredStart>& stored) {
  const auto found = std::ranges::find_if(
      stored, [&](const StoredStart& start) { return start.role == role && start.path == path; });
  if (found == stored.end()) return read_file(role, path);
  if (found->contents) {
    return {.key = role + ".path",
            .path = path,
            .attribute = role + "_sha256",
            .sha256 = found->sha256,
            .contents = found->contents,
            .stored = true};
  }
  StartFile file = read_file(role, path);
  if (file.sha256 == found->sha256) return file;
  throw IoError(fmt::format(
      "{}.path: {} has other contents than when the result was solved, which does not hold them "
      "itself; `pairtwist config RESULT > new.toml` makes a config that takes it as it is",
      role, path));
}

}  // namespace

std::vector<StartFile> start_files(const Job& job, const std::vector<StoredStart>& stored) {
  std::vector<StartFile> files;
  for (const auto& [role, path] :
       {std::pair{"light", config::light_path(job)}, {"atoms", config::atoms_path(job)}}) {
    if (!path.empty()) files.push_back(find_file(role, path, stored));
  }
  return files;
}

std::string role_of(const StartFile& file) { return file.key.substr(0, file.key.find('.')); }

std::map<std::string, std::string> small_contents(const std::vector<StartFile>& files) {
  std::map<std::string, std::string> contents;
  for (const StartFile& file : files) {
    if (file.contents) contents[role_of(file)] = *file.contents;
  }
  return contents;
}

void check_unchanged(const StartFile& file) {
  if (sha256_of_file(file.path) == file.sha256) return;
  throw IoError(
      fmt::format("{}: {} changed while it was read; run again when nothing writes to it any more",
                  file.key, file.path));
}

}  // namespace pairtwist
