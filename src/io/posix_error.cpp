// SPDX-License-Identifier: BSD-3-Clause
#include "io/posix_error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace pairtwist {
namespace {

std::string_view way_out(std::string_view doing, int error) {
  switch (error) {
    case ENOSPC:
      return "; free some space there, or choose another place";
    case EDQUOT:
      return "; the quota is used up: remove files there, or choose another place";
    case EFBIG:
      return "; the file size limit is reached: raise it (ulimit -f), or choose another place";
    case EEXIST:
      return "; choose another name, or overwrite it with --force";
    case ENOENT:
      return doing.starts_with("read") ? "; check the spelling"
                                       : "; check the spelling, or create the directory first";
    case ENOTDIR:
      return "; a part of the path is a file, not a directory";
    case EACCES:
    case EPERM:
    case EROFS:
      return "; choose a place that you may use";
    case EIO:
      return "; the device failed: see the system's log";
    default:
      return "";
  }
}

}  // namespace

IoError posix_error(std::string_view doing, const std::string& path, int error) {
  return IoError(fmt::format("cannot {} {}: {}{}", doing, path,
                             std::generic_category().message(error), way_out(doing, error)));
}

}  // namespace pairtwist
