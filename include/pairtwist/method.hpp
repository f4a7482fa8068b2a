// SPDX-License-Identifier: BSD-3-Clause
// Which method solves a point, and in which frame: what the config may ask for. What the methods
// treat and give is in src/model/methods.hpp.
#pragma once

namespace pairtwist {

enum class Method { automatic, closed_form, gaussian, fock, joint };

/// Of the Fock method.
enum class Frame { automatic, moving, laboratory };

}  // namespace pairtwist
