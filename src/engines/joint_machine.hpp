// SPDX-License-Identifier: BSD-3-Clause
// The seam between those who lead states of the joint method through time, on the host, and
// whatever holds and moves the states: a device, or in tests teams of host threads.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "engines/joint_order.hpp"

namespace pairtwist::engines {

/// Memory that is filled here and read where the states are, or the other way round.
template <class T>
struct JointRoom {
  T* here = nullptr;
  T* there = nullptr;
};

/// All calls come from one thread.
class JointMachine {
 public:
  virtual ~JointMachine() = default;

  /// Bytes that the states may take.
  virtual std::int64_t budget() const = 0;

  /// So many zeros. Throws OutOfMemory.
  virtual double* allocate(std::int64_t doubles) = 0;
  virtual void release(double* block) noexcept = 0;
  virtual void upload(double* to, const std::vector<double>& numbers) = 0;

  /// Room for what the next orders refer to, and for what comes back of them; valid until the next
  /// call. Throws OutOfMemory.
  virtual JointRoom<std::byte> freight(std::int64_t bytes) = 0;
  virtual JointRoom<double> returns(std::int64_t doubles) = 0;

  /// Carries the orders out (joint_team.inl); returns once what comes back is here.
  virtual void run(std::span<const JointOrder> orders) = 0;
};

/// Numbers for an order, one array behind another.
class JointShelf {
 public:
  /// Counts bytes alone.
  JointShelf() = default;
  JointShelf(JointRoom<std::byte> room, std::int64_t at)
      : room_{room.here + at, room.there + at}, counts_(false) {}

  /// Where they can be read there.
  template <class T>
  const T* put(const T* numbers, std::size_t count) {
    const auto bytes = static_cast<std::int64_t>(count * sizeof(T));
    const std::int64_t at = used_;
    used_ += (bytes + alignment - 1) / alignment * alignment;
    if (counts_) return nullptr;
    // An empty array may have no address, which memcpy must not be given.
    if (bytes > 0) std::memcpy(room_.here + at, numbers, static_cast<std::size_t>(bytes));
    return reinterpret_cast<const T*>(room_.there + at);
  }
  template <class T>
  const T* put(const std::vector<T>& numbers) {
    return put(numbers.data(), numbers.size());
  }
  std::int64_t used() const { return used_; }

 private:
  static constexpr std::int64_t alignment = 8;

  JointRoom<std::byte> room_;
  bool counts_ = true;
  std::int64_t used_ = 0;
};

}  // namespace pairtwist::engines
