// SPDX-License-Identifier: BSD-3-Clause
// Drives a batch on the host: OpenMP across points and stretches of work, SIMD inside.
#pragma once

#include <complex>
#include <vector>

#include "engines/batch.hpp"
#include "engines/host_kernels.hpp"
#include "observables/moment_weights.hpp"

namespace pairtwist::engines {

/// Arrays as BatchView says.
struct HostResult {
  std::vector<double> sums;
  std::vector<double> sums_before;
  std::vector<std::complex<double>> coherence;
  std::vector<ExtendedComplex> extended;
  std::vector<PhotonMoments> photons;
  std::vector<double> distribution;
  std::vector<std::complex<double>> density;
  std::vector<double> state_rounding;
  std::vector<PhotonRounding> photon_rounding;
  std::vector<std::int32_t> failed;
  std::vector<std::complex<double>> coherence_before;
  std::vector<PhotonMoments> photons_before;
  std::vector<double> distribution_before;
  std::vector<std::complex<double>> density_before;
  std::vector<std::int32_t> cutoff;
  std::vector<double> tail;
  std::vector<double> sums_without;
  std::vector<double> distribution_without;
  std::vector<std::complex<double>> density_without;
};

BatchView view_of(const HostResult& result);

/// Engine::solve of each method (engines/engine.hpp).
void solve_closed_form(const Batch& batch, const HostKernels& kernels, int threads,
                       HostResult& result);
/// The closed form in double: sums alone.
void solve_sums(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result);
void solve_gaussian(const Batch& batch, const HostKernels& kernels, int threads,
                    HostResult& result);
void solve_fock(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result);
/// With the sums.
void solve_joint(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result);

/// found [MomentSum] of point p at time k to where HostResult::sums has those that are wanted.
void store_sums(const Batch& batch, std::int64_t p, std::int64_t k, const double* found,
                double* sums);

/// The sums of a batch whose coherences and blocks (as BatchView says) are there.
void sum_on_host(const Batch& batch, int threads, const std::complex<double>* coherence,
                 const PhotonMoments* photons, std::vector<double>& sums);

/// Sizes the arrays for what the batch's method leaves.
void size_result(const Batch& batch, HostResult& result);

/// Sizes the arrays and calls the one of the batch's method.
void solve_on_host(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result);

}  // namespace pairtwist::engines
