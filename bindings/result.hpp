// SPDX-License-Identifier: BSD-3-Clause
// Rows in memory as what xarray.Dataset is made of.
#pragma once

#include <nanobind/nanobind.h>

#include "pairtwist/memory_sink.hpp"

namespace pairtwist::bindings {

/// {"coords": {name: (dims, values, attributes)}, "data_vars": likewise, "attrs": {...}}. The
/// arrays own what the sink held: nothing is copied but the scales of the dimensions.
nanobind::dict dataset_parts(MemorySink sink);

}  // namespace pairtwist::bindings
