// SPDX-License-Identifier: BSD-3-Clause
// pairtwist verify: random points of a finished result, solved again alone and in another way.
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <tuple>

#include "cli/check_report.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/orderly_stop.hpp"
#include "cli/progress.hpp"
#include "cli/random_points.hpp"
#include "cli/result_again.hpp"
#include "cli/text.hpp"
#include "pairtwist/error.hpp"
#include "solve/point_check.hpp"

namespace pairtwist::cli {
namespace {

/// Points that were solved alike, and how they were solved again.
struct Group {
  std::string first, again;
  double tolerance = 0.0;
  bool another = true;
  std::size_t points = 0, values = 0;
};

class Groups {
 public:
  void add(const CheckedPoint& point) {
    for (std::size_t w = 0; w < point.judged.size(); ++w) {
      if (point.judged[w] == 0) continue;
      const Way& way = point.ways.ways[w];
      const auto key = std::tuple(point.ways.first, way.text, way.tolerance, way.another);
      const auto [known, added] = places_.try_emplace(key, groups_.size());
      if (added) groups_.push_back({point.ways.first, way.text, way.tolerance, way.another, 0, 0});
      Group& group = groups_[known->second];
      ++group.points;
      group.values += point.judged[w];
    }
    for (const std::string& text : point.ways.passed_over)
      ++passed_over_[fmt::format("{}: {}", point.ways.first, text)];
  }

  const std::vector<Group>& all() const { return groups_; }
  const std::map<std::string, std::size_t>& passed_over() const { return passed_over_; }

 private:
  std::map<std::tuple<std::string, std::string, double, bool>, std::size_t> places_;
  std::vector<Group> groups_;
  std::map<std::string, std::size_t> passed_over_;
};

/// Another backend than the file's is one thing less in common; --backend decides.
BackendChoice backend_for(const VerifyOptions& options, const Maker& maker) {
  if (const auto asked = backend_asked_for(options)) return *asked;
  return maker.backend.find("cuda") != std::string::npos ? BackendChoice::cpu
                                                         : BackendChoice::automatic;
}

/// "closed_form in double -> fock, moving frame, tolerance 1e-10: 8 points, 808 values"
std::string group_text(const Group& group) {
  return fmt::format("  {} -> {}, tolerance {:g}{}: {}, {} values\n", group.first, group.again,
                     group.tolerance,
                     group.another                ? ""
                     : group.first == group.again ? " (no other way: only the tolerance differs)"
                                                  : " (no other way: only the arithmetic differs)",
                     points_text(static_cast<std::int64_t>(group.points)),
                     count_text(static_cast<std::int64_t>(group.values)));
}

struct Outcome {
  std::uint64_t seed = 0;
  Maker maker;
  std::string backend;
  DrawnPoints drawn;
  Groups groups;
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
             points_text(static_cast<std::int64_t>(result.scan.size())), outcome.backend,
             outcome.maker.backend, outcome.seed);
  if (!outcome.drawn.others.empty())
    fmt::print("  points without a value, of which none was drawn: {}\n",
               others_text(outcome.drawn.others));
  for (const Group& group : outcome.groups.all()) fmt::print("{}", group_text(group));
  for (const auto& [text, points] : outcome.groups.passed_over())
    fmt::print("  passed over at {}: {}\n", points_text(static_cast<std::int64_t>(points)), text);
  fmt::print("{}", tallies_text(tallies, result.scan, false));
  for (const std::string& fault : outcome.faults) fmt::print("  {}\n", fault);
  const CheckTotals totals = totals_of(tallies);
  if (totals.beyond > 0 || !outcome.faults.empty())
    fmt::print("NOT VERIFIED: {} of {} values are beyond solve.tolerance = {:g}{}\n", totals.beyond,
               totals.compared, result.job.solve.tolerance,
               outcome.faults.empty() ? "" : ", and the file is not of its config");
  else if (totals.worst == nullptr)
    fmt::print("nothing was compared\n");
  else
    fmt::print("verified: the largest difference is {:.3g} of solve.tolerance = {:g}, of {}\n",
               totals.worst->worst.difference, result.job.solve.tolerance, totals.worst->name);
}

void print_json(const VerifyOptions& options, const ResultAgain& result, const Outcome& outcome,
                const std::vector<Tally>& tallies, bool verified) {
  nlohmann::ordered_json groups = nlohmann::ordered_json::array();
  for (const Group& group : outcome.groups.all())
    groups.push_back({{"first", group.first},
                      {"again", group.again},
                      {"another_way", group.another},
                      {"tolerance", group.tolerance},
                      {"points", group.points},
                      {"values", group.values}});
  nlohmann::ordered_json others = nlohmann::ordered_json::object();
  for (const auto& [status, points] : outcome.drawn.others)
    others[std::string(to_string(status))] = points;
  nlohmann::ordered_json passed_over = nlohmann::ordered_json::array();
  for (const auto& [text, points] : outcome.groups.passed_over())
    passed_over.push_back({{"way", text}, {"points", points}});
  const nlohmann::ordered_json json = {{"file", options.config.config},
                                       {"verified", verified},
                                       {"seed", outcome.seed},
                                       {"tolerance", result.job.solve.tolerance},
                                       {"points", outcome.drawn.points},
                                       {"of_points", result.scan.size()},
                                       {"without_values", others},
                                       {"backend", outcome.backend},
                                       {"backend_of_file", outcome.maker.backend},
                                       {"ways", groups},
                                       {"passed_over", passed_over},
                                       {"variables", tallies_json(tallies, result.job)},
                                       {"faults", outcome.faults}};
  fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
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
    if (!rows.has(v))
      throw IoError(
          fmt::format("{}: {}; a result of another version is read by the one that wrote "
                      "it ({})",
                      options.config.config, outcome.faults.front(), outcome.maker.version));
  outcome.drawn = draw_points(rows, options.points, outcome.seed);
  const std::unique_ptr<Backend> backend =
      make_backend(backend_for(options, outcome.maker), options.threads, options.config.devices);
  outcome.backend = backend->name();

  watch_for_interruption();
  PointCheck check(result.job, result.scan, result.layout,
                   {*backend, options.threads, result.readers, nullptr});
  {
    const OrderlyStop stop([] { return false; }, std::nullopt);
    check.stop_at(&stop.drop());
    Progress progress(static_cast<std::int64_t>(outcome.drawn.points.size()), options.quiet);
    std::int64_t done = 0;
    for (const std::size_t point : outcome.drawn.points) {
      const RowBlock row = rows.read({point, 1});
      const std::string fault = check.fault_of(row);
      if (fault.empty())
        outcome.groups.add(check.check(row));
      else
        outcome.faults.push_back(fault);
      progress.meter()->finish(++done);
    }
  }
  const bool verified = outcome.faults.empty() && totals_of(check.tallies()).beyond == 0;
  if (options.config.json)
    print_json(options, result, outcome, check.tallies(), verified);
  else
    print_text(options, result, outcome, check.tallies());
  return static_cast<int>(verified ? Exit::done : Exit::some_failed);
}

}  // namespace pairtwist::cli
