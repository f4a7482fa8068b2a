// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace pairtwist::spmm {

/// Bytes a second that the first device's memory can move at most, as its driver has it.
double memory_speed();

}  // namespace pairtwist::spmm
