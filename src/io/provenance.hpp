// What a result file says about its origin, as root attributes.
#pragma once

#include <map>
#include <string>

#include "pairtwist/job.hpp"

namespace pairtwist {

/// What only the run itself knows.
struct Provenance {
  std::string backend;  ///< "cpu", "cuda"
  std::string device;   ///< the processor's or the card's name
  std::string simd;     ///< "avx2", ...
};

/// Value of the root attribute `format` of files of this layout.
inline constexpr const char* result_format = "pairtwist result 1";

/// format, title, config, resolved_config, version, git_commit, build, created (UTC, ISO 8601),
/// host, backend, device, simd, seed. To be merged into ResultLayout::attributes.
std::map<std::string, std::string> provenance_attributes(const Job& job,
                                                         const Provenance& provenance);

}  // namespace pairtwist
