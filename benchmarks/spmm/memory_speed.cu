// SPDX-License-Identifier: BSD-3-Clause
#include "device/check.hpp"
#include "spmm/memory_speed.hpp"

namespace pairtwist::spmm {

double memory_speed() {
  int kilohertz = 0;
  int bits = 0;
  PT_CUDA_CHECK(cudaDeviceGetAttribute(&kilohertz, cudaDevAttrMemoryClockRate, 0));
  PT_CUDA_CHECK(cudaDeviceGetAttribute(&bits, cudaDevAttrGlobalMemoryBusWidth, 0));
  return 2.0 * 1e3 * kilohertz * bits / 8.0;  // twice a cycle
}

}  // namespace pairtwist::spmm
