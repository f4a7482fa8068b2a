// SPDX-License-Identifier: BSD-3-Clause
#include "cli/axis_comments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "config/document.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

/// "10 values, 0 ... 3"; up to three as they stand.
std::string values_text(const ScanAxis& axis) {
  std::vector<std::string> values;
  for (const std::string& word : axis.words) values.push_back(fmt::format("\"{}\"", word));
  if (axis.words.empty())  // else their values are numbers of these
    for (const double value : axis.values) values.push_back(fmt::format("{:g}", value));
  constexpr std::size_t few = 3;
  if (values.size() <= few) return fmt::format("{}", fmt::join(values, ", "));
  return fmt::format("{}, {} ... {}", counted(static_cast<std::int64_t>(values.size()), "value"),
                     values.front(), values.back());
}

}  // namespace

std::string toml_with_axis_comments(const Job& job) {
  const std::string text = to_toml(job);
  std::string commented;
  std::string section;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    const std::string_view line = std::string_view(text).substr(from, to - from);
    from = to + 1;
    commented += line;
    if (line.starts_with('[')) section = line.substr(1, line.find(']') - 1);
    // Entries of an array are indented, and no keys.
    const std::size_t equals = line.starts_with(' ') ? std::string_view::npos : line.find(" = ");
    if (equals != std::string_view::npos) {
      const std::string path = fmt::format("{}.{}", section, line.substr(0, equals));
      for (const ScanAxis& axis : job.scan.axes)
        if (config::is_within(axis.key, path))
          commented += fmt::format("  # an axis{}: {}", axis.key == path ? "" : " of " + axis.key,
                                   values_text(axis));
    }
    commented += '\n';
  }
  return commented;
}

}  // namespace pairtwist::cli
