// SPDX-License-Identifier: BSD-3-Clause
// The readers of the config's sections, one function each: from a Document into a Job. All throw
// UsageError. What must hold between sections is checked afterwards (axes.hpp, point_rules.hpp).
#pragma once

#include <complex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"
#include "config/plain_keys.hpp"
#include "config/section.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::config {

/// light.state and atoms.state alone, and how many segments the pump has: they decide which other
/// keys mean something.
void read_states(const Document& document, Job& job);

/// [scan]; needs the states. Before the other sections: a key that an axis varies needs no value of
/// its own, and then takes the axis' first.
void read_scan(const Document& document, Job& job);

void read_model(const Document& document, Job& job);

/// Where start files are looked for.
struct StartPlaces {
  std::string folder;                    ///< of the config file: relative paths are taken from it
  std::vector<std::string> known_files;  ///< need not exist
};
void read_light(const Document& document, const StartPlaces& places, Job& job);
void read_atoms(const Document& document, const StartPlaces& places, Job& job);

void read_pump(const Document& document, Job& job);
void read_time(const Document& document, Job& job);
void read_solve(const Document& document, Job& job);
void read_output(const Document& document, Job& job);

/// Takes this numeric key from its section into job.base, or its first value from the axis over it;
/// throws if it has neither and is required.
void read_numeric_key(Section& section, const NumericKey& key, Job& job);

/// The first value of the axis over this number, if there is one; of a complex number also of axes
/// over its modulus and phase.
std::optional<std::complex<double>> first_on_axes(const std::string& path, const Job& job);
/// A complex number that is given. 0 has no phase: that of { abs = 0, phase } is kept by one of the
/// moduli on an axis, which overwrites it, where there is such an axis.
std::complex<double> base_complex(const Document& document, const Node& node,
                                  const std::string& path, const Job& job);

/// The values of linspace or logspace = [a, b, n].
std::vector<double> read_spaced(const Document& document, const Node& node, const std::string& path,
                                Spacing spacing);

}  // namespace pairtwist::config
