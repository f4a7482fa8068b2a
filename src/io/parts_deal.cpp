// SPDX-License-Identifier: BSD-3-Clause
#include "io/parts_deal.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "io/json_numbers.hpp"
#include "io/output_file.hpp"
#include "io/parts_header.hpp"
#include "io/parts_names.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* deal_format = "pairtwist deal 1";

std::string path_of(const DealtScan& scan) { return scan.folder + "/" + deal_name(scan.shards); }

std::size_t points_of(const DealtScan& scan) {
  return std::accumulate(scan.shape.begin(), scan.shape.end(), std::size_t{1}, std::multiplies<>());
}

template <class Number>
std::vector<Number> whole_numbers(const Json& array, std::int64_t least, std::int64_t largest) {
  if (!array.is_array()) throw std::invalid_argument("a list is missing");
  std::vector<Number> numbers;
  for (const Json& number : array) numbers.push_back(whole_number<Number>(number, least, largest));
  return numbers;
}

std::optional<CostMap> read_costs(const DealtScan& scan) {
  const std::string path = path_of(scan);
  std::error_code error;
  if (!fs::exists(path, error)) return std::nullopt;
  const auto damaged = [&](const char* what) {
    return IoError(fmt::format(
        "{} is damaged ({}); remove it: what is left of the scan is then dealt by number", path,
        what));
  };
  try {
    const Json json = Json::parse(read_whole_file(path));
    if (json.at("format") != deal_format || json.at("config_sha256") != scan.config_sha256)
      throw damaged("it is of another version or config");
    constexpr std::int64_t any_length = std::int64_t{1} << 40;
    constexpr std::int64_t any_level = std::int64_t{1} << 20;
    return CostMap(scan.shape, whole_numbers<std::size_t>(json.at("nodes"), 1, any_length),
                   whole_numbers<int>(json.at("levels"), -any_level, any_level));
  } catch (const Json::exception& problem) {
    throw damaged(problem.what());
  } catch (const std::invalid_argument& problem) {
    throw damaged(problem.what());
  }
}

void write_costs(const DealtScan& scan, const CostMap& costs) {
  const Json json = {{"format", deal_format},
                     {"config_sha256", scan.config_sha256},
                     {"nodes", costs.nodes()},
                     {"levels", costs.levels()}};
  try {
    write_whole_file(path_of(scan), json.dump() + "\n", false);
  } catch (const IoError&) {
    std::error_code error;
    if (!fs::exists(path_of(scan), error)) throw;  // else another worker was faster
  }
}

bool were_begun(const DealtScan& scan) {
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator(scan.folder, gone))
    if (is_of_division(entry.path().filename().string(), scan.shards)) return true;
  return false;
}

bool is_of_this_config(const DealtScan& scan) {
  const std::optional<PartsHeader> header = read_parts_header(scan.folder);
  return header && header->identity.sha256 == scan.config_sha256;
}

}  // namespace

std::vector<std::size_t> lengths_of_axes(const ResultLayout& layout) {
  std::vector<std::size_t> lengths;
  for (const Dimension& dimension : layout.point_dimensions) lengths.push_back(dimension.size());
  return lengths;
}

FoundDeal find_deal(const DealtScan& scan, const CountCosts& count) {
  FoundDeal found{{points_of(scan), std::nullopt}, false};
  if (scan.shards == 1) return found;
  const bool there = is_of_this_config(scan);
  if (there) found.deal.costs = read_costs(scan);
  if (found.deal.costs) return found;
  found.deal.costs = count();
  if (found.deal.costs && there && were_begun(scan)) {
    found.deal.costs.reset();
    found.begun_by_number = true;
  }
  return found;
}

Deal settle_deal(const DealtScan& scan, const CountCosts& count) {
  Deal deal = find_deal(scan, count).deal;
  if (!deal.costs) return deal;
  write_costs(scan, *deal.costs);
  return {deal.points, read_costs(scan)};
}

}  // namespace pairtwist
