// SPDX-License-Identifier: BSD-3-Clause
// The device's thread block of src/engines/team.hpp played by host threads with a barrier, so that
// ThreadSanitizer sees what would race on a GPU. One barrier can be left out on purpose.
#pragma once

#include <barrier>
#include <cstdint>
#include <thread>
#include <vector>

#include "engines/team.hpp"

namespace pairtwist::test {

/// What the members of a team share.
struct TeamMemory {
  explicit TeamMemory(int size, std::int64_t left_out)
      : barrier(size), re(size), im(size), skipped_sync(left_out) {}
  std::barrier<> barrier;
  std::vector<double> re;
  std::vector<double> im;
  std::int64_t skipped_sync;  ///< number of the sync() that does nothing; -1: none
};

class ThreadTeam : public engines::ColumnByColumn {
 public:
  ThreadTeam(TeamMemory& memory, int rank, int size, std::int64_t& syncs)
      : memory_(&memory), rank_(rank), size_(size), syncs_(&syncs) {}

  void sync() const {
    if ((*syncs_)++ != memory_->skipped_sync) memory_->barrier.arrive_and_wait();
  }
  bool first() const { return rank_ == 0; }
  int rank() const { return rank_; }
  int size() const { return size_; }

  template <class F>
  void for_each(int count, const F& f) const {
    for (int i = rank_; i < count; i += size_) f(i);
  }
  template <class F>
  void for_values(int count, const F& f) const {
    for_each(count, f);
  }
  template <class Row>
  void for_elements(int size, const Row& row) const {
    for (int i = rank_; i < size * size; i += size_) row(i / size)(i % size);
  }
  template <class Strip>
  void for_strips(int size_of_matrix, const Strip& strip) const {
    engines::share_strips(rank_, size_, size_of_matrix, strip);
  }
  template <class S, class F>
  physics::Complex<S> sum_of(int count, const F& f) const {
    physics::Complex<S> part = {0.0, 0.0};
    for (int i = rank_; i < count; i += size_) part = part + f(i);
    memory_->re[rank_] = part.re;
    memory_->im[rank_] = part.im;
    memory_->barrier.arrive_and_wait();
    physics::Complex<S> sum = {0.0, 0.0};
    for (int i = 0; i < size_; ++i) sum = sum + physics::Complex<S>{memory_->re[i], memory_->im[i]};
    memory_->barrier.arrive_and_wait();
    return sum;
  }

 private:
  TeamMemory* memory_;
  int rank_;
  int size_;
  std::int64_t* syncs_;  ///< of this member, so far
};

/// body(member) on a thread for each member of a team, without sync number `left_out`; how many
/// there were.
template <class Body>
std::int64_t by_a_team(int members, std::int64_t left_out, const Body& body) {
  TeamMemory memory(members, left_out);
  std::vector<std::int64_t> syncs(static_cast<std::size_t>(members), 0);
  std::vector<std::thread> threads;
  for (int rank = 0; rank < members; ++rank)
    threads.emplace_back([&, rank] { body(ThreadTeam(memory, rank, members, syncs[rank])); });
  for (std::thread& thread : threads) thread.join();
  return syncs[0];
}

}  // namespace pairtwist::test
