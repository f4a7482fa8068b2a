// SPDX-License-Identifier: BSD-3-Clause
#include "config/plain_keys.hpp"

#include <algorithm>
#include <array>

#include "config/enum_names.hpp"
#include "config/numeric_keys.hpp"

namespace pairtwist::config {
namespace {

constexpr std::array kKeys = {
    PlainKey{"title", "a string", "title of the result and its plots"},
    PlainKey{"model.rate_unit", "a string, such as \"kHz\"",
             "unit of all rates; times have its inverse"},
    PlainKey{"light.state", "", "light at t = 0", all_names<LightState>},
    PlainKey{"light.path", "an HDF5 file, relative to the config; only with state = \"file\"",
             "density matrix of the light at t = 0"},
    PlainKey{"atoms.state", "", "atoms at t = 0", all_names<AtomsState>},
    PlainKey{"atoms.path", "an HDF5 file, relative to the config; only with state = \"file\"",
             "amplitudes of the atoms at t = 0"},
    PlainKey{"pump.segments", "an array of { until, eta }, and transverse where it is not 0",
             "stretches of constant pump from t = 0; afterwards no pump"},
    PlainKey{"time.samples", "an integer from 2 to 10000000",
             "number of uniform sample times, both ends included"},
    PlainKey{"time.values",
             "increasing times, the first 0, or { linspace = [a, b, n] }, { logspace = [a, b, n] }",
             "sample times, instead of stop and samples"},
    PlainKey{"time.unit", "", "unit of all times of the config", all_names<TimeUnit>},
    PlainKey{"scan.mode", "", "outer product of the axes, or axes that run together",
             all_names<ScanMode>},
    PlainKey{"scan.axes",
             "an array of { key, values = [...] }, { key, linspace = [a, b, n] }, { key, logspace "
             "= [a, b, n] }",
             "what is varied; the first axis is the slowest"},
    PlainKey{"solve.method", "", "method; auto: the exact form where it is exact",
             all_names<Method>},
    PlainKey{"solve.backend", "", "where it runs", all_names<BackendChoice>},
    PlainKey{"solve.frame", "", "frame of method fock", all_names<Frame>},
    PlainKey{"solve.tolerance", "a number from 1e-14 to 0.1",
             "on every quantity, relative to its scale"},
    PlainKey{"solve.cutoff", "\"auto\" or an integer from 2 to 1024",
             "most photon levels of a block, of methods fock and joint"},
    PlainKey{"solve.cutoff_exact", "an integer from 2 to 1024",
             "photon levels of every block, instead of cutoff"},
    PlainKey{"solve.trajectories", "a multiple of 20, at most 1000000000",
             "quantum trajectories, of method joint with a loss; 0: the density matrix"},
    PlainKey{"solve.seed", "an integer >= 0", "of the trajectories"},
    PlainKey{"solve.first_trajectory", "a multiple of 20, with trajectories at most 1000000000",
             "number of the first trajectory; if given, `pairtwist merge` adds further ones"},
    PlainKey{"solve.max_seconds", "a number > 0, or inf",
             "of a point; beyond, it is not_converged"},
    PlainKey{"output.quantities", "an array of names, which `pairtwist quantities` lists",
             "what is computed"},
    PlainKey{"output.over_time", "", "every sample, the last, or extrema", all_names<OverTime>},
    PlainKey{"output.events", "an array of { name, quantity, above or below, scale, label }",
             "first times at which a quantity reaches a level"},
    PlainKey{"output.part_seconds", "a number > 0", "longest time between finished parts on disk"},
    PlainKey{"output.photons_max", "an integer from 0 to 1023; only with photon_distribution",
             "largest photon number of photon_distribution"},
    PlainKey{"output.angles",
             "angles from -2 pi to 2 pi, or { linspace = [a, b, n] }; only with cfi",
             "rotations of cfi, in radians"},
    PlainKey{"output.husimi_grid", "[n_theta, n_phi], integers from 2 to 10000; only with husimi",
             "points of the Husimi function"},
};

std::string_view section_of(std::string_view path) {
  const std::size_t dot = path.find('.');
  return dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
}

}  // namespace

std::span<const PlainKey> plain_keys() { return kKeys; }

std::vector<std::string> keys_of(std::string_view section) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view path) {
    if (section_of(path) != section) return;
    std::string name(path.substr(section.size() + 1));
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  };
  // A state decides what else there is.
  const auto is_state = [](const PlainKey& key) { return key.path.ends_with(".state"); };
  for (const PlainKey& key : kKeys) {
    if (is_state(key)) add(key.path);
  }
  for (const NumericKey& key : numeric_keys()) {
    const bool part = key.part == KeyPart::modulus || key.part == KeyPart::phase;
    if (!part && !key.of_segment()) add(key.path);
  }
  for (const PlainKey& key : kKeys) {
    if (!is_state(key)) add(key.path);
  }
  return names;
}

}  // namespace pairtwist::config
