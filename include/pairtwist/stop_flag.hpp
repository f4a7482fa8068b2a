// SPDX-License-Identifier: BSD-3-Clause
// A request to stop, from a signal handler or another thread.
#pragma once

namespace pairtwist {

class StopFlag {
 public:
  /// Safe in a signal handler.
  void raise() noexcept { __atomic_store_n(&raised_, 1, __ATOMIC_RELAXED); }
  bool raised() const noexcept { return raised_at(&raised_); }
  /// For code that is given plain pointers only: see raised_at().
  const int* address() const noexcept { return &raised_; }
  /// The same where there may be no flag.
  static const int* address_of(const StopFlag* flag) noexcept {
    return flag != nullptr ? flag->address() : nullptr;
  }

  /// Whether the flag of that address is raised; nullptr: there is none. Inlined everywhere: it is
  /// also compiled for SIMD levels that not every machine has.
  [[gnu::always_inline]] static bool raised_at(const int* address) noexcept {
    return address != nullptr && __atomic_load_n(address, __ATOMIC_RELAXED) != 0;
  }

 private:
  int raised_ = 0;
};

}  // namespace pairtwist
