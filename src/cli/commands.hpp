// SPDX-License-Identifier: BSD-3-Clause
// The commands of the program: what the command line said, and one function each. Every function
// returns the exit code or throws pairtwist::Error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pairtwist::cli {

/// The config that is read from standard input.
inline constexpr const char* from_stdin = "-";

/// What run, plan and config share.
struct ConfigOptions {
  std::string config;                  ///< a config, a result file, or from_stdin
  std::vector<std::string> set;        ///< --set key=value
  std::vector<std::string> unset;      ///< --unset key
  std::optional<std::string> backend;  ///< --backend
  std::vector<int> devices;            ///< --device; empty: all that can be used
  bool json = false;
};

struct RunOptions {
  ConfigOptions config;
  std::string output;  ///< empty: the config's stem + ".h5" in the current directory
  int threads = 0;     ///< 0: all that the process may use
  bool force = false;
  bool quiet = false;
  std::string shard;                ///< --shard I/N; empty: the whole scan
  std::optional<double> max_hours;  ///< --max-hours
  bool allow_mixed = false;
};

struct PlanOptions {
  ConfigOptions config;
  int threads = 0;            ///< 0: all that the process may use; with slurm at most 8
  bool slurm = false;         ///< print a batch script instead
  bool cpus = false;          ///< of workers on CPUs
  bool gpus = false;          ///< of workers with a CUDA device each
  std::optional<int> shards;  ///< its tasks; none: by the time that the scan takes
  std::string output;         ///< the script's result file; empty: as run
};

struct MergeOptions {
  std::vector<std::string> inputs;  ///< a folder of parts, or results of ranges of trajectories
  std::string output;               ///< empty: FILE of FILE.parts
  bool partial = false;
  bool force = false;
  bool quiet = false;
};

/// Of verify and reproduce; config.config is the result file.
struct VerifyOptions {
  ConfigOptions config;
  std::size_t points = 10;            ///< of verify
  std::optional<std::uint64_t> seed;  ///< of verify: of the points; none: another one each time
  int threads = 0;                    ///< 0: all that the process may use
  bool quiet = false;
};

struct PlotOptions {
  std::vector<std::string> files;
  std::vector<std::string> words;  ///< all other options as they go to Python: --log=x,y
};

struct ExploreOptions {
  std::string file;
  std::string output;  ///< empty: the file's stem + ".html" in the current directory
};

struct FileOptions {
  std::string file;
  bool failed = false;  ///< --failed: its points with losses instead
  bool json = false;
};

int run(const RunOptions& options);
int plan(const PlanOptions& options);
int config(const ConfigOptions& options);
int info(const FileOptions& options);
/// The same for FILE.parts.
int parts_info(const std::string& folder, bool json);
int merge(const MergeOptions& options);
/// Of results, as merge() does.
int merge_trajectories(const MergeOptions& options);
int verify(const VerifyOptions& options);
int reproduce(const VerifyOptions& options);
int plot(const PlotOptions& options);
int explore(const ExploreOptions& options);
int doctor(bool json);
int list_keys(bool json);
int list_quantities(bool json);
int lab_command(const ConfigOptions& options);

}  // namespace pairtwist::cli
