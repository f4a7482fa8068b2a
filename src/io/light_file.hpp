// SPDX-License-Identifier: BSD-3-Clause
// The start light of light.state = "file".
#pragma once

#include <string>

#include "plan/state_readers.hpp"

namespace pairtwist {

/// <n|rho|k> from the HDF5 datasets density_re and density_im, exactly Hermitian and of trace 1.
/// Throws IoError if the file cannot be read or lacks them; UsageError if they are not square and
/// alike, of at most kLargestCutoff levels, finite, Hermitian, of trace 1 and without an eigenvalue
/// below 0, each to 1e-10.
LightDensity read_light_file(const std::string& path);
/// The same of a file whose bytes are in memory; `path` is for messages.
LightDensity read_light_image(const std::string& bytes, const std::string& path);

}  // namespace pairtwist
