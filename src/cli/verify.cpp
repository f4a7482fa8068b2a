// SPDX-License-Identifier: BSD-3-Clause
// pairtwist verify: random points of a finished result, solved again alone and in another way.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "cli/check_report.hpp"
#include "cli/checked_ways.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/orderly_stop.hpp"
#include "cli/progress.hpp"
#include "cli/random_points.hpp"
#include "cli/result_again.hpp"
#include "cli/text.hpp"
#include "io/json_text.hpp"
#include "io/result_variables.hpp"
#include "pairtwist/error.hpp"
#include "solve/point_check.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

/// Another backend than the file's is one thing less in common; --backend decides.
BackendChoice backend_for(const VerifyOptions& options, const Maker& maker) {
  if (const auto asked = backend_asked_for(options)) return *asked;
  return maker.backend.find("cuda") != std::string::npos ? BackendChoice::cpu
                                                         : BackendChoice::automatic;
}

struct Outcome {
  std::uint64_t seed = 0;
  Maker maker;
  std::string backend;
  DrawnPoints drawn;
  CheckedWays ways;
  std::vector<std::string> faults;
};

std::string others_text(const std::map<Status, std::size_t>& others) {
  std::string text;
  for (const auto& [status, points] : others)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                        count_text(static_cast<std::int64_t>(points)), to_string(status));
  return text;
}

void print_text(const VerifyOptions& options, const ResultAgain& result, const Outcome& outcome,
                const std::vector<Tally>& tallies) {
  fmt::print("{}: {} of {} solved again alone on {} (the file: {}); seed {}\n",
             options.config.config, outcome.drawn.points.size(),
             counted(static_cast<std::int64_t>(result.scan.size()), "point"), outcome.backend,
             outcome.maker.backend, outcome.seed);
  if (!outcome.drawn.others.empty())
    fmt::print("  points without a value, of which none was drawn: {}\n",
               others_text(outcome.drawn.others));
  fmt::print("{}", outcome.ways.text());
  fmt::print("{}", tallies_text(tallies, result.scan, false));
  for (const std::string& fault : outcome.faults) fmt::print("  {}\n", fault);
  const CheckTotals totals = totals_of(tallies);
  const std::vector<const Tally*> unjudged = not_judged(tallies);
  if (totals.beyond > 0 || !outcome.faults.empty())
    fmt::print("NOT VERIFIED: {} of {} values are beyond solve.tolerance = {:g}{}\n", totals.beyond,
               totals.compared, result.job.solve.tolerance,
               outcome.faults.empty() ? "" : ", and the file is not of its config");
  else if (totals.worst == nullptr)
    fmt::print("NOT VERIFIED: nothing was compared\n");
  else
    fmt::print("verified{}: {}the largest difference is {:.3g} of solve.tolerance = {:g}, of {}\n",
               unjudged.empty() ? "" : fmt::format(", but for {}", not_judged_text(unjudged)),
               judged_text(totals), totals.worst->worst.difference, result.job.solve.tolerance,
               totals.worst->name);
}

void print_json(const VerifyOptions& options, const ResultAgain& result, const Outcome& outcome,
                const std::vector<Tally>& tallies, bool verified) {
  nlohmann::ordered_json unjudged = nlohmann::ordered_json::array();
  for (const Tally* tally : not_judged(tallies)) unjudged.push_back(tally->name);
  const CheckTotals totals = totals_of(tallies);
  nlohmann::ordered_json others = nlohmann::ordered_json::object();
  for (const auto& [status, points] : outcome.drawn.others)
    others[std::string(to_string(status))] = points;
  const nlohmann::ordered_json json = {
      {"file", options.config.config},
      {"verified", verified},
      {"not_judged", unjudged},
      {"values",
       {{"judged", totals.compared}, {"lost", totals.lost}, {"not_judged", totals.unknown}}},
      {"seed", outcome.seed},
      {"tolerance", result.job.solve.tolerance},
      {"points", outcome.drawn.points},
      {"of_points", result.scan.size()},
      {"without_values", others},
      {"backend", outcome.backend},
      {"backend_of_file", outcome.maker.backend},
      {"ways", outcome.ways.ways_json()},
      {"passed_over", outcome.ways.passed_over_json()},
      {"variables", tallies_json(tallies, result.job)},
      {"faults", outcome.faults}};
  fmt::print("{}\n", json_text(json));
}

/// What had been found by then, and how to have the same points once more.
std::string interruption_text(const VerifyOptions& options, const Outcome& outcome,
                              const PointCheck& check) {
  const CheckTotals totals = totals_of(check.tallies());
  return fmt::format(
      "verify was interrupted: {} of {} had been checked, with {} of {} values beyond "
      "solve.tolerance; {} is as it was, and --seed {} draws the same points again",
      check.points(), counted(static_cast<std::int64_t>(outcome.drawn.points.size()), "point"),
      totals.beyond, totals.compared, options.config.config, outcome.seed);
}

}  // namespace

int verify(const VerifyOptions& options) {
  const ResultAgain result = read_result_again(options.config.config);
  const ResultRows rows(options.config.config, result.layout, Coordinates::rounded);
  Outcome outcome;
  outcome.seed = options.seed ? *options.seed : std::random_device{}();
  outcome.maker = maker_of(rows);
  outcome.faults = rows.differences();
  for (std::size_t v = 0; v < result.layout.variables.size(); ++v)
    if (!rows.has(v) && result.layout.variables[v].name != timed_out_name)
      throw IoError(
          fmt::format("{}: {}; a result of another version is read by the one that wrote "
                      "it ({})",
                      options.config.config, outcome.faults.front(), outcome.maker.version));
  outcome.drawn = draw_points(rows, options.points, outcome.seed);
  const std::unique_ptr<Backend> backend =
      make_backend(backend_for(options, outcome.maker), options.threads, options.config.devices);
  outcome.backend = backend->name();

  watch_for_interruption();
  const OrderlyStop stop([] { return false; }, std::nullopt);
  const auto points = static_cast<std::int64_t>(outcome.drawn.points.size());
  std::vector<Tally> tallies;
  {
    Progress progress(points, options.quiet);
    PointCheck check(result.job, result.scan, result.layout,
                     {*backend, options.threads, result.readers, &stop.drop(), progress.meter()});
    try {
      for (const std::size_t point : outcome.drawn.points) {
        const CheckedPoint checked = check.check(rows.read({point, 1}));
        outcome.ways.add(checked);
        if (!checked.fault.empty()) outcome.faults.push_back(checked.fault);
      }
    } catch (const Interrupted&) {
      throw Interrupted(interruption_text(options, outcome, check));
    }
    tallies = check.tallies();
  }
  const CheckTotals totals = totals_of(tallies);
  const bool verified = outcome.faults.empty() && totals.beyond == 0 && totals.worst != nullptr;
  if (options.config.json)
    print_json(options, result, outcome, tallies, verified);
  else
    print_text(options, result, outcome, tallies);
  return static_cast<int>(verified ? Exit::done : Exit::some_failed);
}

}  // namespace pairtwist::cli
