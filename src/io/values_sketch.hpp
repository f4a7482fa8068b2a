// SPDX-License-Identifier: BSD-3-Clause
// The sketches of a result's values that Python leaves among the attributes of a Dataset
// (python/pairtwist/sketch.py): what xarray has saved is held against them.
#pragma once

#include <hdf5.h>

namespace pairtwist {

/// Whether statuses were computed with, as `data / 2` of xarray does: neither they nor what each
/// point has (its runtime, tau_Q, kappa) are among those of the run. Of a file without sketches
/// nothing is known, and they are believed.
bool statuses_are_computed_with(hid_t file);

/// What is said of such a file.
inline constexpr const char* computed_with_text =
    "not known: values were changed since they were computed, and the statuses with them";

}  // namespace pairtwist
