// SPDX-License-Identifier: BSD-3-Clause
// Orders of the joint method on the device (src/engines/joint_team.inl). Each in a thread block,
// all of its series in one launch, its arrays in shared memory where they fit; or, of few large
// ones, a launch a term, in which all of the device takes part: a barrier between terms is then the
// end of a launch.
#include <algorithm>

#include "device/check.hpp"
#include "engines/joint_team.inl"
#include "fock_launch.hpp"
#include "joint_machine.hpp"
#include "thread_block.hpp"

namespace pairtwist::kernels {
namespace {

using engines::JointOrder;
using engines::JointSeriesTeam;
using engines::JointTeam;

constexpr int threads = 256;
/// What a thread block can have without asking; four of them are within what a processor has.
constexpr std::int64_t near_bytes = 48 << 10;
/// Below so many pieces of work a term is shorter than a launch.
constexpr std::int32_t pieces_of_grid = 2048;
/// Of so many orders a processor and more, thread blocks fill the device.
constexpr std::size_t orders_of_processor = 2;

std::int64_t near_of(const JointOrder& order) {
  return 4 * order.places.imaginary * static_cast<std::int64_t>(sizeof(double));
}

/// A thread of a grid, between whose launches all is done.
struct GridThread {
  template <class F>
  __device__ void for_each(int count, const F& f) const {
    const auto all = static_cast<int>(gridDim.x * blockDim.x);
    for (int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x); i < count; i += all) f(i);
  }
};

/// resident: thread blocks on a processor, for which there shall be registers.
template <bool of_matrix, int resident>
__global__ void __launch_bounds__(threads, resident)
    whole_kernel(const JointOrder* orders, bool near) {
  extern __shared__ double numbers[];
  JointOrder order = orders[blockIdx.x];
  order.of_matrix = of_matrix;  // known here: the other state's code takes no registers
  const ThreadBlock team;
  JointTeam(order, team).run(near ? static_cast<double*>(numbers) : nullptr);
}

__global__ void __launch_bounds__(threads) prepare_kernel(const JointOrder* orders) {
  const JointOrder order = orders[blockIdx.x];
  const ThreadBlock team;
  JointTeam(order, team).prepare();
}

__global__ void __launch_bounds__(threads) begin_kernel(const JointOrder* orders) {
  const JointOrder order = orders[blockIdx.y];
  if (order.terms > 0) JointSeriesTeam(order, order.other, order.after).begin(GridThread{});
}

/// Of each order the term that is `done` behind its last one.
__global__ void __launch_bounds__(threads)
    term_kernel(const JointOrder* orders, std::int32_t done) {
  const JointOrder order = orders[blockIdx.y];
  const std::int32_t k = order.terms - 1 - done;
  if (k >= 0) JointSeriesTeam(order, order.other, order.after).term(k, GridThread{});
}

__global__ void __launch_bounds__(threads) look_kernel(const JointOrder* orders) {
  const JointOrder order = orders[blockIdx.x];
  const ThreadBlock team;
  JointTeam(order, team).look();
}

void carry_out_by_grid(std::span<const JointOrder> here, const JointOrder* there,
                       cudaStream_t stream) {
  const auto count = static_cast<unsigned>(here.size());
  std::int32_t pieces = 0;
  std::int32_t terms = 0;
  for (const JointOrder& order : here) {
    pieces = std::max(pieces, engines::joint_pieces(order));
    terms = std::max(terms, order.terms);
  }
  const dim3 grid(blocks_for(pieces, threads), count);
  prepare_kernel<<<count, threads, 0, stream>>>(there);
  PT_CUDA_CHECK_LAUNCH(prepare_kernel);
  begin_kernel<<<grid, threads, 0, stream>>>(there);
  PT_CUDA_CHECK_LAUNCH(begin_kernel);
  for (std::int32_t done = 0; done < terms; ++done)
    term_kernel<<<grid, threads, 0, stream>>>(there, done);
  PT_CUDA_CHECK_LAUNCH(term_kernel);
  look_kernel<<<count, threads, 0, stream>>>(there);
  PT_CUDA_CHECK_LAUNCH(look_kernel);
}

}  // namespace

JointWay joint_way(const JointOrder& order, std::size_t alike) {
  const auto processors =
      static_cast<std::size_t>(device_attribute(cudaDevAttrMultiProcessorCount));
  if (engines::joint_pieces(order) > pieces_of_grid && alike < orders_of_processor * processors)
    return JointWay::grid;
  if (order.of_matrix) return JointWay::matrix;
  return near_of(order) <= near_bytes ? JointWay::near : JointWay::vector;
}

void carry_out(JointWay way, std::span<const JointOrder> here, const JointOrder* there,
               cudaStream_t stream) {
  if (way == JointWay::grid) {
    carry_out_by_grid(here, there, stream);
    return;
  }
  std::int64_t shared = 0;
  if (way == JointWay::near)
    for (const JointOrder& order : here) shared = std::max(shared, near_of(order));
  const auto kernel = way == JointWay::matrix ? whole_kernel<true, 2> : whole_kernel<false, 4>;
  kernel<<<static_cast<unsigned>(here.size()), threads, static_cast<std::size_t>(shared), stream>>>(
      there, way == JointWay::near);
  PT_CUDA_CHECK_LAUNCH(whole_kernel);
}

}  // namespace pairtwist::kernels
