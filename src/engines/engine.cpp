// SPDX-License-Identifier: BSD-3-Clause
#include "engines/engine.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace pairtwist::engines {
namespace {

void add_nothing(Batch&, const Point&, const FaintLight&, const FockStart&) {}

constexpr std::array registry = {
    Engine{Method::closed_form, add_nothing, solve_closed_form},
    Engine{Method::gaussian, add_gaussian, solve_gaussian},
    Engine{Method::fock, add_fock, solve_fock},
    Engine{Method::joint, add_joint, solve_joint},
};

}  // namespace

const Engine& engine_of(Method method) {
  const auto found = std::find_if(registry.begin(), registry.end(),
                                  [method](const Engine& each) { return each.method == method; });
  if (found == registry.end()) throw std::out_of_range("no engine for method " + to_string(method));
  return *found;
}

}  // namespace pairtwist::engines
