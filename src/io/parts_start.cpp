// SPDX-License-Identifier: BSD-3-Clause
#include "io/parts_start.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string_view>

#include "io/output_file.hpp"
#include "io/parts_names.hpp"
#include "io/sha256.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

namespace fs = std::filesystem;

/// None unless it is the whole of what this hash is of.
std::optional<std::string> read_contents(const std::string& path, std::string_view sha256) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > small_start_file || error)
    return std::nullopt;
  try {
    std::string bytes = read_whole_file(path);
    if (sha256_of(bytes) == sha256) return bytes;
  } catch (const IoError&) {  // said by who needs it
  }
  return std::nullopt;
}

bool is_large(const std::string& path) {
  std::error_code error;
  return fs::file_size(path, error) > small_start_file && !error;
}

}  // namespace

void store_starts(const std::string& folder, const std::vector<StartFile>& files) {
  for (const auto& [role, bytes] : small_contents(files)) {
    const std::string path = folder + "/" + start_name(role);
    if (!read_contents(path, sha256_of(bytes))) write_whole_file(path, bytes, true);
  }
}

FoundStarts find_starts(const std::string& folder, const std::vector<StartFile>& files) {
  FoundStarts found;
  for (const std::string_view role : {"light", "atoms"}) {
    for (const StartFile& file : files) {
      if (role_of(file) != role) continue;
      std::optional<std::string> bytes =
          read_contents(folder + "/" + start_name(role), file.sha256);
      if (!bytes) bytes = read_contents(file.path, file.sha256);
      if (bytes)
        found.contents.emplace(role, *std::move(bytes));
      else if (!is_large(file.path))
        found.messages.push_back(
            fmt::format("{}: {} no longer has the contents that the scan was begun with; the "
                        "result has their SHA-256, and does not hold them",
                        file.key, file.path));
    }
  }
  return found;
}

}  // namespace pairtwist
