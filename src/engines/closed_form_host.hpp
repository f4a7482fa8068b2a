// Drives the closed form over a batch on the host: OpenMP across points and stretches of time, SIMD
// inside.
#pragma once

#include <complex>
#include <vector>

#include "engines/batch.hpp"
#include "engines/closed_form_block.hpp"

namespace pairtwist::engines {

struct HostResult {
  std::vector<std::complex<double>> coherence;
  std::vector<ExtendedComplex> extended;
  std::vector<std::complex<double>> alpha;
};

/// Fills `result` (arrays as BatchView says) for the whole batch. Throws std::bad_alloc.
void solve_on_host(const Batch& batch, const BlockKernel& kernel, int threads, HostResult& result);

}  // namespace pairtwist::engines
