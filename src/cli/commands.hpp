// The commands of the program: what the command line said, and one function each. Every function
// returns the exit code or throws pairtwist::Error.
#pragma once

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

struct MergeOptions {
  std::string folder;
  std::string output;  ///< empty: FILE of FILE.parts
  bool partial = false;
  bool force = false;
  bool quiet = false;
};

struct PlotOptions {
  std::vector<std::string> files;
  std::vector<std::string> words;  ///< all other options as they go to Python: --log=x,y
};

struct FileOptions {
  std::string file;
  bool failed = false;  ///< --failed: its points with losses instead
  bool json = false;
};

int run(const RunOptions& options);
int plan(const ConfigOptions& options, int threads);
int config(const ConfigOptions& options);
int info(const FileOptions& options);
/// The same for FILE.parts.
int parts_info(const std::string& folder, bool json);
int merge(const MergeOptions& options);
int plot(const PlotOptions& options);
int doctor(bool json);
int list_keys(bool json);
int list_quantities(bool json);
int lab_command(const ConfigOptions& options);

}  // namespace pairtwist::cli
