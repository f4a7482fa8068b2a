// SPDX-License-Identifier: BSD-3-Clause
// Whether cuBLAS, which is loaded only when a device first counts atoms, would be found.
#pragma once

#include <string>

namespace pairtwist {

/// Loads it, a device or none. "" if that went well, else why not and what to do; of a build
/// without CUDA that it is no part of it.
std::string cublas_problem();

}  // namespace pairtwist
