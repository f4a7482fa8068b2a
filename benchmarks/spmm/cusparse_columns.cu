// SPDX-License-Identifier: BSD-3-Clause
#include <optional>

#include "device/stream.hpp"
#include "device/transfer.hpp"
#include "spmm/cusparse_columns.hpp"
#include "spmm/cusparse_product.cuh"
#include "spmm/stopwatch.cuh"

namespace pairtwist::spmm {
namespace {

constexpr unsigned threads = 256;

__global__ void begin_kernel(ColumnTerm term, Element* b, Element* beyond) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < term.places.size()) term.begin(i, b, beyond);
}

__global__ void add_kernel(ColumnTerm term, Element* b) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < term.places.size()) term.add(i, b);
}

}  // namespace

struct CusparseColumns::Held {
  Held(const TrajectoryStep& given, const SparseRows& rows, bool row_major)
      : step(given),
        places{.rows = given.elements(), .columns = given.trajectories(), .row_major = row_major} {
    device::upload(a.first, rows.first, stream.get());
    device::upload(a.column, rows.column, stream.get());
    device::upload(a.value, rows.value, stream.get());
    a.rows = rows.rows();
    a.elements = rows.elements();
    const std::vector<Element> states = packed_states(given, places);
    const std::vector<double> packed = packed_coefficients(given);
    device::upload(state, states, stream.get());
    device::upload(coefficients, packed, stream.get());
    for (device::DeviceArray<Element>& each : b)
      each.reserve(static_cast<std::size_t>(places.size()));
    stream.synchronize();
  }

  ColumnTerm term(int k) const {
    return {places, coefficients.data() + k * places.columns, state.data()};
  }
  unsigned blocks() const { return static_cast<unsigned>((places.size() + threads - 1) / threads); }

  // What sum_of_columns() asks for.
  void begin(int k) const {
    begin_kernel<<<blocks(), threads, 0, stream.get()>>>(term(k), b[k % 2].data(),
                                                         b[(k + 1) % 2].data());
    PT_CUDA_CHECK_LAUNCH(begin_kernel);
  }
  void multiply(int k, double factor) const { product->multiply(k, factor); }
  void add(int k) const {
    add_kernel<<<blocks(), threads, 0, stream.get()>>>(term(k), b[k % 2].data());
    PT_CUDA_CHECK_LAUNCH(add_kernel);
  }
  void run() const { sum_of_columns(*this, step.terms(), step.beta()); }

  const TrajectoryStep& step;
  DenseColumns places;
  device::Stream stream;
  RowsOnDevice a;
  device::DeviceArray<Element> state;
  device::DeviceArray<double> coefficients;  ///< [k][column]
  device::DeviceArray<Element> b[2];         ///< of even and of odd k
  std::optional<CusparseProduct> product;
};

CusparseColumns::CusparseColumns(const TrajectoryStep& step, const SparseRows& rows, bool row_major)
    : held_(std::make_unique<Held>(step, rows, row_major)) {}

CusparseColumns::~CusparseColumns() = default;

bool CusparseColumns::use(int algorithm) {
  const cusparseSpMMAlg_t algorithms[cusparse_algorithms] = {
      CUSPARSE_SPMM_CSR_ALG1, CUSPARSE_SPMM_CSR_ALG2, CUSPARSE_SPMM_CSR_ALG3};
  held_->product.emplace(held_->a, held_->places, held_->b[0].data(), held_->b[1].data(),
                         held_->stream.get());
  return held_->product->prepare(algorithms[algorithm - 1]);
}

std::vector<Element> CusparseColumns::states() const {
  held_->run();
  std::vector<Element> states(static_cast<std::size_t>(held_->places.size()));
  held_->stream.synchronize();
  PT_CUDA_CHECK(cudaMemcpy(states.data(), held_->b[0].data(), states.size() * sizeof(Element),
                           cudaMemcpyDeviceToHost));
  return states;
}

std::vector<double> CusparseColumns::times() const {
  return times_of(held_->stream.get(), [&] { held_->run(); });
}

const DenseColumns& CusparseColumns::places() const { return held_->places; }

double CusparseColumns::bytes() const {
  const auto of_pass = static_cast<double>(held_->places.size() * sizeof(Element));
  const auto of_rows = static_cast<double>(held_->a.elements * (sizeof(Element) + sizeof(int)) +
                                           held_->a.rows * sizeof(int));
  return held_->step.terms() * (6.0 * of_pass + of_rows) + 3.0 * of_pass;
}

}  // namespace pairtwist::spmm
