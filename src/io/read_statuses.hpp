// SPDX-License-Identifier: BSD-3-Clause
// Statuses as a file has them: bytes, or what other software has made of these.
#pragma once

#include <hdf5.h>

#include <functional>
#include <string>
#include <vector>

#include "pairtwist/results.hpp"

namespace pairtwist {

/// Of a dataset of the root group, in row-major order. Where xarray has joined results, points of
/// none of them have NaN, of a floating type, or what that is as a byte, 0, which would be `good`;
/// by no method, either way: they were never solved, `missing`.
void for_each_status(hid_t file, const std::string& name, const std::function<void(Status)>& visit);

/// All of them.
std::vector<Status> read_statuses(hid_t file, const std::string& name);

}  // namespace pairtwist
