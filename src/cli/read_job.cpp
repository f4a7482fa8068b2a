#include "cli/read_job.hpp"

namespace pairtwist::cli {

Job read_job(const ConfigOptions& options) {
  std::vector<std::string> overrides = options.set;
  if (options.backend) overrides.push_back("solve.backend=\"" + *options.backend + "\"");
  return read_config(options.config, overrides);
}

}  // namespace pairtwist::cli
