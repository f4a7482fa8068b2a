// SPDX-License-Identifier: BSD-3-Clause
// A CPU backend that says it has little memory, or runs out of it: for batching, halving and giving
// up.
#pragma once

#include "backend/backend.hpp"

namespace pairtwist::test {

class SmallBackend final : public Backend {
 public:
  /// budget: what it says it has; limit: bytes of coherences at which submit() throws OutOfMemory.
  SmallBackend(std::int64_t budget, std::int64_t limit, int threads = 2)
      : budget_(budget), limit_(limit), cpu_(make_cpu_backend(threads)) {}

  std::string name() const override { return cpu_->name(); }
  std::string device() const override { return cpu_->device(); }
  std::string simd() const override { return cpu_->simd(); }
  std::int64_t memory_budget() const override { return budget_; }

  void submit(int slot, const engines::Batch& batch) override {
    ++submitted;
    const auto bytes = static_cast<std::int64_t>(sizeof(std::complex<double>)) * batch.n_times *
                       batch.total_pairs();
    if (bytes > limit_) {
      ++refused;
      throw OutOfMemory("injected");
    }
    cpu_->submit(slot, batch);
  }
  engines::BatchView wait(int slot) override { return cpu_->wait(slot); }

  int submitted = 0;
  int refused = 0;

 private:
  std::int64_t budget_;
  std::int64_t limit_;
  std::unique_ptr<Backend> cpu_;
};

}  // namespace pairtwist::test
