// SPDX-License-Identifier: BSD-3-Clause
// The last line of a result file, behind what HDF5 knows of: the SHA-256 of all before it. It is
// looked at before libhdf5 is, which does not survive every damaged file; and it goes, without a
// trace, when other software writes to the file.
#pragma once

#include <cstddef>
#include <string>

#include "io/file_work.hpp"

namespace pairtwist {

/// A line feed, "pairtwist sha256 ", 64 hexadecimal digits, a line feed.
constexpr std::size_t seal_length = 1 + 17 + 64 + 1;

/// Appends the line to a file that is open for reading and writing; `path` is for messages, `work`
/// is told how far it is. Throws IoError; Interrupted.
void seal_file(int descriptor, const std::string& path, FileWork* work = nullptr);

/// Reads the whole file. "" if what is before its last line has the SHA-256 that this says, or if
/// it ends where HDF5 says, without such a line: an earlier version wrote it, or other software has
/// written to it since. Otherwise what is wrong, a sentence without the name of the file. Throws
/// IoError if it cannot be read.
std::string problem_of_seal(const std::string& path);

}  // namespace pairtwist
