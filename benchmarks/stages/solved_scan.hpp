// SPDX-License-Identifier: BSD-3-Clause
// A config that was solved once, with what its stages left behind: points, their work, the batch
// that a run gives the backend, what came back. The benchmarks repeat one stage of it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "solve/evaluator.hpp"

namespace pairtwist::stages {

/// The CPU on one thread, keeping the batch that it was given last.
class RecordingBackend final : public Backend {
 public:
  std::string name() const override { return cpu_->name(); }
  std::string device() const override { return cpu_->device(); }
  std::string simd() const override { return cpu_->simd(); }
  std::int64_t memory_budget() const override { return cpu_->memory_budget(); }
  void submit(int slot, const engines::Batch& batch) override {
    batch_ = batch;
    cpu_->submit(slot, batch_);
  }
  engines::BatchView wait(int slot) override { return cpu_->wait(slot); }

  const engines::Batch& batch() const { return batch_; }
  Backend& cpu() { return *cpu_; }

 private:
  std::unique_ptr<Backend> cpu_ = make_cpu_backend(1);
  engines::Batch batch_;
};

class SolvedScan {
 public:
  /// Throws if the points do not fit into one batch, or if one of them failed.
  explicit SolvedScan(const std::string& toml);
  SolvedScan(const SolvedScan&) = delete;
  SolvedScan& operator=(const SolvedScan&) = delete;

  const Job& job() const { return job_; }
  const std::vector<Task>& tasks() const { return tasks_; }
  const engines::Batch& batch() const { return backend_.batch(); }

  /// The backend's part alone.
  engines::BatchView solve();
  /// From points whose work is known to the values of their quantities.
  void evaluate();
  /// The values of point 0 from what the backend found.
  void reduce(const engines::BatchView& view);

 private:
  Job job_;
  std::vector<Task> tasks_;
  RecordingBackend backend_;
  Evaluator evaluator_;
  Evaluation evaluation_;
};

}  // namespace pairtwist::stages
