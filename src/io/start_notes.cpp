// SPDX-License-Identifier: BSD-3-Clause
#include "pairtwist/start_notes.hpp"

#include "config/vanishing_bell.hpp"
#include "io/file_readers.hpp"
#include "io/start_files.hpp"
#include "observables/atomic_start.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {

void note_starts(Job& job, const std::vector<StoredStart>& stored) {
  if (!config::bell_hangs_on_start_file(job)) return;
  const std::int64_t atoms = job.base.model.atoms;
  try {
    const auto amplitudes =
        file_readers(start_files(job, stored)).atoms(job.base.atoms.file, atoms);
    const AtomicStart start = atomic_start(job.base.atoms, atoms, 0.0, &amplitudes);
    config::note_vanishing_bell_of_start(job, start.symmetric, start.antisymmetric);
  } catch (const Error&) {
    return;
  }
}

}  // namespace pairtwist
