// SPDX-License-Identifier: BSD-3-Clause
#include "backend/control_groups.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

namespace pairtwist {
namespace {

namespace fs = std::filesystem;

/// The names of one version.
struct Version {
  const char* limit;
  const char* used;
  const char* reclaimable;  ///< a key of memory.stat, with the groups below
};
constexpr Version first = {"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"};
constexpr Version second = {"memory.max", "memory.current", "inactive_file"};

/// First number of a one-line file; nothing for "max" or a missing file.
std::optional<std::int64_t> number_in(const fs::path& path) {
  std::ifstream file(path);
  std::int64_t value = 0;
  if (file >> value) return value;
  return std::nullopt;
}

std::int64_t statistic(const fs::path& path, std::string_view wanted) {
  std::ifstream file(path);
  std::string key;
  std::int64_t value = 0;
  while (file >> key >> value)
    if (key == wanted) return value;
  return 0;
}

std::optional<std::int64_t> left_in(const fs::path& folder, const Version& names) {
  constexpr std::int64_t no_limit = std::int64_t{1} << 62;  // as version 1 says it
  const auto limit = number_in(folder / names.limit);
  if (!limit || *limit >= no_limit) return std::nullopt;
  const std::int64_t used = number_in(folder / names.used).value_or(0);
  const std::int64_t back = std::min(used, statistic(folder / "memory.stat", names.reclaimable));
  return *limit - (used - back);
}

std::optional<std::int64_t> least(std::optional<std::int64_t> one,
                                  std::optional<std::int64_t> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

/// Of a group and all above it. Inside of a container the path may be one outside of it: then the
/// upper ones that are there count.
std::optional<std::int64_t> left_upwards(const fs::path& root, const fs::path& group,
                                         const Version& names) {
  std::optional<std::int64_t> left = left_in(root, names);
  fs::path folder = root;
  for (const fs::path& name : group.relative_path()) {
    folder /= name;
    left = least(left, left_in(folder, names));
  }
  return left;
}

bool lists(std::string_view controllers, std::string_view wanted) {
  while (!controllers.empty()) {
    const std::size_t end = std::min(controllers.find(','), controllers.size());
    if (controllers.substr(0, end) == wanted) return true;
    controllers.remove_prefix(std::min(end + 1, controllers.size()));
  }
  return false;
}

}  // namespace

std::optional<std::int64_t> control_groups_leave(const std::string& membership,
                                                 const std::string& root) {
  std::optional<std::int64_t> left;
  std::istringstream lines(membership);
  std::string line;
  while (std::getline(lines, line)) {  // number:controllers:path
    const std::size_t one = line.find(':');
    const std::size_t two = line.find(':', one + 1);
    if (one == std::string::npos || two == std::string::npos) continue;
    const std::string_view controllers = std::string_view(line).substr(one + 1, two - one - 1);
    const fs::path group = line.substr(two + 1);
    if (controllers.empty())
      left = least(left, left_upwards(root, group, second));
    else if (lists(controllers, "memory"))
      left = least(left, left_upwards(fs::path(root) / "memory", group, first));
  }
  return left;
}

}  // namespace pairtwist
