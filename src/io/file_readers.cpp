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

}  // namespace

StateReaders file_readers() { return {.atoms = read_atoms_file, .light = read_light_file}; }

StateReaders file_readers(const std::vector<StartFile>& files) {
  return {.atoms =
              [files](const std::string& path, std::int64_t atoms) {
                auto amplitudes = read_atoms_file(path, atoms);
                check_all_unchanged(files, path);
                return amplitudes;
              },
          .light =
              [files](const std::string& path) {
                LightDensity light = read_light_file(path);
                check_all_unchanged(files, path);
                return light;
              }};
}

}  // namespace pairtwist
