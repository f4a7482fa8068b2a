#include "io/provenance.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <ctime>

#include "pairtwist/version.hpp"

namespace pairtwist {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  // The last byte stays zero: a name that does not fit is cut.
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

}  // namespace

std::map<std::string, std::string> provenance_attributes(const Job& job,
                                                         const Provenance& provenance) {
  std::map<std::string, std::string> attributes = {
      {"format", result_format},
      {"title", job.title},
      {"config", job.config_text},
      {"resolved_config", to_toml(job)},
      {"version", std::string(version)},
      {"git_commit", std::string(git_commit)},
      {"build", std::string(build_description)},
      {"created", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))},
      {"host", host_name()},
      {"backend", provenance.backend},
      {"device", provenance.device},
      {"simd", provenance.simd},
      {"seed", fmt::format("{}", job.solve.seed)}};
  for (const StartFile& file : provenance.start_files) attributes[file.attribute] = file.sha256;
  return attributes;
}

}  // namespace pairtwist
