// SPDX-License-Identifier: BSD-3-Clause
#include "cli/check_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/text.hpp"
#include "config/axes.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

std::string count_of(std::size_t count) { return count_text(static_cast<std::int64_t>(count)); }

/// "model.kappa = 1.0, time = 0.01"; of a scan of one point its number alone.
std::string place_text(const Pair& pair, const Scan& scan) {
  std::string text = scan.describe(pair.point);
  if (text.empty()) text = fmt::format("point {}", pair.point);
  return pair.where.empty() ? text : text + ", " + pair.where;
}

nlohmann::ordered_json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json parameters_json(const Job& job, std::size_t point) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  const std::vector<std::size_t> positions = config::axis_positions(job.scan, point);
  for (std::size_t a = 0; a < positions.size(); ++a) {
    const ScanAxis& axis = job.scan.axes[a];
    if (axis.words.empty())
      json[axis.key] = axis.values[positions[a]];
    else
      json[axis.key] = axis.words[positions[a]];
  }
  return json;
}

}  // namespace

CheckTotals totals_of(const std::vector<Tally>& tallies) {
  CheckTotals totals;
  for (const Tally& tally : tallies) {
    totals.compared += tally.compared;
    totals.lost += tally.lost;
    totals.unknown += tally.unknown;
    totals.beyond += tally.beyond;
    if (tally.compared > 0 &&
        (totals.worst == nullptr || tally.worst.difference > totals.worst->worst.difference))
      totals.worst = &tally;
  }
  return totals;
}

std::vector<const Tally*> not_judged(const std::vector<Tally>& tallies) {
  std::vector<const Tally*> found;
  for (const Tally& tally : tallies)
    if (tally.compared == 0) found.push_back(&tally);
  return found;
}

std::string not_judged_text(const std::vector<const Tally*>& tallies) {
  std::string text;
  for (const Tally* tally : tallies) {
    const char* why = tally->unknown == 0 ? "all lost or undefined in the file"
                      : tally->lost == 0
                          ? "lost in every other solution"
                          : "lost or undefined in the file, or lost in every other solution";
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", tally->name, why);
  }
  return text;
}

std::string judged_text(const CheckTotals& totals) {
  if (totals.lost == 0 && totals.unknown == 0) return "";
  std::string others;
  if (totals.lost > 0)
    others = fmt::format(" {} lost or undefined in the file", count_of(totals.lost));
  if (totals.unknown > 0)
    others += fmt::format("{} {} lost in every other solution", others.empty() ? "" : ",",
                          count_of(totals.unknown));
  return fmt::format("{} values of {}, the others not judged ({}); ", count_of(totals.compared),
                     count_of(totals.compared + totals.lost + totals.unknown), others.substr(1));
}

std::string tallies_text(const std::vector<Tally>& tallies, const Scan& scan, bool by_bits) {
  std::string text;
  for (const Tally& tally : tallies) {
    if (by_bits && tally.beyond == 0) continue;
    text += fmt::format("  {}: {} values", tally.name, count_of(tally.compared));
    if (tally.lost > 0)
      text += fmt::format(", {} lost or undefined in the file", count_of(tally.lost));
    if (tally.unknown > 0)
      text += fmt::format(", {} not judged: lost in every other solution", count_of(tally.unknown));
    if (tally.beyond > 0)
      text += fmt::format(", {} {}", count_of(tally.beyond),
                          by_bits ? "with other bits" : "BEYOND THE TOLERANCE");
    if (tally.compared > 0) {
      const Pair& worst = tally.worst;
      text += std::isfinite(worst.difference)
                  ? fmt::format("; largest difference {:.3g} tolerances", worst.difference)
                  : std::string("; no number on one side");
      if (worst.difference > 0.0)
        text += fmt::format(", at {}: {:.17g} in the file, {:.17g} here", place_text(worst, scan),
                            worst.there, worst.here);
    }
    text += "\n";
  }
  return text;
}

nlohmann::ordered_json tallies_json(const std::vector<Tally>& tallies, const Job& job) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const Tally& tally : tallies) {
    nlohmann::ordered_json entry = {{"variable", tally.name},
                                    {"compared", tally.compared},
                                    {"lost", tally.lost},
                                    {"not_judged", tally.unknown},
                                    {"beyond", tally.beyond}};
    if (tally.compared > 0) {
      const Pair& worst = tally.worst;
      entry["largest_difference"] = number_or_null(worst.difference);
      entry["worst"] = {{"point", worst.point},
                        {"parameters", parameters_json(job, worst.point)},
                        {"where", worst.where},
                        {"in_file", number_or_null(worst.there)},
                        {"here", number_or_null(worst.here)}};
    }
    json.push_back(std::move(entry));
  }
  return json;
}

void add_tallies(std::vector<Tally>& to, const std::vector<Tally>& others) {
  for (std::size_t i = 0; i < to.size() && i < others.size(); ++i) {
    Tally& tally = to[i];
    const Tally& other = others[i];
    if (other.compared > 0 &&
        (tally.compared == 0 || other.worst.difference > tally.worst.difference))
      tally.worst = other.worst;
    tally.compared += other.compared;
    tally.lost += other.lost;
    tally.unknown += other.unknown;
    tally.beyond += other.beyond;
  }
}

}  // namespace pairtwist::cli
