// SPDX-License-Identifier: BSD-3-Clause
// pairtwist quantities: what can be asked for, a line each, from the registry.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.hpp"
#include "io/json_text.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {

namespace {

std::vector<std::string> shape_of(const Quantity& quantity) {
  std::vector<std::string> shape;
  for (const QuantityDimension* dimension : quantity.dimensions)
    shape.emplace_back(dimension->name);
  return shape;
}

std::string_view scale_text(Scale scale) {
  switch (scale) {
    case Scale::one:
      return "1";
    case Scale::N:
      return "N";
    case Scale::N_squared:
      return "N^2";
  }
  return "";
}

}  // namespace

int list_quantities(bool json) {
  if (json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Quantity& quantity : quantities())
      list.push_back({{"name", quantity.name},
                      {"long_name", quantity.long_name},
                      {"symbol", quantity.symbol},
                      {"variables", quantity.variables},
                      {"dimensions", shape_of(quantity)},
                      {"scale", scale_text(quantity.scale)}});
    fmt::print("{}\n", json_text(list));
    return static_cast<int>(Exit::done);
  }
  for (const Quantity& quantity : quantities()) {
    const std::vector<std::string> shape = shape_of(quantity);
    const std::string name = shape.empty()
                                 ? std::string(quantity.name)
                                 : fmt::format("{} ({})", quantity.name, fmt::join(shape, ", "));
    fmt::print("{:<50} {}\n", name, quantity.long_name);
  }
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
