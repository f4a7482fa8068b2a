// SPDX-License-Identifier: BSD-3-Clause
// [model], [light] and [atoms]: the numbers of the table in numeric_keys, and the little around
// them.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "config/axes.hpp"
#include "config/read_sections.hpp"
#include "config/toml_text.hpp"

namespace pairtwist::config {
namespace {

const ScanAxis* find_axis(const Job& job, const std::string& key) {
  for (const ScanAxis& axis : job.scan.axes) {
    if (axis.key == key) return &axis;
  }
  return nullptr;
}

/// The first point's value of a key that only axes give; false if they do not.
bool set_from_axes(const NumericKey& key, Job& job) {
  const auto first = first_on_axes(std::string(key.path), job);
  if (!first) return false;
  if (key.part == KeyPart::complex) {
    key.complex(job.base) = *first;
  } else {
    key.set(job.base, first->real());
  }
  return true;
}

void read_numeric_keys(Section& section, std::string_view name, Job& job) {
  const std::vector<Parameters> chosen = chosen_states(job.scan, job.base);
  for (const NumericKey& key : numeric_keys()) {
    if (key.section() == name && belongs(key, chosen)) read_numeric_key(section, key, job);
  }
}

/// What lies at a path where no regular file is, "a directory"; "none" of nothing, or where nobody
/// may look.
std::string_view kind_of(const std::filesystem::path& path) {
  using Type = std::filesystem::file_type;
  std::error_code ignored;
  switch (std::filesystem::status(path, ignored).type()) {
    case Type::directory:
      return "a directory";
    case Type::fifo:
      return "a pipe";
    case Type::character:
    case Type::block:
      return "a device";
    case Type::socket:
      return "a socket";
    default:
      return "none";
  }
}

/// What a state's file holds.
std::string_view wanted_in(std::string_view section) {
  return section == "light" ? "density_re and density_im" : "amplitude_re and amplitude_im";
}

/// The key `path` of a state that comes from a file; absolute, so that the resolved config means
/// the same wherever it lies.
std::string read_path(Section& section, const StartPlaces& places) {
  const Node& node = section.require("path");
  const std::string& written =
      as_string(section.document(), node, section.path_of("path"), "the path of a file");
  std::error_code error;
  const auto path = std::filesystem::absolute(std::filesystem::path(places.folder) / written, error)
                        .lexically_normal();
  const auto& known = places.known_files;
  if (std::find(known.begin(), known.end(), path.string()) == known.end() &&
      !std::filesystem::is_regular_file(path, error)) {
    section.refuse("path", node,
                   fmt::format("an existing file ({} is {}), HDF5 with the datasets {}",
                               path.string(), kind_of(path), wanted_in(section.name())));
  }
  return path.string();
}

/// The state of a section, its numbers and its file.
template <class Start>
void read_start(Section& section, Start Parameters::*start, const StartPlaces& places, Job& job) {
  const std::string name(section.name());
  section.take("state");
  read_numeric_keys(section, name, job);
  const std::vector<Parameters> chosen = chosen_states(job.scan, job.base);
  const auto is_file = [start](const Parameters& p) {
    return (p.*start).state == decltype((p.*start).state)::file;
  };
  if (std::any_of(chosen.begin(), chosen.end(), is_file))
    (job.base.*start).file = read_path(section, places);
  section.finish(chosen_state(name, chosen), name + ".state", job.notes);
}

}  // namespace

std::optional<std::complex<double>> first_on_axes(const std::string& path, const Job& job) {
  if (const ScanAxis* axis = find_axis(job, path)) return axis->values.front();
  const ScanAxis* modulus = find_axis(job, path + ".abs");
  if (modulus == nullptr) return std::nullopt;
  const ScanAxis* phase = find_axis(job, path + ".phase");
  return std::polar(modulus->values.front(), phase != nullptr ? phase->values.front() : 0.0);
}

std::complex<double> base_complex(const Document& document, const Node& node,
                                  const std::string& path, const Job& job) {
  const std::complex<double> given = as_complex(document, node, path);
  const Node* phase = given == 0.0 && node.as<Table>() != nullptr ? node.find("phase") : nullptr;
  const ScanAxis* modulus = find_axis(job, path + ".abs");
  if (phase == nullptr || modulus == nullptr) return given;
  return std::polar(std::ranges::max(modulus->values), phase->number());
}

void read_numeric_key(Section& section, const NumericKey& key, Job& job) {
  if (key.part == KeyPart::modulus || key.part == KeyPart::phase) return;
  const Node* node = section.take(key.name());
  if (node == nullptr) {
    if (!set_from_axes(key, job) && key.required) {
      section.fail(key.name(),
                   fmt::format("missing, but required; allowed: {}",
                               key.part == KeyPart::complex ? complex_allowed : key.allowed));
    }
  } else if (key.part == KeyPart::complex) {
    key.complex(job.base) = base_complex(section.document(), *node, std::string(key.path), job);
  } else {
    key.set(job.base, as_value_of(section.document(), *node, key));
  }
}

void read_states(const Document& document, Job& job) {
  Section light(document, "light", keys_of("light"));
  light.read("state", job.base.light.state);
  Section atoms(document, "atoms", keys_of("atoms"));
  atoms.read("state", job.base.atoms.state);
  const Node* pump = document.root().find("pump");
  const Node* segments = pump != nullptr ? pump->find("segments") : nullptr;
  const auto* array = segments != nullptr ? segments->as<Array>() : nullptr;
  if (array != nullptr) job.base.pump.segments.resize(array->size());
}

void read_model(const Document& document, Job& job) {
  Section section(document, "model", keys_of("model"));
  const Node* kappa = section.take("kappa");
  const Node* in_tau_Q = section.take("kappa_tau_Q");
  if (kappa != nullptr && (in_tau_Q != nullptr || find_axis(job, "model.kappa_tau_Q") != nullptr)) {
    section.fail("kappa",
                 fmt::format("found together with model.kappa_tau_Q ({}), allowed: one of "
                             "the two{}",
                             document.where(document.origin_or_axis_of("model.kappa_tau_Q")),
                             in_tau_Q == nullptr ? document.without_axes("model.kappa") : ""));
  }
  read_numeric_keys(section, "model", job);
  section.read("rate_unit", job.rate_unit);
}

void read_light(const Document& document, const StartPlaces& places, Job& job) {
  Section section(document, "light", keys_of("light"));
  read_start(section, &Parameters::light, places, job);
}

void read_atoms(const Document& document, const StartPlaces& places, Job& job) {
  Section section(document, "atoms", keys_of("atoms"));
  read_start(section, &Parameters::atoms, places, job);
}

}  // namespace pairtwist::config
