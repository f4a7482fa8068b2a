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
  const std::string path(key.path);
  if (const ScanAxis* axis = find_axis(job, path)) {
    const double first = axis->values.front();
    if (key.part == KeyPart::complex) {
      key.complex(job.base) = first;
    } else {
      key.set(job.base, first);
    }
    return true;
  }
  const ScanAxis* modulus = key.part == KeyPart::complex ? find_axis(job, path + ".abs") : nullptr;
  if (modulus == nullptr) return false;
  const ScanAxis* phase = find_axis(job, path + ".phase");
  key.complex(job.base) =
      std::polar(modulus->values.front(), phase != nullptr ? phase->values.front() : 0.0);
  return true;
}

void read_numeric_keys(Section& section, std::string_view name, Job& job) {
  for (const NumericKey& key : numeric_keys()) {
    if (key.section() == name && key.belongs(job.base)) read_numeric_key(section, key, job);
  }
}

std::vector<std::string> with(std::vector<std::string> first, std::vector<std::string> rest) {
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

/// The key `path` of a state that comes from a file; absolute, so that the resolved config means
/// the same wherever it lies.
std::string read_path(Section& section, const std::string& folder) {
  const Node& node = section.require("path");
  const std::string& written =
      as_string(section.document(), node, section.path_of("path"), "the path of a file");
  std::error_code error;
  const auto path = std::filesystem::absolute(std::filesystem::path(folder) / written, error);
  if (!std::filesystem::is_regular_file(path, error)) {
    section.refuse("path", node, fmt::format("an existing file ({} is none)", path.string()));
  }
  return path.lexically_normal().string();
}

}  // namespace

std::vector<std::string> keys_of(std::string_view section) {
  std::vector<std::string> names;
  for (const NumericKey& key : numeric_keys()) {
    const bool part = key.part == KeyPart::modulus || key.part == KeyPart::phase;
    if (part || key.section() != section) continue;
    if (std::find(names.begin(), names.end(), key.name()) == names.end()) {
      names.emplace_back(key.name());
    }
  }
  return names;
}

void read_numeric_key(Section& section, const NumericKey& key, Job& job) {
  if (key.part == KeyPart::modulus || key.part == KeyPart::phase) return;
  const Node* node = section.take(key.name());
  if (node == nullptr) {
    if (!set_from_axes(key, job) && key.required) {
      section.fail(key.name(), fmt::format("missing, but required; allowed: {}", key.allowed));
    }
  } else if (key.part == KeyPart::complex) {
    key.complex(job.base) = as_complex(section.document(), *node, std::string(key.path));
  } else {
    key.set(job.base, as_value_of(section.document(), *node, key));
  }
}

void read_states(const Document& document, Job& job) {
  Section light(document, "light", with({"state", "path"}, keys_of("light")));
  light.read("state", job.base.light.state);
  Section atoms(document, "atoms", with({"state", "path"}, keys_of("atoms")));
  atoms.read("state", job.base.atoms.state);
}

void read_model(const Document& document, Job& job) {
  Section section(document, "model", with(keys_of("model"), {"rate_unit"}));
  const Node* kappa = section.take("kappa");
  const Node* in_tau_Q = section.take("kappa_tau_Q");
  if (kappa != nullptr && (in_tau_Q != nullptr || find_axis(job, "model.kappa_tau_Q") != nullptr)) {
    section.fail("kappa",
                 fmt::format("found together with model.kappa_tau_Q ({}), allowed: one of "
                             "the two",
                             document.where(document.origin_or_axis_of("model.kappa_tau_Q"))));
  }
  read_numeric_keys(section, "model", job);
  section.read("rate_unit", job.rate_unit);
}

void read_light(const Document& document, const std::string& folder, Job& job) {
  Section section(document, "light", with({"state", "path"}, keys_of("light")));
  section.take("state");
  read_numeric_keys(section, "light", job);
  if (job.base.light.state == LightState::file) job.base.light.file = read_path(section, folder);
  section.finish(chosen_state("light", job.base));
}

void read_atoms(const Document& document, const std::string& folder, Job& job) {
  Section section(document, "atoms", with({"state", "path"}, keys_of("atoms")));
  section.take("state");
  read_numeric_keys(section, "atoms", job);
  if (job.base.atoms.state == AtomsState::file) job.base.atoms.file = read_path(section, folder);
  section.finish(chosen_state("atoms", job.base));
}

}  // namespace pairtwist::config
