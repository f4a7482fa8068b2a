// SPDX-License-Identifier: BSD-3-Clause
// What pairtwist throws when the caller, the disk or the device is at fault, and the exit code each
// one becomes. Every message names the thing, the value found and the way out.
#pragma once

#include <stdexcept>
#include <string>

namespace pairtwist {

/// Exit codes of the program (see docs/interface.md).
enum class Exit : int {
  done = 0,
  usage = 2,         ///< bad usage or config
  some_failed = 3,   ///< finished, but some points failed (each flagged in the file)
  io = 4,            ///< input/output error
  device = 5,        ///< the requested device is not there or failed
  interrupted = 75,  ///< stopped by a signal; the same command starts again
};

class Error : public std::runtime_error {
 public:
  Error(Exit code, const std::string& message) : std::runtime_error(message), code_(code) {}
  Exit code() const noexcept { return code_; }

 private:
  Exit code_;
};

/// The command line or the config is wrong; nothing was written.
struct UsageError : Error {
  explicit UsageError(const std::string& message) : Error(Exit::usage, message) {}
};

/// A file could not be read or written.
struct IoError : Error {
  explicit IoError(const std::string& message) : Error(Exit::io, message) {}
};

/// The requested device is not there or failed.
struct DeviceError : Error {
  explicit DeviceError(const std::string& message) : Error(Exit::device, message) {}
};

/// The StopFlag was raised while a scan ran: by a signal, in the program.
struct Interrupted : Error {
  explicit Interrupted(const std::string& message) : Error(Exit::interrupted, message) {}
};

}  // namespace pairtwist
