// SPDX-License-Identifier: BSD-3-Clause
// pairtwist merge FILE FILE...: results of neighbouring ranges of trajectories of one scan become
// the result of all of them.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

#include "backend/host_threads.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/result_again.hpp"
#include "cli/text.hpp"
#include "io/output_file.hpp"
#include "io/provenance.hpp"
#include "io/result_writer.hpp"
#include "io/scan_identity.hpp"
#include "pairtwist/error.hpp"
#include "solve/file_turns.hpp"
#include "solve/merged_trajectories.hpp"
#include "solve/run_scan.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

/// A result to be merged.
struct Input {
  std::string path;
  ResultAgain result;
  ResultRows rows;

  std::int64_t first() const { return *result.job.solve.first_trajectory; }
  std::int64_t count() const { return result.job.solve.trajectories; }
  std::int64_t end() const { return first() + count(); }
};

std::string range_text(std::int64_t first, std::int64_t end) {
  return fmt::format("{} ... {}", first, end - 1);
}

Input read_input(const std::string& path) {
  ResultAgain result = read_result_again(path);
  if (result.job.solve.trajectories == 0)
    throw UsageError(fmt::format(
        "{}: is no mean over trajectories (solve.trajectories = 0): there is nothing to add to it",
        path));
  if (!keeps_trajectory_means(result.job))
    throw UsageError(
        fmt::format("{}: does not keep what trajectories can be added to; run it with "
                    "--set solve.first_trajectory=0, or where its range begins",
                    path));
  ResultRows rows(path, result.layout, Coordinates::rounded);
  if (!rows.differences().empty())
    throw IoError(fmt::format("{}: is not of its config: {}", path, rows.differences().front()));
  if (const std::string missing = rows.attribute("missing_points"); !missing.empty())
    throw UsageError(fmt::format("{}: lacks {} points, which were not solved; complete it first",
                                 path, missing));
  return {path, std::move(result), std::move(rows)};
}

/// All but which of its trajectories it is of.
ScanIdentity identity_of(const ResultAgain& result) {
  Job job = result.job;
  job.solve.trajectories = kTrajectoryGroups;
  job.solve.first_trajectory = 0;
  return scan_identity(job, result.files);
}

/// By their ranges, which must follow on one another.
std::vector<Input> read_inputs(const std::vector<std::string>& paths) {
  std::vector<Input> inputs;
  for (const std::string& path : paths) inputs.push_back(read_input(path));
  const ScanIdentity scan = identity_of(inputs.front().result);
  for (const Input& input : inputs)
    if (const std::string other = difference_of(scan, identity_of(input.result)); !other.empty())
      throw UsageError(
          fmt::format("{}: is not of the scan of {}: {}", input.path, inputs.front().path, other));
  std::ranges::sort(inputs, {}, &Input::first);
  for (std::size_t i = 1; i < inputs.size(); ++i) {
    const Input& a = inputs[i - 1];
    const Input& b = inputs[i];
    if (b.first() < a.end())
      throw UsageError(
          fmt::format("trajectories {} are in {} ({}) and in {} ({}): each may be there once",
                      range_text(b.first(), std::min(a.end(), b.end())), a.path,
                      range_text(a.first(), a.end()), b.path, range_text(b.first(), b.end())));
    if (b.first() > a.end())
      throw UsageError(fmt::format(
          "trajectories {} are in none of the files: {} ends before them, {} begins behind; --set "
          "solve.first_trajectory={} --set solve.trajectories={} solves them",
          range_text(a.end(), b.first()), a.path, b.path, a.end(), b.first() - a.end()));
  }
  return inputs;
}

/// A root attribute of all of them, each text once.
std::string all_of(const std::vector<Input>& inputs, const std::string& attribute) {
  std::set<std::string> texts;
  for (const Input& input : inputs) texts.insert(input.rows.attribute(attribute));
  return fmt::format("{}", fmt::join(texts, ", "));
}

KeptPoint kept_point(const Input& input, std::size_t point) {
  const ResultLayout& layout = input.result.layout;
  RowBlock block = input.rows.read({point, 1});
  const auto column = [&](std::string_view name) -> Column& {
    return block.columns[layout.index_of(name)];
  };
  return {std::get<std::vector<double>>(std::move(column(trajectory_means_name))),
          std::get<std::vector<std::int32_t>>(column("cutoff")).front(),
          std::get<std::vector<double>>(column("tail_population")).front(),
          std::get<std::vector<double>>(column("runtime")).front()};
}

