#include "io/start_files.hpp"

#include <fmt/format.h>

#include "io/sha256.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {

std::vector<StartFile> start_files(const Job& job) {
  std::vector<StartFile> files;
  const auto add = [&](const char* key, const std::string& path, const char* attribute) {
    files.push_back({key, path, attribute, sha256_of_file(path)});
  };
  if (job.base.light.state == LightState::file) {
    add("light.path", job.base.light.file, "light_sha256");
  }
  if (job.base.atoms.state == AtomsState::file) {
    add("atoms.path", job.base.atoms.file, "atoms_sha256");
  }
  return files;
}

void check_unchanged(const StartFile& file) {
  if (sha256_of_file(file.path) == file.sha256) return;
  throw IoError(
      fmt::format("{}: {} changed while it was read; run again when nothing writes to it any more",
                  file.key, file.path));
}

}  // namespace pairtwist
