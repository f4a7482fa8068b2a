// pairtwist run: solves a scan and writes its result file.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "backend/backend.hpp"
#include "backend/host_memory.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/progress.hpp"
#include "cli/read_job.hpp"
#include "cli/text.hpp"
#include "io/file_readers.hpp"
#include "io/provenance.hpp"
#include "io/result_reader.hpp"
#include "io/result_writer.hpp"
#include "io/start_files.hpp"
#include "pairtwist/error.hpp"
#include "plan/plan.hpp"
#include "solve/run_scan.hpp"

namespace pairtwist::cli {
namespace {

namespace fs = std::filesystem;

std::string output_path(const RunOptions& options) {
  if (!options.output.empty()) return options.output;
  return fs::path(options.config.config).stem().string() + ".h5";
}

/// Throws if the result would take the place of what it is made from.
void spare_inputs(const std::string& path, const RunOptions& options, const Job& job) {
  for (const auto& [key, input] : {std::pair{"the config", options.config.config},
                                   {"light.path", job.base.light.file},
                                   {"atoms.path", job.base.atoms.file}}) {
    std::error_code not_there;
    if (input.empty() || !fs::equivalent(path, input, not_there)) continue;
    throw UsageError(fmt::format(
        "{}: is read as {}, and would be overwritten; -o FILE writes elsewhere", path, key));
  }
}

/// What to say if the file is there, whole and of this job, else ""; throws if it is of another.
std::string nothing_to_do(const std::string& path, const Job& job,
                          const std::vector<StartFile>& files) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (!fs::exists(status)) return "";
  if (!fs::is_regular_file(status))
    throw IoError(fmt::format("{}: exists and is no regular file; -o FILE writes elsewhere", path));
  ResultComparison found;
  try {
    found = compare_result(path, to_toml(job), files);
  } catch (const IoError& error) {
    throw IoError(fmt::format("{}; --force overwrites it, -o FILE writes elsewhere", error.what()));
  }
  if (!found.difference.empty())
    throw IoError(fmt::format("{}: exists and {}; --force overwrites it, -o FILE writes elsewhere",
                              path, found.difference));
  return fmt::format("{}: complete, of the same config: nothing to do{}", path,
                     found.protected_by_hash ? "" : " (its axes are not protected by a hash)");
}

std::string failures_text(const ScanReport& report) {
  std::string text;
  for (const auto& [status, points] : report.statuses)
    if (status != Status::good) text += fmt::format(", {} {}", points, to_string(status));
  return text;
}

void print_json(const std::string& path, const ScanReport& report, const Backend& backend,
                double seconds) {
  nlohmann::ordered_json statuses = nlohmann::ordered_json::object();
  for (const auto& [status, points] : report.statuses)
    statuses[std::string(to_string(status))] = points;
  const nlohmann::ordered_json json = {{"file", path},
                                       {"points", report.done},
                                       {"failed", report.failed},
                                       {"status", statuses},
                                       {"seconds", seconds},
                                       {"backend", backend.name()},
                                       {"device", backend.device()},
                                       {"simd", backend.simd()}};
  fmt::print("{}\n", json.dump(2));
}

}  // namespace

int run(const RunOptions& options) {
  const Job job = read_job(options.config);
  const Scan scan(job);
  const std::string path = output_path(options);
  spare_inputs(path, options, job);
  const std::vector<StartFile> files = start_files(job);
  const std::string done = options.force ? "" : nothing_to_do(path, job, files);
  if (!done.empty()) {
    if (!options.quiet) say(done);
    if (options.config.json)
      fmt::print("{}\n", nlohmann::ordered_json{{"file", path}, {"nothing_to_do", true}}.dump(2));
    return static_cast<int>(Exit::done);
  }

  const std::unique_ptr<Backend> backend =
      make_backend(job.solve.backend, options.threads, options.config.devices);
  const StateReaders readers = file_readers(files);
  make_plan(job, scan, {backend->memory_budget(), backend->slots()}, available_host_memory(),
            readers);
  if (!options.quiet)
    say(fmt::format("{} points on {} ({})", count_text(static_cast<std::int64_t>(scan.size())),
                    backend->name(), backend->device()));

  const auto started = std::chrono::steady_clock::now();
  const StopFlag& interruption = watch_for_interruption();
  ResultLayout layout = result_layout(job, scan);
  layout.attributes.merge(
      provenance_attributes(job, {backend->name(), backend->device(), backend->simd(), files}));
  ResultWriter writer(path, std::move(layout), {.force = options.force});
  ScanReport report;
  {
    Progress progress(static_cast<std::int64_t>(scan.size()), options.quiet);
    SolveOptions solve;
    solve.progress = [&](const ScanReport& so_far) { progress.update(so_far); };
    solve.stop = &interruption;
    report = run_scan(job, scan, *backend, options.threads, readers, writer, solve);
    writer.finish();
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();

  if (!options.quiet || report.failed > 0)
    say(fmt::format("{}: {} points in {}{}", path, count_text(report.done), duration_text(seconds),
                    failures_text(report)));
  if (options.config.json) print_json(path, report, *backend, seconds);
  return static_cast<int>(report.failed > 0 ? Exit::some_failed : Exit::done);
}

}  // namespace pairtwist::cli
