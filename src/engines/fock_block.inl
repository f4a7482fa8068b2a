// SPDX-License-Identifier: BSD-3-Clause
// Body of fock_block.hpp for a scalar S of one or more doubles and a team.
#pragma once

#include "engines/fock_laboratory.inl"
#include "engines/fock_moving.inl"

namespace pairtwist::engines {

template <class S, class Team>
PT_HD void solve_fock(const FockGroup& group, const Team& team) {
  if (group.input->points[group.items[0].point].moving != 0)
    solve_moving<S>(group, team);
  else
    solve_laboratory<S>(group, team);
}

template <class S, class Team>
void solve_fock_on_host(const FockGroup& group) {
  solve_fock<S>(group, Team{});
}

}  // namespace pairtwist::engines
