// SPDX-License-Identifier: BSD-3-Clause
#include "io/provenance.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

#include "io/host_name.hpp"
#include "pairtwist/version.hpp"

namespace pairtwist {

std::string time_text(std::time_t time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(time));
}

std::map<std::string, std::string> provenance_attributes(const Job& job,
                                                         const Provenance& provenance) {
  std::map<std::string, std::string> attributes = {{"format", result_format},
                                                   {"title", job.title},
                                                   {"config", job.config_text},
                                                   {"resolved_config", to_toml(job)},
                                                   {"version", std::string(version)},
                                                   {"git_commit", std::string(git_commit)},
                                                   {"build", std::string(build_description)},
                                                   {"created", time_text(std::time(nullptr))},
                                                   {"host", host_name()},
                                                   {"backend", provenance.backend},
                                                   {"device", provenance.device},
                                                   {"simd", provenance.simd},
                                                   {"seed", fmt::format("{}", job.solve.seed)}};
  for (const StartFile& file : provenance.start_files) attributes[file.attribute] = file.sha256;
  return attributes;
}

}  // namespace pairtwist
