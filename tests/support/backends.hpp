// SPDX-License-Identifier: BSD-3-Clause
// The backends of this machine by name, so that one test body runs on each: the CPU at every SIMD
// level and CUDA. What is not here is skipped by name; under PAIRTWIST_REQUIRE_GPU=1 a missing
// device fails.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "backend/backend.hpp"
#include "backend/simd_level.hpp"

namespace pairtwist::test {

class OnEveryBackend : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const std::string& name = GetParam();
    if (name == "cuda") {
      const std::string problem = cuda_status().problem;
      if (problem.empty()) {
        backend_ = make_cuda_backend();
      } else if (const char* required = std::getenv("PAIRTWIST_REQUIRE_GPU");
                 required != nullptr && std::string(required) == "1") {
        FAIL() << "PAIRTWIST_REQUIRE_GPU=1, but " << problem;
      } else {
        GTEST_SKIP() << problem;
      }
      return;
    }
    bool here = false;
    for (const SimdLevel& level : simd_levels()) here |= level.name == name;
    if (!here) GTEST_SKIP() << "this machine or build has no " << name;
    setenv("PAIRTWIST_SIMD", name.c_str(), 1);
    backend_ = make_cpu_backend(2);
    unsetenv("PAIRTWIST_SIMD");
  }

  Backend& backend() { return *backend_; }

 private:
  std::unique_ptr<Backend> backend_;
};

inline const auto every_backend = testing::Values("scalar", "avx2", "avx512", "cuda");

inline std::string backend_name(const testing::TestParamInfo<std::string>& info) {
  return info.param;
}

}  // namespace pairtwist::test
