// SPDX-License-Identifier: BSD-3-Clause
// cusparseSpMM of one sparse matrix with two dense ones that take turns: handles that are owned,
// and one check for every call.
#pragma once

#include <cuComplex.h>
#include <cusparse.h>

#include <cstddef>
#include <string>

#include "device/buffer.hpp"
#include "pairtwist/error.hpp"
#include "spmm/dense_columns.hpp"
#include "spmm/sparse_rows.hpp"

namespace pairtwist::spmm {

inline void check(cusparseStatus_t status, const char* call, const char* file, int line) {
  if (status == CUSPARSE_STATUS_SUCCESS) return;
  // fmt, of the release that Debian has, is not for nvcc.
  throw DeviceError(std::string("cuSPARSE: ") + call + ": " + cusparseGetErrorString(status) +
                    " (" + cusparseGetErrorName(status) + ") in " + file + ":" +
                    std::to_string(line));
}

}  // namespace pairtwist::spmm

#define PT_CUSPARSE_CHECK(call) ::pairtwist::spmm::check((call), #call, __FILE__, __LINE__)

namespace pairtwist::spmm {

/// Compressed rows on the device.
struct RowsOnDevice {
  device::DeviceArray<std::int32_t> first, column;
  device::DeviceArray<std::complex<double>> value;
  std::int64_t rows = 0;
  std::int64_t elements = 0;
};

class CusparseProduct {
 public:
  /// even, odd: dense matrices at these places.
  CusparseProduct(RowsOnDevice& a, const DenseColumns& places, Element* even, Element* odd,
                  cudaStream_t stream) {
    PT_CUSPARSE_CHECK(cusparseCreate(&handle_));
    PT_CUSPARSE_CHECK(cusparseSetStream(handle_, stream));
    PT_CUSPARSE_CHECK(cusparseCreateCsr(&a_, a.rows, a.rows, a.elements, a.first.data(),
                                        a.column.data(), a.value.data(), CUSPARSE_INDEX_32I,
                                        CUSPARSE_INDEX_32I, CUSPARSE_INDEX_BASE_ZERO, CUDA_C_64F));
    Element* const values[] = {even, odd};
    for (int i = 0; i < 2; ++i)
      PT_CUSPARSE_CHECK(cusparseCreateDnMat(
          &dense_[i], places.rows, places.columns, places.leading(), values[i], CUDA_C_64F,
          places.row_major ? CUSPARSE_ORDER_ROW : CUSPARSE_ORDER_COL));
  }
  ~CusparseProduct() {
    for (const cusparseDnMatDescr_t dense : dense_)
      if (dense != nullptr) cusparseDestroyDnMat(dense);
    if (a_ != nullptr) cusparseDestroySpMat(a_);
    if (handle_ != nullptr) cusparseDestroy(handle_);
  }
  CusparseProduct(const CusparseProduct&) = delete;
  CusparseProduct& operator=(const CusparseProduct&) = delete;

  /// False: not offered for these matrices.
  bool prepare(cusparseSpMMAlg_t algorithm) {
    algorithm_ = algorithm;
    const cuDoubleComplex one = make_cuDoubleComplex(1.0, 0.0);
    std::size_t bytes = 0;
    if (!offered(cusparseSpMM_bufferSize(handle_, as_is, as_is, &one, a_, dense_[1], &one,
                                         dense_[0], CUDA_C_64F, algorithm_, &bytes),
                 "cusparseSpMM_bufferSize"))
      return false;
    buffer_.reserve(bytes > 0 ? bytes : 1);
    return offered(cusparseSpMM_preprocess(handle_, as_is, as_is, &one, a_, dense_[1], &one,
                                           dense_[0], CUDA_C_64F, algorithm_, buffer_.data()),
                   "cusparseSpMM_preprocess") &&
           offered(multiplied(0, 1.0), "cusparseSpMM");
  }

  /// The matrix of k's parity becomes A times the other one less factor times itself.
  void multiply(int k, double factor) const { PT_CUSPARSE_CHECK(multiplied(k, factor)); }

 private:
  static constexpr cusparseOperation_t as_is = CUSPARSE_OPERATION_NON_TRANSPOSE;

  static bool offered(cusparseStatus_t status, const char* call) {
    if (status == CUSPARSE_STATUS_NOT_SUPPORTED) return false;
    check(status, call, __FILE__, __LINE__);
    return true;
  }
  cusparseStatus_t multiplied(int k, double factor) const {
    const cuDoubleComplex one = make_cuDoubleComplex(1.0, 0.0);
    const cuDoubleComplex minus = make_cuDoubleComplex(-factor, 0.0);
    return cusparseSpMM(handle_, as_is, as_is, &one, a_, dense_[(k + 1) % 2], &minus, dense_[k % 2],
                        CUDA_C_64F, algorithm_, buffer_.data());
  }

  cusparseHandle_t handle_ = nullptr;
  cusparseSpMatDescr_t a_ = nullptr;
  cusparseDnMatDescr_t dense_[2] = {};
  cusparseSpMMAlg_t algorithm_ = CUSPARSE_SPMM_ALG_DEFAULT;
  device::DeviceArray<std::byte> buffer_;
};

}  // namespace pairtwist::spmm
