// SPDX-License-Identifier: BSD-3-Clause
// A file that appears under its name once, complete: written beside it under a temporary name,
// synced, renamed; and how a signal handler removes what is unfinished. Knows nothing of HDF5.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pairtwist {

class OutputFile {
 public:
  /// Creates `.NAME.XXXXXX.tmp` in the directory of `path`, which must not exist unless `force`.
  /// Throws IoError.
  OutputFile(std::string path, bool force);
  /// Removes the temporary file unless publish() was reached; never throws.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  const std::string& path() const { return path_; }
  int descriptor() const { return descriptor_; }

  /// What becomes of a finished file that cannot have its name.
  enum class Nameless {
    removed,
    kept,  ///< hours of work may be in it: it stays under another name, which the IoError has
  };
  /// Syncs the file and gives it its name; without `force` an existing file is never replaced, even
  /// if it appeared meanwhile. Throws IoError.
  void publish(Nameless otherwise = Nameless::removed);

 private:
  void close_descriptor();
  void rename_to_path(Nameless otherwise);
  void forget_temporary();

  std::string path_;
  std::string directory_;
  std::string temporary_;  ///< empty: nothing to remove
  bool force_;
  int descriptor_ = -1;
};

/// What processes that were killed have left of OutputFiles of this path, and those at work.
struct TemporaryFiles {
  std::vector<std::string> removed;
  std::vector<std::string> in_use;
};
/// Removes the former. Throws IoError if one cannot be removed.
TemporaryFiles remove_stale_files(const std::string& path);

/// Those at work, with nothing removed: for who only looks.
std::vector<std::string> files_in_work(const std::string& path);

/// Throws UsageError if `output` is the file `input`, which is `what`: "read as the config".
void spare_input(const std::string& output, const std::string& input, std::string_view what);

/// Throws IoError.
std::string read_whole_file(const std::string& path);
/// By an OutputFile. Throws IoError.
void write_whole_file(const std::string& path, const std::string& bytes, bool force);

/// Removes the temporary file of the OutputFile that exists, before the process ends without its
/// destructor. Of several at once only the first is known here. Safe in a signal handler.
void remove_unfinished_file() noexcept;

}  // namespace pairtwist