/// Rows on their way to the file, with the time that solving took, not adding up. Files are read
/// for the next points meanwhile, by another thread: HDF5 is not for two.
class WithRuntimes final : public ResultSink {
 public:
  /// runtimes: [point]; files: who holds it may read and write them.
  WithRuntimes(ResultSink& sink, std::size_t column, const std::vector<double>& runtimes,
               std::mutex& files)
      : sink_(sink), column_(column), runtimes_(runtimes), files_(files) {}

  void write(const RowBlock& block) override {
    RowBlock with = block;
    std::copy_n(runtimes_.begin() + static_cast<std::ptrdiff_t>(block.first_point), block.count,
                std::get<std::vector<double>>(with.columns[column_]).begin());
    const std::lock_guard lock(files_);
    sink_.write(with);
  }

 private:
  ResultSink& sink_;
  std::size_t column_;
  const std::vector<double>& runtimes_;
  std::mutex& files_;
};

/// The job of all trajectories together.
Job job_of_all(const std::vector<Input>& inputs) {
  Job job = inputs.front().result.job;
  job.solve.trajectories = inputs.back().end() - inputs.front().first();
  job.config_text = to_toml(job);
  return job;
}

ResultLayout layout_of_all(const Job& job, const std::vector<Input>& inputs) {
  const ResultAgain& first = inputs.front().result;
  ResultLayout layout = result_layout(job, first.scan);
  layout.attributes.merge(provenance_attributes(job, {"", "", "", first.files}));
  for (const char* made_by :
       {"version", "git_commit", "build", "backend", "device", "simd", "host"})
    layout.attributes[made_by] = all_of(inputs, made_by);
  std::vector<std::string> ranges;
  for (const Input& input : inputs) {
    const std::string before = input.rows.attribute(merged_trajectories_attribute);
    ranges.push_back(before.empty() ? range_text(input.first(), input.end()) : before);
  }
  layout.attributes[merged_trajectories_attribute] = fmt::format("{}", fmt::join(ranges, ", "));
  layout.start_files = small_contents(first.files);
  return layout;
}

}  // namespace

int merge_trajectories(const MergeOptions& options) {
  if (options.output.empty())
    throw UsageError("merge FILE FILE...: give the name of the result with -o FILE");
  if (options.partial)
    throw UsageError("merge FILE FILE...: --partial is for parts of a scan, not for trajectories");
  const std::vector<Input> inputs = read_inputs(options.inputs);
  for (const Input& input : inputs)
    spare_input(options.output, input.path, "one of the files that are merged");
  const Job job = job_of_all(inputs);
  const ResultAgain& first = inputs.front().result;
  ResultLayout layout = layout_of_all(job, inputs);

  const TrajectoryMeans means = trajectory_means(job, first.scan);
  std::vector<std::int64_t> counts;
  for (const Input& input : inputs) counts.push_back(input.count());
  std::mutex files;
  std::vector<double> runtimes(first.scan.size());
  MergedTrajectories backend(
      {layout.attributes["backend"], layout.attributes["device"], layout.attributes["simd"]}, means,
      [&](std::size_t point) {
        std::vector<KeptPoint> of;
        const std::lock_guard lock(files);
        for (const Input& input : inputs) of.push_back(kept_point(input, point));
        KeptPoint merged = merged_point(of, counts, means);
        runtimes[point] = merged.runtime;
        return merged;
      });
  remove_stale_files(options.output);
  const std::size_t runtime = layout.index_of("runtime");
  ResultWriter writer(options.output, std::move(layout),
                      {.force = options.force, .threads = host_threads(0)});
  WithRuntimes sink(writer, runtime, runtimes, files);
  SolveOptions solve;
  solve.stop = &interruption_flag();
  const ScanReport report =
      run_scan(job, first.scan, backend, 0, in_turn(first.readers, files), sink, solve);
  writer.finish();
  if (!options.quiet || report.failed > 0)
    say(fmt::format("{}: trajectories {} of {} files, {}, {} failed", options.output,
                    range_text(inputs.front().first(), inputs.back().end()), inputs.size(),
                    counted(report.done, "point"), count_text(report.failed)));
  return static_cast<int>(report.failed > 0 ? Exit::some_failed : Exit::done);
}

}  // namespace pairtwist::cli
