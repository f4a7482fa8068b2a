// SPDX-License-Identifier: BSD-3-Clause
// A line on stderr about work that goes on, from a thread of its own: a live one on a terminal,
// otherwise a plain one within two seconds and then every 30 s. And what is worth saying of work
// that takes long alone.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "io/file_work.hpp"

namespace pairtwist::cli {

class ProgressLine {
 public:
  /// look: called ten times a second; text: what to say now, "" for nothing. Both by that thread,
  /// as long as this is there; neither if quiet. notes: said when a second has gone by.
  ProgressLine(
      bool quiet, std::function<std::string()> text, std::function<void()> look = [] {},
      std::vector<std::string> notes = {});
  ~ProgressLine();  ///< ends the live line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

 private:
  void watch();
  void show();
  void say_notes();

  std::function<std::string()> text_;
  std::function<void()> look_;
  std::vector<std::string> notes_;  ///< not yet said
  bool live_;
  bool line_open_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool end_ = false;
  std::thread thread_;  ///< the last: it uses the others; none if quiet
};

/// "joining the parts, 37 % of 1.2 GiB"; of nothing "".
std::string file_work_text(const FileWork::Reading& reading);
/// That line as the work goes on; it must outlive what is returned.
ProgressLine file_progress(const FileWork& work, bool quiet);

}  // namespace pairtwist::cli
