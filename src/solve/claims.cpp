// SPDX-License-Identifier: BSD-3-Clause
#include "solve/claims.hpp"

namespace pairtwist {

std::vector<Claim> claims_of(const Job& job, const ResultLayout& layout) {
  std::vector<Claim> claims;
  const auto status_of = [&](const std::string& name) {
    return layout.index_of(name + std::string(status_suffix));
  };
  for (const std::string& name : job.output.quantities) {
    const Quantity* quantity = find_quantity(name);
    if (job.output.over_time != OverTime::extrema) {
      for (std::size_t part = 0; part < quantity->variables.size(); ++part)
        claims.push_back({.kind = ClaimKind::values,
                          .quantity = quantity,
                          .part = part,
                          .variable = layout.index_of(quantity->variables[part]),
                          .status = status_of(name),
                          .sign_is_free = name == "qfi_optimal_direction"});
      continue;
    }
    for (const auto& [kind, suffix] : {std::pair{ClaimKind::largest, "_max"},
                                       {ClaimKind::smallest, "_min"},
                                       {ClaimKind::last, "_final"}}) {
      Claim claim{.kind = kind,
                  .quantity = quantity,
                  .variable = layout.index_of(name + suffix),
                  .status = status_of(name)};
      if (kind != ClaimKind::last) claim.time = layout.index_of(name + suffix + "_time");
      claims.push_back(claim);
    }
  }
  for (const EventSpec& event : job.output.events)
    claims.push_back({.kind = ClaimKind::crossing,
                      .quantity = find_quantity(event.quantity),
                      .variable = layout.index_of(event.name),
                      .status = status_of(event.name),
                      .event = &event});
  return claims;
}

double level_of(const EventSpec& event, std::int64_t atoms) {
  const auto n = static_cast<double>(atoms);
  switch (event.scale) {
    case EventScale::one:
      return event.level;
    case EventScale::N:
      return event.level * n;
    case EventScale::N_squared:
      return event.level * n * n;
  }
  return event.level;
}

}  // namespace pairtwist
