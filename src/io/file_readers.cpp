// SPDX-License-Identifier: BSD-3-Clause
#include "io/file_readers.hpp"

#include <string>

#include "io/atoms_file.hpp"
#include "io/light_file.hpp"

namespace pairtwist {
namespace {

/// After the reading: they were hashed before it, so that a change between is seen, too.
void check_all_unchanged(const std::vector<StartFile>& files, const std::string& path) {
  for (const StartFile& file : files) {
    if (file.path == path) check_unchanged(file);
  }
}

/// The file of that path whose contents are a result file's; nullptr if there is none.
const StartFile* stored_file(const std::vector<StartFile>& files, const std::string& path,
                             const std::string& key) {
  for (const StartFile& file : files) {
    if (file.stored && file.path == path && file.key == key) return &file;
  }
  return nullptr;
}

}  // namespace

StateReaders file_readers() { return {.atoms = read_atoms_file, .light = read_light_file}; }

StateReaders file_readers(const std::vector<StartFile>& files) {
  return {.atoms =
              [files](const std::string& path, std::int64_t atoms) {
                if (const StartFile* stored = stored_file(files, path, "atoms.path")) {
                  return read_atoms_image(*stored->contents, path, atoms);
                }
                auto amplitudes = read_atoms_file(path, atoms);
                check_all_unchanged(files, path);
                return amplitudes;
              },
          .light =
              [files](const std::string& path) {
                if (const StartFile* stored = stored_file(files, path, "light.path")) {
                  return read_light_image(*stored->contents, path);
                }
                LightDensity light = read_light_file(path);
                check_all_unchanged(files, path);
                return light;
              }};
}

}  // namespace pairtwist
