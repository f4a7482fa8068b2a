// SPDX-License-Identifier: BSD-3-Clause
// The registry of engines: what each method adds to a batch, and how it solves one on the host. A
// device has a registry of its own (kernels/cuda_backend.cpp); what a method gives stands in
// model/methods.hpp.
#pragma once

#include "engines/batch.hpp"
#include "engines/host_solver.hpp"

namespace pairtwist::engines {

struct Engine {
  Method method;
  /// Adds to the batch what this method alone needs of the point that was added last.
  void (*add)(Batch& batch, const Point& point, const FaintLight& faint, const FockStart& fock);
  /// Fills `result`, whose arrays have their sizes, for the whole batch; not the sums of batches
  /// whose coherences are wanted or needed, unless the method has no blocks. Throws std::bad_alloc.
  void (*solve)(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result);
};

/// Throws std::out_of_range for a method that none treats.
const Engine& engine_of(Method method);

/// Engine::add of the methods that need something: their lights and blocks.
void add_gaussian(Batch& batch, const Point& point, const FaintLight& faint, const FockStart& fock);
void add_fock(Batch& batch, const Point& point, const FaintLight& faint, const FockStart& fock);
void add_joint(Batch& batch, const Point& point, const FaintLight& faint, const FockStart& fock);

}  // namespace pairtwist::engines
