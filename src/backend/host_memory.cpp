// SPDX-License-Identifier: BSD-3-Clause
#include "backend/host_memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>
#include <string>

#include "backend/control_groups.hpp"

namespace pairtwist {
namespace {

constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

/// First number of a one-line file; nothing for "max" or a missing file.
std::optional<std::int64_t> number_in(const std::string& path) {
  std::ifstream file(path);
  std::int64_t value = 0;
  if (file >> value) return value;
  return std::nullopt;
}

std::int64_t system_available() {
  std::ifstream file("/proc/meminfo");
  std::string key, unit;
  std::int64_t kilobytes = 0;
  while (file >> key >> kilobytes) {
    std::getline(file, unit);
    if (key == "MemAvailable:") return kilobytes * 1024;
  }
  return unlimited;
}

std::int64_t address_space_left() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unlimited;
  const std::int64_t used = number_in("/proc/self/statm").value_or(0) * sysconf(_SC_PAGESIZE);
  return static_cast<std::int64_t>(limit.rlim_cur) - used;
}

/// The memory limit of a container or a batch job.
std::int64_t control_groups_left() {
  std::ifstream file("/proc/self/cgroup");
  std::ostringstream text;
  text << file.rdbuf();
  return control_groups_leave(text.str(), "/sys/fs/cgroup").value_or(unlimited);
}

}  // namespace

std::int64_t available_host_memory() {
  const std::int64_t left =
      std::min({system_available(), address_space_left(), control_groups_left()});
  return std::max<std::int64_t>(left, 0);
}

}  // namespace pairtwist
