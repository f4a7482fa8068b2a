// SPDX-License-Identifier: BSD-3-Clause
// pump.switch_off = "max_qfi": finds each point's first maximum of F_Q under the constant pump and
// switches the pump off there.
#pragma once

#include <vector>

#include "solve/evaluator.hpp"

namespace pairtwist {

/// Gives each task the segments {t_max, eta}, {inf, 0}. Returns for each task whether there is a
/// maximum before its time_stop that stands out by `tolerance` of N²; where there is none the pump
/// stays on.
std::vector<bool> switch_off_at_max_qfi(std::vector<Task>& tasks, double tolerance,
                                        Evaluator& evaluator, int slot);

}  // namespace pairtwist
