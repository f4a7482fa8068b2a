// SPDX-License-Identifier: BSD-3-Clause
#include "io/earlier_result.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "io/result_reader.hpp"
#include "io/scan_identity.hpp"
#include "io/stored_config.hpp"
#include "io/timed_out.hpp"
#include "observables/registry.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {
namespace {

bool same_but_for_a_smaller_limit(Job there, const Job& job, const std::vector<StartFile>& files) {
  if (!(there.solve.max_seconds < job.solve.max_seconds)) return false;
  there.solve.max_seconds = job.solve.max_seconds;
  return scan_identity(there, files).sha256 == scan_identity(job, files).sha256;
}

bool is_lost(std::int8_t status) {
  constexpr Status kept[] = {Status::good, Status::undefined, Status::too_small, Status::partly};
  return std::ranges::find(kept, static_cast<Status>(status)) == std::end(kept);
}

/// Points without a single trusted value of some quantity: RowBlock::failed.
std::size_t count_failed(const RowBlock& block, const ResultLayout& layout) {
  std::vector<char> failed(block.count, 0);
  for (const Quantity& quantity : quantities()) {
    const std::string name = std::string(quantity.name) + std::string(status_suffix);
    if (!layout.has_variable(name)) continue;
    const auto& statuses = std::get<std::vector<std::int8_t>>(block.columns[layout.index_of(name)]);
    const std::size_t samples = statuses.size() / block.count;
    for (std::size_t p = 0; p < block.count; ++p) {
      const auto own = statuses.begin() + static_cast<std::ptrdiff_t>(p * samples);
      if (std::all_of(own, own + static_cast<std::ptrdiff_t>(samples), is_lost)) failed[p] = 1;
    }
  }
  return static_cast<std::size_t>(std::ranges::count(failed, 1));
}

}  // namespace

EarlierResult::EarlierResult(ResultRows rows, ResultLayout layout, PointSet finished, double limit)
    : rows_(std::move(rows)),
      layout_(std::move(layout)),
      finished_(std::move(finished)),
      limit_(limit) {
  for (const auto& [name, text] : part_origin_texts) origin_.*text = rows_.attribute(name);
}

std::optional<EarlierResult> EarlierResult::find(const std::string& path, const Job& job,
                                                 const std::vector<StartFile>& files) {
  const std::optional<Job> there = job_of_stored(read_stored_config(path).resolved_config, path);
  if (!there || !same_but_for_a_smaller_limit(*there, job, files)) return std::nullopt;
  check_result(path);
  const Scan scan(*there);
  ResultLayout layout = result_layout(*there, scan);
  ResultRows rows(path, layout, Coordinates::rounded);
  // Of software that saved it again, joined with gaps, or of a version that did not say which.
  if (!rows.differences().empty() || !rows.attribute("missing_points").empty()) return std::nullopt;
  for (const StartFile& file : files)
    if (rows.attribute(file.attribute) != file.sha256) return std::nullopt;
  const PointSet ended(read_timed_out(path).points);
  return EarlierResult(std::move(rows), std::move(layout),
                       PointSet::all(scan.size()).without(ended), there->solve.max_seconds);
}

RowBlock EarlierResult::read(const PointRange& range, const ResultLayout& layout) const {
  RowBlock there = rows_.read(range);
  RowBlock block{range.first, range.count, {}};
  // Without a limit there is no record of what it ended.
  for (const Variable& variable : layout.variables)
    block.columns.push_back(std::move(there.columns[layout_.index_of(variable.name)]));
  block.failed = count_failed(block, layout);
  return block;
}

}  // namespace pairtwist
