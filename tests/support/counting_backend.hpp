// SPDX-License-Identifier: BSD-3-Clause
// A CPU backend that counts how often it is asked to solve something.
#pragma once

#include "backend/backend.hpp"

namespace pairtwist::test {

class CountingBackend final : public Backend {
 public:
  explicit CountingBackend(int threads = 2) : cpu_(make_cpu_backend(threads)) {}

  std::string name() const override { return cpu_->name(); }
  std::string device() const override { return cpu_->device(); }
  std::string simd() const override { return cpu_->simd(); }
  std::int64_t memory_budget() const override { return cpu_->memory_budget(); }

  void submit(int slot, const engines::Batch& batch) override {
    ++solved;
    cpu_->submit(slot, batch);
  }
  engines::BatchView wait(int slot) override { return cpu_->wait(slot); }

  int solved = 0;

 private:
  std::unique_ptr<Backend> cpu_;
};

}  // namespace pairtwist::test
