// SPDX-License-Identifier: BSD-3-Clause
// How the points of a scan in parts are dealt to its shards. What the first of N workers has
// counted is a file in the folder, which all others, and who looks how far they are, go by.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pairtwist/results.hpp"
#include "scan/deal.hpp"

namespace pairtwist {

/// The scan that is dealt, and to how many.
struct DealtScan {
  std::string folder;
  std::string config_sha256;
  std::vector<std::size_t> shape;  ///< lengths of its axes
  std::size_t shards = 1;
};

/// The scan's shape, as its result has it.
std::vector<std::size_t> lengths_of_axes(const ResultLayout& layout);

struct FoundDeal {
  Deal deal;
  /// An earlier version began these shards by number, though their points cost very different
  /// things: they go on so, and no point is dealt to nobody.
  bool begun_by_number = false;
};

/// Counts what points cost; none: about the same.
using CountCosts = std::function<std::optional<CostMap>()>;

/// The deal of a folder, which need not be there: that of its file; by number, if some of these
/// shards were begun without one; else what `count` says. Writes nothing. A folder of another
/// config is passed over. Throws IoError if the file is damaged; what `count` throws.
FoundDeal find_deal(const DealtScan& scan, const CountCosts& count);

/// The same for a worker that joins in, of a folder that is there and of this scan: a deal by cost
/// is then in its file, whoever wrote it.
Deal settle_deal(const DealtScan& scan, const CountCosts& count);

}  // namespace pairtwist
