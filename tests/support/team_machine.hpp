// SPDX-License-Identifier: BSD-3-Clause
// A JointMachine of host threads: what a device does with the states of the joint method, by the
// same bodies.
#pragma once

#include <algorithm>
#include <map>
#include <memory>

#include "backend/backend.hpp"
#include "backend/simd_level.hpp"
#include "engines/joint_machine.hpp"
#include "engines/joint_rounds.hpp"

namespace pairtwist::test {

class TeamMachine final : public engines::JointMachine {
 public:
  /// How an order is carried out: by a team near its numbers or not; or a term at a time by a grid.
  enum class Way { near, memory, grid };

  /// budget: in bytes; limit: of doubles in all, beyond which memory runs out.
  explicit TeamMachine(Way way, int members, std::int64_t budget = std::int64_t{1} << 30,
                       std::int64_t limit = std::int64_t{1} << 40)
      : way_(way), members_(members), budget_(budget), limit_(limit) {}

  std::int64_t budget() const override { return budget_; }
  double* allocate(std::int64_t doubles) override {
    if (used_ + doubles > limit_) throw OutOfMemory("injected");
    used_ += doubles;
    auto block = std::make_unique<std::vector<double>>(static_cast<std::size_t>(doubles), 0.0);
    double* const data = block->data();
    blocks_.emplace(data, std::move(block));
    most_ = std::max(most_, used_);
    return data;
  }
  void release(double* block) noexcept override {
    used_ -= std::ssize(*blocks_.at(block));
    blocks_.erase(block);
  }
  void upload(double* to, const std::vector<double>& numbers) override {
    std::ranges::copy(numbers, to);
  }
  engines::JointRoom<std::byte> freight(std::int64_t bytes) override {
    freight_.resize(static_cast<std::size_t>(bytes + 7) / 8);
    auto* const data = reinterpret_cast<std::byte*>(freight_.data());
    return {data, data};
  }
  engines::JointRoom<double> returns(std::int64_t doubles) override {
    returns_.assign(static_cast<std::size_t>(doubles), std::nan(""));
    return {returns_.data(), returns_.data()};
  }
  void run(std::span<const engines::JointOrder> orders) override {
    ++rounds;
    for (const engines::JointOrder& order : orders) carry_out(order);
    most_orders = std::max(most_orders, std::ssize(orders));
  }

  std::int64_t blocks() const { return std::ssize(blocks_); }
  std::int64_t most_doubles() const { return most_; }
  std::int64_t rounds = 0;
  std::int64_t most_orders = 0;

 private:
  void carry_out(const engines::JointOrder& order);

  Way way_;
  int members_;
  std::int64_t budget_;
  std::int64_t limit_;
  std::int64_t used_ = 0;
  std::int64_t most_ = 0;
  std::map<double*, std::unique_ptr<std::vector<double>>> blocks_;
  std::vector<double> freight_, returns_, near_;
};

/// A backend whose joint method is in rounds, on such a machine.
class TeamBackend final : public Backend {
 public:
  explicit TeamBackend(TeamMachine& machine) : machine_(machine) {}

  std::string name() const override { return "team"; }
  std::string device() const override { return "host threads"; }
  std::string simd() const override { return "scalar"; }
  std::int64_t memory_budget() const override { return std::int64_t{128} << 20; }
  void submit(int slot, const engines::Batch& batch) override {
    engines::HostResult& result = results_[slot];
    if (batch.method != Method::joint) {
      engines::solve_on_host(batch, simd_levels().front().kernels, 1, result);
      return;
    }
    engines::size_result(batch, result);
    engines::solve_joint_in_rounds(batch, machine_, 2, result);
  }
  engines::BatchView wait(int slot) override { return engines::view_of(results_[slot]); }

 private:
  TeamMachine& machine_;
  engines::HostResult results_[2];
};

}  // namespace pairtwist::test
