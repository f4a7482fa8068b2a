// SPDX-License-Identifier: BSD-3-Clause
// Apart from the tests that use the machine: what it calls is compiled once.
#include "support/team_machine.hpp"

#include <cmath>
#include <thread>
#include <vector>

#include "engines/joint_team.inl"
#include "race/thread_team.hpp"

namespace pairtwist::test {
namespace {

/// Members of a grid, between whose launches all is done.
struct GridPart {
  int rank;
  int size;
  template <class F>
  void for_each(int count, const F& f) const {
    for (int i = rank; i < count; i += size) f(i);
  }
};

template <class Body>
void as_a_team(int members, const Body& body) {
  if (members == 1) {
    body(engines::Alone<0>{});
    return;
  }
  TeamMemory memory(members, -1);
  std::vector<std::int64_t> syncs(static_cast<std::size_t>(members), 0);
  std::vector<std::thread> threads;
  for (int rank = 0; rank < members; ++rank)
    threads.emplace_back([&, rank] { body(ThreadTeam(memory, rank, members, syncs[rank])); });
  for (std::thread& thread : threads) thread.join();
}

}  // namespace

void TeamMachine::carry_out(const engines::JointOrder& order) {
  const auto parts = [&](const auto& body) {
    for (int rank = 0; rank < members_; ++rank) body(GridPart{rank, members_});
  };
  if (way_ == Way::grid) {
    as_a_team(members_, [&](const auto& team) { engines::JointTeam(order, team).prepare(); });
    const engines::JointSeriesTeam series(order, order.other, order.after);
    if (order.terms > 0) parts([&](const GridPart& part) { series.begin(part); });
    for (std::int32_t k = order.terms - 1; k >= 0; --k)
      parts([&](const GridPart& part) { series.term(k, part); });
    as_a_team(members_, [&](const auto& team) { engines::JointTeam(order, team).look(); });
    return;
  }
  near_.assign(static_cast<std::size_t>(4 * order.places.imaginary), std::nan(""));
  const bool near = way_ == Way::near && !order.of_matrix;
  as_a_team(members_, [&](const auto& team) {
    engines::JointTeam(order, team).run(near ? near_.data() : nullptr);
  });
}

}  // namespace pairtwist::test
