// SPDX-License-Identifier: BSD-3-Clause
// A thread block as the team of src/engines/team.hpp.
#pragma once

#include <cuda_runtime.h>

#include "engines/team.hpp"

namespace pairtwist::kernels {

/// Of all threads, in an order that depends on their number alone. One function for all callers:
/// each copy would have shared memory of its own.
__device__ __noinline__ inline double2 sum_over_block(double re, double im) {
  __shared__ double2 parts[32];
  for (int distance = 16; distance > 0; distance /= 2) {
    re += __shfl_down_sync(0xffffffffU, re, distance);
    im += __shfl_down_sync(0xffffffffU, im, distance);
  }
  if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = {re, im};
  __syncthreads();
  double2 sum = {0.0, 0.0};
  for (unsigned warp = 0; warp < blockDim.x / 32; ++warp) {
    sum.x += parts[warp].x;
    sum.y += parts[warp].y;
  }
  __syncthreads();  // before the next sum writes here
  return sum;
}

/// All threads of the block, a multiple of 32 and at most 1024 in one dimension.
struct ThreadBlock : engines::ColumnByColumn {
  __device__ void sync() const { __syncthreads(); }
  __device__ bool first() const { return threadIdx.x == 0; }
  __device__ int rank() const { return static_cast<int>(threadIdx.x); }
  __device__ int size() const { return static_cast<int>(blockDim.x); }

  template <class F>
  __device__ void for_each(int count, const F& f) const {
    for (int i = threadIdx.x; i < count; i += blockDim.x) f(i);
  }

  template <class F>
  __device__ void for_values(int count, const F& f) const {
    for_each(count, f);
  }

  template <class Row>
  __device__ void for_elements(int size, const Row& row) const {
    for (int i = threadIdx.x; i < size * size; i += blockDim.x) row(i / size)(i % size);
  }

  template <class Strip>
  __device__ void for_strips(int size_of_matrix, const Strip& strip) const {
    engines::share_strips(rank(), size(), size_of_matrix, strip);
  }

  template <class S, class F>
  __device__ physics::Complex<S> sum_of(int count, const F& f) const {
    physics::Complex<S> sum = {0.0, 0.0};
    for (int i = threadIdx.x; i < count; i += blockDim.x) sum = sum + f(i);
    const double2 all = sum_over_block(sum.re, sum.im);
    return {all.x, all.y};
  }
};

}  // namespace pairtwist::kernels
