// SPDX-License-Identifier: BSD-3-Clause
// pump.switch_off = "max_qfi": finds each point's first maximum of F_Q under the constant pump and
// switches the pump off there.
#pragma once

#include <cstdint>
#include <vector>

#include "solve/evaluator.hpp"

namespace pairtwist {

enum class PumpEnd : std::uint8_t {
  found,
  no_maximum,  ///< none before the task's time_stop stands out by the tolerance of N²
  timed_out,   ///< solve.max_seconds was over before that was known
};

/// Gives each task the segments {t_max, eta}, {inf, 0}; where no end is found the pump stays on.
/// Returns for each task what came of it.
std::vector<PumpEnd> switch_off_at_max_qfi(std::vector<Task>& tasks, double tolerance,
                                           Evaluator& evaluator, int slot);

}  // namespace pairtwist
