// SPDX-License-Identifier: BSD-3-Clause
// The files that a job's start states are read from, known by their contents: another file under
// the same name is another job.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/stored_start.hpp"

namespace pairtwist {

/// Files up to this size go into the result themselves.
inline constexpr std::size_t small_start_file = std::size_t{4} << 20;

struct StartFile {
  std::string key;  ///< of the config, "light.path"
  std::string path;
  std::string attribute;  ///< of the result file, "light_sha256"
  std::string sha256;     ///< of the contents, 64 hexadecimal digits
  std::shared_ptr<const std::string> contents = nullptr;  ///< of small files
  bool stored = false;                                    ///< they are a result file's
};

/// Those of the job, none where its states are not from files. Reads them whole, but for those that
/// are `stored` with their contents. Throws IoError, also for a path of a stored file that now has
/// other contents.
std::vector<StartFile> start_files(const Job& job, const std::vector<StoredStart>& stored = {});

/// "light" or "atoms"
std::string role_of(const StartFile& file);

/// Contents of the small ones by role, for ResultLayout::start_files.
std::map<std::string, std::string> small_contents(const std::vector<StartFile>& files);

/// Throws IoError if the contents are no longer those of `file.sha256`.
void check_unchanged(const StartFile& file);

}  // namespace pairtwist
