// SPDX-License-Identifier: BSD-3-Clause
// Where a CUDA device counts atoms: from the coherences in its memory, of both solutions where a
// method has two. Values and errors come back, coherences need not.
#include "cuda_place.hpp"
#include "device/transfer.hpp"
#include "engines/counting_chunks.hpp"
#include "observables/counting.hpp"

namespace pairtwist::kernels {

using device::download;

void CudaPlace::count_atoms(const engines::Batch& batch, bool twice, CudaResult& result) {
  if (!batch.counts()) return;
  CudaCountingMachine machine(counting_, stream_.get());
  const auto angles = static_cast<std::size_t>(batch.counting.front().tables->angles());
  const std::size_t terms = static_cast<std::size_t>(batch.size() * batch.n_times) * angles;
  const auto count = [&](const Array<double2>& coherence, Array<FisherTerm>& there,
                         device::PinnedArray<FisherTerm>& here) {
    there.reserve(terms);
    // double2 is two doubles.
    engines::count_atoms(batch, reinterpret_cast<const double*>(coherence.data()), machine,
                         there.data());
    download(here, there, true, terms, stream_.get());
  };
  count(coherence_, counting_.terms, result.counted);
  if (twice) count(coherence_before_, counting_.terms_before, result.counted_before);
}

}  // namespace pairtwist::kernels
