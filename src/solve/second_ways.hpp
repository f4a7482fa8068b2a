// SPDX-License-Identifier: BSD-3-Clause
// Other ways to a point that was solved once: another method, another frame, other arithmetic, or
// where there is none of these the same way with a smaller tolerance.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"
#include "plan/point_work.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

/// So many times what the first way took another may take.
inline constexpr double times_dearer = 30.0;

struct Way {
  Method method = Method::automatic;
  Frame frame = Frame::automatic;
  double tolerance = 0.0;  ///< solve.tolerance
  bool another = true;     ///< no equation or no arithmetic in common; else only the tolerance
  std::string text;        ///< "fock, moving frame"
  Arithmetic arithmetic = Arithmetic::by_tolerance;
};

struct SecondWays {
  std::string first;      ///< how the point was solved: "closed_form in double"
  std::vector<Way> ways;  ///< to be taken in this order, while values are left that none has given
  std::vector<std::string> passed_over;  ///< that would be too dear: "fock, laboratory frame: ..."
};

/// The job of one point of a scan: no axis varies anything any more.
Job one_point(const Job& job, const Scan& scan, std::size_t index);

/// one: of one_point(). solved_by: of the file. A tighter tolerance comes first, then the first
/// one's own, which some values allow alone. Other ways are those whose work, counted, is not too
/// much; the last ones are the first way itself, which only other arithmetic can
/// take with the same tolerance. Throws UsageError if that method cannot solve it;
/// what the readers throw.
SecondWays second_ways(const Job& one, Method solved_by, const StateReaders& readers);

/// The same point, to be solved in this way: no ceiling is set, no event is looked for.
Job job_in_way(const Job& one, const Way& way);

}  // namespace pairtwist
