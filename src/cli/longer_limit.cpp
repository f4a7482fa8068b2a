// SPDX-License-Identifier: BSD-3-Clause
#include "cli/longer_limit.hpp"

#include <fmt/format.h>

#include "cli/text.hpp"
#include "io/stored_config.hpp"
#include "pairtwist/error.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {

std::optional<EarlierResult> earlier_result(const RunOptions& options, const std::string& path,
                                            const Job& job, const std::vector<StartFile>& files) {
  if (options.force || !has_hdf5_signature(path)) return std::nullopt;
  try {
    return EarlierResult::find(path, job, files);
  } catch (const IoError&) {  // said where it is looked at as a result of this job
    return std::nullopt;
  }
}

void refuse_other_maker(const EarlierResult& earlier, const PartOrigin& here,
                        const RunOptions& options, const std::string& path) {
  if (options.allow_mixed || earlier.origin().same_numbers(here)) return;
  throw IoError(fmt::format(
      "{}: was made by {}; this is {}: bits may differ; --allow-mixed solves the points "
      "again that solve.max_seconds = {} ended all the same, --force all points",
      path, earlier.origin().text(), here.text(), earlier.limit()));
}

void go_on_from(const EarlierResult& earlier, const RunOptions& options, ScanOutput& output,
                const ResultLayout& layout) {
  const PointSet before = output.todo();
  output.take_over(earlier.finished(), earlier.origin(),
                   [&](const PointRange& range) { return earlier.read(range, layout); });
  if (options.quiet || before == output.todo()) return;
  say(fmt::format("{}: of solve.max_seconds = {}, a smaller one: {} kept, {} to be solved again",
                  output.path(), earlier.limit(),
                  counted(static_cast<std::int64_t>(before.size() - output.todo().size()), "point"),
                  count_text(static_cast<std::int64_t>(output.todo().size()))));
}

}  // namespace pairtwist::cli
