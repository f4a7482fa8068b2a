// SPDX-License-Identifier: BSD-3-Clause
// A group of blocks in the laboratory frame with all its matrices in memory.
#pragma once

#include "engines/laboratory_walk.inl"
#include "engines/series_in_memory.inl"

namespace pairtwist::engines {

/// The set of terms that a group is solved with: without a pump its rate is 0.
PT_HD int laboratory_terms(const FockGroup& group) {
  return group.input->points[group.items[0].point].terms | physics::fock::raising;
}

constexpr int all_terms = physics::fock::raising | physics::fock::bath | physics::fock::two_photon |
                          physics::fock::transverse;

template <class S, class Team, int terms>
PT_HD void solve_laboratory_in_memory(const FockGroup& group, const Team& team) {
  using Series = SeriesInMemory<S, Team, terms>;
  // With all terms no more and no less than there is room for, with others less by their tables.
  using Largest = SeriesInMemory<S, Team, all_terms>;
  static_assert(laboratory_near<S, Largest>(7) + LaboratoryNotes<S>::moments(7) ==
                fock_scratch(7, false, Team::columns, Largest::grows));
  static_assert(laboratory_near<S, Series>(7) <= laboratory_near<S, Largest>(7));
  S* const near = reinterpret_cast<S*>(group.scratch);
  S* const far = near + laboratory_near<S, Series>(group.items[0].cutoff);
  walk_laboratory<Series>(group, team, near, far);
}

template <class S, class Team>
PT_HD void solve_laboratory(const FockGroup& group, const Team& team) {
  using namespace physics::fock;
  const int terms = laboratory_terms(group);
  if (terms == raising)
    solve_laboratory_in_memory<S, Team, raising>(group, team);
  else if (terms == (raising | bath))
    solve_laboratory_in_memory<S, Team, (raising | bath)>(group, team);
  else if ((terms & transverse) == 0)
    solve_laboratory_in_memory<S, Team, (raising | bath | two_photon)>(group, team);
  else
    solve_laboratory_in_memory<S, Team, all_terms>(group, team);
}

}  // namespace pairtwist::engines
