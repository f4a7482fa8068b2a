// pairtwist quantities: what can be asked for, a line each, from the registry.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "cli/commands.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {

int list_quantities() {
  for (const Quantity& quantity : quantities()) {
    std::vector<std::string> shape;
    for (const QuantityDimension* dimension : quantity.dimensions)
      shape.emplace_back(dimension->name);
    const std::string name = shape.empty()
                                 ? std::string(quantity.name)
                                 : fmt::format("{} ({})", quantity.name, fmt::join(shape, ", "));
    fmt::print("{:<50} {}\n", name, quantity.long_name);
  }
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
