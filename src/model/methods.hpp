// SPDX-License-Identifier: BSD-3-Clause
// Which method treats what and what it gives, known here alone: config, plan and solve ask for what
// they need, and none of them asks for a method by name.
#pragma once

#include <span>
#include <string_view>

#include "pairtwist/job.hpp"
#include "pairtwist/model.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {

// The methods of the enum stand in order: each treats whatever those before it treat, and what they
// give of it is the same.

struct MethodTraits {
  Method method;
  std::string_view title;         ///< "the Fock method", for messages
  bool exact = false;             ///< rounding is all that its coherences are off by
  bool in_double_double = false;  ///< gives them as double-doubles, too
  bool relative_errors = false;   ///< of coherences: it integrates their logarithms
  bool has_cutoff = false;        ///< of photon levels, which a second solution judges
  bool frames = false;            ///< may be solved in the laboratory's or a moving one
  bool blocks = true;             ///< J_z is conserved: each coherence has light of its own
  bool faint_light = true;        ///< may be solved again for the sake of few photons
  bool divides_times = false;     ///< some sample times may be solved without the others
  /// The diagonal blocks stay Gaussian, and are known without being solved (solve/light_axes.hpp).
  bool gaussian_blocks = false;
};
/// Of every method of this version, in their order.
std::span<const MethodTraits> methods();
/// Throws std::out_of_range for `automatic` and what this version lacks.
const MethodTraits& traits(Method method);

/// A term of the model that some methods only treat where it is zero.
struct Term {
  std::string_view key;
  double Model::*member;
  Method needs;  ///< the first method that treats it
};
std::span<const Term> terms();

/// The first method that treats this light at t = 0.
Method first_method(LightState light);

/// The first method that treats all of this point: the exact form where it is exact, else the
/// cheapest that is.
Method first_method(const Parameters& parameters);

/// The method of these parameters: their own where an axis gives them one, else `otherwise`, that
/// of the job; `automatic` decides by them. The config has refused what no method of this version
/// treats, and a method that cannot treat its model.
Method method_of(Method otherwise, const Parameters& parameters);

/// The frame of the Fock method. Automatic: the moving one where there is a mean field to follow,
/// unless Kerr term or two-photon loss make its equation much longer than the laboratory's and the
/// field is small, or distort the light before the end; without any field, where light decays for
/// long.
bool moving_frame(Frame wanted, const Point& point);

}  // namespace pairtwist
