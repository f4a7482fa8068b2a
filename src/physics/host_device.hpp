// SPDX-License-Identifier: BSD-3-Clause
// The one macro that lets an equation stand once for host and device. Always inlined on the host
// too: the same header is compiled for several SIMD levels, and an out-of-line copy built for
// AVX-512 must never be the one the linker keeps for a machine without it.
#pragma once

#if defined(__CUDACC__)
#define PT_HD __host__ __device__ __forceinline__
#else
#define PT_HD inline __attribute__((always_inline))
#endif
// For functions too large to stand at every call, of templates whose arguments name the SIMD level.
#if defined(__CUDACC__)
#define PT_HD_CALLED __host__ __device__ __noinline__
#else
#define PT_HD_CALLED __attribute__((noinline))
#endif
// Before a loop over an array that is to live in a device's registers.
#if defined(__CUDACC__)
#define PT_UNROLL _Pragma("unroll")
#else
#define PT_UNROLL
#endif
