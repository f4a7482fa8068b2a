// The files that a job's start states are read from, known by their contents: another file under
// the same name is another job.
#pragma once

#include <string>
#include <vector>

#include "pairtwist/job.hpp"

namespace pairtwist {

struct StartFile {
  std::string key;  ///< of the config, "light.path"
  std::string path;
  std::string attribute;  ///< of the result file, "light_sha256"
  std::string sha256;     ///< of the contents, 64 hexadecimal digits
};

/// Those of the job, none where its states are not from files. Reads them whole. Throws IoError.
std::vector<StartFile> start_files(const Job& job);

/// Throws IoError if the contents are no longer those of `file.sha256`.
void check_unchanged(const StartFile& file);

}  // namespace pairtwist
