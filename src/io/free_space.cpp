// SPDX-License-Identifier: BSD-3-Clause
#include "io/free_space.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "pairtwist/error.hpp"
#include "text/sizes.hpp"

namespace pairtwist {
namespace {

namespace fs = std::filesystem;

/// Deflate makes no run of bytes shorter than this share of it.
constexpr double most_compression = 1032.0;

}  // namespace

std::optional<std::uintmax_t> free_space(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  std::error_code error;
  const fs::space_info space = fs::space(folder.empty() ? fs::path(".") : folder, error);
  if (error) return std::nullopt;
  return space.available;
}

std::string space_warning(const std::string& path, std::int64_t bytes, std::uintmax_t free) {
  const auto needed = static_cast<double>(bytes);
  const auto there = static_cast<double>(free);
  if (needed <= there) return {};
  const std::string sizes =
      fmt::format("{}: {} of numbers are to be written, and {} are free there", path,
                  bytes_text(needed), bytes_text(there));
  constexpr const char* way_out =
      "fewer points, samples or quantities, or -o FILE where there is room";
  if (needed > there * most_compression)
    throw IoError(fmt::format("{}, which is too little even if they compress as well as can be: {}",
                              sizes, way_out));
  return fmt::format("{}, which may be too little, unless they compress: {}", sizes, way_out);
}

}  // namespace pairtwist
