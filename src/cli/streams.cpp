// SPDX-License-Identifier: BSD-3-Clause
#include "cli/streams.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "pairtwist/error.hpp"

namespace pairtwist::cli {

void occupy_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0 || errno != EBADF) continue;
    // stdout only to be read: to write what was asked for must fail as on the closed one. Messages
    // may be lost, also those of the Python that draws.
    const int access = stream == STDERR_FILENO ? O_WRONLY : O_RDONLY;
    // The lowest number that is free is this one: those below were occupied before.
    if (::open("/dev/null", access) != stream)
      throw IoError(fmt::format(
          "/dev/null cannot be opened in the place of the closed descriptor {}: {}; leave it open, "
          "e.g. on a file",
          stream, std::strerror(errno)));
  }
}

bool output_has_arrived(int error) {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
  if (errno != 0) error = errno;
  if (error == EPIPE) return false;
  throw IoError(fmt::format("what was asked for could not be written to stdout{}{}",
                            error == 0 ? "" : ": ", error == 0 ? "" : std::strerror(error)));
}

}  // namespace pairtwist::cli
