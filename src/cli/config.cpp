// pairtwist config: the resolved config, every default written out.
#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/read_job.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist::cli {

int config(const ConfigOptions& options) {
  // Without a file: what --set says over the defaults.
  const Job job =
      options.config.empty() ? parse_config("", "(no config)", options.set) : read_job(options);
  const Scan valid(job);
  fmt::print("{}", to_toml(job));
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
