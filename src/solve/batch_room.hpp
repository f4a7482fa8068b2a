// SPDX-License-Identifier: BSD-3-Clause
// What a backend's batches may take, beside so many threads of the host.
#pragma once

#include "backend/backend.hpp"
#include "plan/batches.hpp"

namespace pairtwist {

inline BatchRoom batch_room(const Backend& backend, int threads) {
  return {.budget = backend.memory_budget(),
          .slots = backend.slots(),
          .hands = threads,
          .cached = backend.cached()};
}

}  // namespace pairtwist
