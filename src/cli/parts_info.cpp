// SPDX-License-Identifier: BSD-3-Clause
// pairtwist info FILE.parts: how far a scan is that runs or was interrupted.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>

#include "cli/commands.hpp"
#include "cli/text.hpp"
#include "io/file_readers.hpp"
#include "io/json_text.hpp"
#include "io/parts_summary.hpp"
#include "pairtwist/error.hpp"
#include "plan/scan_costs.hpp"
#include "text/counted.hpp"
#include "text/sizes.hpp"

namespace pairtwist::cli {
namespace {

/// Some seconds of reading; beyond, who asks how far it is would wait.
constexpr std::uint64_t most_bytes = std::uint64_t{2} << 30U;

std::string count(std::size_t number) { return count_text(static_cast<std::int64_t>(number)); }

/// What the times are by, where they are not known well.
std::string basis_text(const PartsSummary& summary, const std::string& why_not_counted) {
  if (summary.by_cost) return " (by what points were counted to cost, which differs much)";
  if (why_not_counted.empty()) return "";
  return fmt::format(
      " (as if all points cost the same: what they cost could not be counted, since {})",
      why_not_counted);
}

void print_text(const PartsSummary& summary, bool by_bytes, const std::string& why_not_counted) {
  fmt::print("{}: {} of {} ({:.1f} %), {} failed; {}, {}\n", summary.folder, count(summary.done),
             counted(static_cast<std::int64_t>(summary.scan_points), "point"),
             100.0 * static_cast<double>(summary.done) /
                 static_cast<double>(std::max<std::size_t>(summary.scan_points, 1)),
             count_text(summary.totals.failed),
             counted(static_cast<std::int64_t>(summary.parts), "part"),
             bytes_text(static_cast<std::int64_t>(summary.bytes)));
  if (!summary.title.empty()) fmt::print("  \"{}\"\n", summary.title);
  fmt::print("  begun with {}\n\n", summary.origin);
  for (const ShardSummary& shard : summary.shards) {
    fmt::print("shard {}/{}  {}, {} left, {:.3g} points/s, {}{}\n", shard.shard.index,
               shard.shard.count, counted(static_cast<std::int64_t>(shard.points), "point"),
               count(shard.left), shard.rate(),
               shard.at_work.empty() ? "nobody at work" : "at work: " + shard.at_work,
               shard.last_written.empty() ? "" : ", last part " + shard.last_written);
  }
  for (const auto& [status, points] : summary.totals.statuses)
    fmt::print("{:>8}  {}\n", points, to_string(static_cast<Status>(status)));
  for (const std::string& problem : summary.problems) fmt::print("problem  {}\n", problem);
  if (!summary.problems.empty())
    fmt::print(
        "points of these parts that are in no other are solved again by the command that began "
        "it\n");
  if (!by_bytes)
    fmt::print(
        "of its parts no more than their sizes was looked at; `pairtwist run` and `merge` read "
        "them whole\n");
  const std::string basis = basis_text(summary, why_not_counted);
  const std::string early = fmt::format("too early for an estimate ({} % of the work, as counted)",
                                        percent_text(summary.share_of_work));
  const bool at_work = std::ranges::any_of(
      summary.shards, [](const ShardSummary& shard) { return !shard.at_work.empty(); });
  if (summary.seconds_left)
    fmt::print("the shards at work are done in about {}{}\n", duration_text(*summary.seconds_left),
               basis);
  else if (at_work)
    fmt::print("when the shards at work are done: {}\n", early);
  if (summary.idle_work)
    fmt::print(
        "nobody works on the rest: about {} for one worker{}; the command that began it goes "
        "on\n",
        duration_text(*summary.idle_work), basis);
  else if (summary.idle > 0)
    fmt::print("nobody works on the rest: {}; the command that began it goes on\n", early);
  else if (summary.done == summary.scan_points)
    fmt::print("complete: the command that began it, or `pairtwist merge`, joins the parts\n");
}

void print_json(const PartsSummary& summary, bool by_bytes) {
  using Json = nlohmann::ordered_json;
  Json shards = Json::array();
  for (const ShardSummary& shard : summary.shards)
    shards.push_back({{"shard", shard.shard.index},
                      {"of", shard.shard.count},
                      {"points", shard.points},
                      {"left", shard.left},
                      {"seconds", shard.seconds},
                      {"at_work", shard.at_work},
                      {"last_written", shard.last_written}});
  Json statuses = Json::object();
  for (const auto& [status, points] : summary.totals.statuses)
    statuses[std::string(to_string(static_cast<Status>(status)))] = points;
  Json json = {{"path", summary.folder},          {"unfinished", true},
               {"points", summary.scan_points},   {"done", summary.done},
               {"failed", summary.totals.failed}, {"status", std::move(statuses)},
               {"parts", summary.parts},          {"bytes", summary.bytes},
               {"shards", std::move(shards)},     {"problems", summary.problems},
               {"parts_read", by_bytes},          {"by_cost", summary.by_cost}};
  json["seconds_left"] = summary.seconds_left ? Json(*summary.seconds_left) : Json();
  json["idle_work_seconds"] = summary.idle_work ? Json(*summary.idle_work) : Json();
  fmt::print("{}\n", json_text(json));
}

}  // namespace

int parts_info(const std::string& folder, bool json) {
  const PartsOfJob scan = read_parts_job(folder);
  FoundParts found = list_parts(scan.folder, scan.header);
  const auto bytes =
      std::transform_reduce(found.parts.begin(), found.parts.end(), std::uint64_t{0}, std::plus{},
                            [](const PartRecord& part) { return part.bytes; });
  const bool by_bytes = bytes <= most_bytes;
  leave_out_changed(scan.folder, found, by_bytes);
  std::string why_not_counted;
  const PartsSummary summary = summarize_parts(scan, found, [&]() -> std::optional<CostMap> {
    try {
      return unequal_costs(scan.job, Scan(scan.job), file_readers(scan.header.identity.files));
    } catch (const Error& error) {
      why_not_counted = error.what();
      return std::nullopt;
    }
  });
  if (json)
    print_json(summary, by_bytes);
  else
    print_text(summary, by_bytes, why_not_counted);
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
