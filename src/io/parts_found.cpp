// SPDX-License-Identifier: BSD-3-Clause
#include "io/parts_found.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <utility>

#include "io/part_file.hpp"
#include "io/parts_names.hpp"
#include "io/sha256.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> manifests_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code gone;  // who finds the scan complete removes the folder
  for (const auto& entry : fs::directory_iterator(folder, gone)) {
    const std::string name = entry.path().filename().string();
    if (is_manifest_name(name)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

bool lies_within(const PointSet& points, std::size_t scan) {
  if (points.empty()) return false;
  const PointRange& last = points.ranges().back();
  return last.first + last.count <= scan;
}

std::uint64_t bytes_of(const std::vector<PartRecord>& parts) {
  std::uint64_t bytes = 0;
  for (const PartRecord& part : parts) bytes += part.bytes;
  return bytes;
}

}  // namespace

void ScanTotals::add(const PartRecord& part) {
  points += static_cast<std::int64_t>(part.points.size());
  failed += part.failed;
  coarse += part.coarse;
  for (const auto& [status, count] : part.statuses) statuses[status] += count;
}

PointSet FoundParts::points() const {
  std::vector<PointRange> ranges;
  for (const PartRecord& part : parts)
    ranges.insert(ranges.end(), part.points.ranges().begin(), part.points.ranges().end());
  return PointSet(std::move(ranges));
}

ScanTotals FoundParts::totals() const {
  ScanTotals totals;
  for (const PartRecord& part : parts) totals.add(part);
  return totals;
}

std::string FoundParts::problems_text() const {
  std::string text;
  for (const std::string& problem : problems) text += problem + "; ";
  return text;
}

std::string FoundParts::all_of(std::string PartOrigin::*text) const {
  std::set<std::string> different;
  for (const PartRecord& part : parts) different.insert(part.origin.*text);
  std::string all;
  for (const std::string& one : different) all += (all.empty() ? "" : ", ") + one;
  return all;
}

FoundParts list_parts(const std::string& folder, const PartsHeader& header) {
  FoundParts found;
  for (const std::string& name : manifests_in(folder)) {
    Manifest manifest = read_manifest(folder + "/" + name);
    std::ranges::move(manifest.problems, std::back_inserter(found.problems));
    for (PartRecord& part : manifest.parts) {
      if (!is_part_name(part.name) || !lies_within(part.points, header.points)) {
        found.problems.push_back(fmt::format("{}: a line is damaged", name));
      } else if (part.config_sha256 != header.identity.sha256) {
        found.problems.push_back(part.name + " is of another config");
        found.foreign.push_back(part.name);
      } else {
        found.parts.push_back(std::move(part));
      }
    }
  }
  return found;
}

std::string change_of(const std::string& folder, const PartRecord& part, bool by_bytes,
                      FileWork* work) {
  const std::string path = folder + "/" + part.name;
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (!fs::exists(status)) return part.name + " is missing";
  if (!fs::is_regular_file(status)) return part.name + " is no file";
  if (fs::file_size(path, error) != part.bytes)
    return fmt::format("{} has {} bytes, but had {} when it was written", part.name,
                       fs::file_size(path, error), part.bytes);
  try {
    if (by_bytes && sha256_of_file(path, work) != part.sha256)
      return part.name + " has changed since it was written (its SHA-256 is another)";
  } catch (const IoError& failure) {
    return failure.what();
  }
  return "";
}

std::string problem_of(const std::string& folder, const PartRecord& part,
                       const ResultLayout& layout, FileWork* work) {
  const std::string change = change_of(folder, part, true, work);
  if (!change.empty()) return change;
  const std::string path = folder + "/" + part.name;
  try {
    if (PartReader(path, layout, part.config_sha256).points() != part.points)
      return part.name + " has other points than its line says";
  } catch (const IoError& failure) {
    return failure.what();
  }
  return "";
}

void check_parts(const std::string& folder, FoundParts& found, const ResultLayout& layout,
                 const PointSet& points, FileWork* work) {
  if (work != nullptr) work->begin(FileWork::Step::checking, bytes_of(found.parts));
  std::vector<PartRecord> good;
  for (PartRecord& part : found.parts) {
    const bool asked = points.without(part.points).size() < points.size();
    const std::string problem = asked ? problem_of(folder, part, layout, work) : "";
    if (work != nullptr) work->add(asked ? 0 : part.bytes, folder);
    if (problem.empty())
      good.push_back(std::move(part));
    else
      found.problems.push_back(problem);
  }
  found.parts = std::move(good);
}

void leave_out_changed(const std::string& folder, FoundParts& found, bool by_bytes) {
  std::erase_if(found.parts, [&](const PartRecord& part) {
    std::string change = change_of(folder, part, by_bytes);
    if (change.empty()) return false;
    found.problems.push_back(std::move(change));
    return true;
  });
}

}  // namespace pairtwist
