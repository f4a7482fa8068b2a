// A thread block as the team of src/engines/team.hpp.
#pragma once

#include <cuda_runtime.h>

#include "physics/complex.hpp"

namespace pairtwist::kernels {

/// All threads of the block, a multiple of 32 and at most 1024 in one dimension.
struct ThreadBlock {
  template <class S>
  using Columns = S;
  static constexpr int columns = 1;
  template <class S>
  __device__ static S across(S x) {
    return x;
  }

  __device__ void sync() const { __syncthreads(); }
  __device__ bool first() const { return threadIdx.x == 0; }

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

  /// In an order that depends on the number of threads alone.
  template <class S, class F>
  __device__ physics::Complex<S> sum_of(int count, const F& f) const {
    __shared__ double re[32];
    __shared__ double im[32];
    physics::Complex<S> sum = {0.0, 0.0};
    for (int i = threadIdx.x; i < count; i += blockDim.x) sum = sum + f(i);
    for (int distance = 16; distance > 0; distance /= 2) {
      sum.re += __shfl_down_sync(0xffffffffU, sum.re, distance);
      sum.im += __shfl_down_sync(0xffffffffU, sum.im, distance);
    }
    if (threadIdx.x % 32 == 0) {
      re[threadIdx.x / 32] = sum.re;
      im[threadIdx.x / 32] = sum.im;
    }
    __syncthreads();
    sum = {0.0, 0.0};
    for (int warp = 0; warp < blockDim.x / 32; ++warp) {
      sum.re += re[warp];
      sum.im += im[warp];
    }
    __syncthreads();  // before the next sum writes here
    return sum;
  }
};

}  // namespace pairtwist::kernels
