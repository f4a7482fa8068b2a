#include "io/file_readers.hpp"

#include "io/atoms_file.hpp"
#include "io/light_file.hpp"

namespace pairtwist {

StateReaders file_readers() { return {.atoms = read_atoms_file, .light = read_light_file}; }

}  // namespace pairtwist
