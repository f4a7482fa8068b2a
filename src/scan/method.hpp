// Which method treats what, known here alone: the config refuses by it, the plan chooses by it.
#pragma once

#include <span>
#include <string_view>

#include "pairtwist/job.hpp"
#include "pairtwist/model.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {

// The methods of the enum stand in order: each treats whatever those before it treat.

/// The last one of this version.
inline constexpr Method kMostGeneralMethod = Method::fock;

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

/// What `wanted` means for these parameters; `automatic` decides by them. The config has refused
/// what no method of this version treats, and a method that cannot treat its model.
Method method_of(Method wanted, const Parameters& parameters);

/// The frame of the Fock method. Automatic: the moving one where there is a mean field to follow,
/// unless Kerr term or two-photon loss make its equation much longer than the laboratory's.
bool moving_frame(Frame wanted, const Point& point);

}  // namespace pairtwist
