// SPDX-License-Identifier: BSD-3-Clause
// What the library throws, as the classes of pairtwist.errors.
#pragma once

namespace pairtwist::bindings {

/// From here on an Error that leaves this module is the Python exception of its exit code, with the
/// same message, and std::bad_alloc is OutOfMemoryError.
void translate_errors();

}  // namespace pairtwist::bindings
