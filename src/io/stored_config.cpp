// SPDX-License-Identifier: BSD-3-Clause
#include "io/stored_config.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>
#include <utility>

#include "config/document.hpp"
#include "io/child_read.hpp"
#include "io/h5.hpp"
#include "io/open_result.hpp"
#include "io/result_check.hpp"
#include "io/stored_start.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

/// Of other software it may be any text, and nested as deep.
config::Node parsed(const std::string& resolved_config) {
  try {
    return config::Document(resolved_config, "resolved_config").root();
  } catch (const UsageError& error) {
    throw IoError(fmt::format("its config is none: {}", error.what()));
  }
}

/// `path` of a section of the resolved config; empty if there is none.
std::string start_path(const config::Node& root, const std::string& section) {
  const config::Node* table = root.find(section);
  const config::Node* path = table != nullptr ? table->find("path") : nullptr;
  const auto* text = path != nullptr ? path->as<std::string>() : nullptr;
  return text != nullptr ? *text : std::string{};
}

StoredConfig read_here(const std::string& path) {
  const h5::Quiet quiet;
  const h5::File file = open_result(path);
  return read_undamaged(path, [&] {
    check_attributes(file.id());
    StoredConfig stored;
    const auto config = h5::read_text_attribute(file.id(), "resolved_config");
    if (!config) throw IoError("it has no attribute resolved_config");
    stored.resolved_config = *config;
    const config::Node root = parsed(stored.resolved_config);
    for (const std::string role : {"light", "atoms"}) {
      StoredStart start{.role = role, .path = start_path(root, role), .sha256 = {}, .contents = {}};
      if (start.path.empty()) continue;
      start.sha256 = h5::read_text_attribute(file.id(), role + "_sha256").value_or("");
      start.contents = read_stored_start(file.id(), role);
      stored.start_files.push_back(std::move(start));
    }
    return stored;
  });
}

/// For the way between processes: the config, then role, path, hash, whether it is stored, and its
/// contents, of each start file.
Texts pack(const StoredConfig& stored) {
  Texts texts = {stored.resolved_config};
  for (const StoredStart& start : stored.start_files)
    texts.insert(texts.end(), {start.role, start.path, start.sha256, start.contents ? "stored" : "",
                               start.contents ? *start.contents : ""});
  return texts;
}

StoredConfig unpack(const Texts& texts) {
  StoredConfig stored{.resolved_config = texts.at(0), .start_files = {}};
  for (std::size_t i = 1; i < texts.size(); i += 5)
    stored.start_files.push_back(
        {.role = texts.at(i),
         .path = texts.at(i + 1),
         .sha256 = texts.at(i + 2),
         .contents = texts.at(i + 3).empty()
                         ? nullptr
                         : std::make_shared<const std::string>(texts.at(i + 4))});
  return stored;
}

}  // namespace

bool has_hdf5_signature(const std::string& path) {
  constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
  std::array<char, signature.size()> begin{};
  // A pipe is read once, by whoever takes it for a text.
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;
  std::ifstream file(path, std::ios::binary);
  file.read(begin.data(), begin.size());
  return file.good() && std::string_view(begin.data(), begin.size()) == signature;
}

StoredConfig read_stored_config(const std::string& path) {
  return unpack(read_in_child(path, [&] { return pack(read_here(path)); }));
}

std::optional<Job> job_of_stored(const std::string& resolved_config, const std::string& name) {
  try {
    const config::Document document(resolved_config, name);
    ConfigChanges changes;
    for (const char* role : {"light", "atoms"})
      if (std::string path = start_path(document.root(), role); !path.empty())
        changes.known_files.push_back(std::move(path));
    return parse_config(resolved_config, name, changes);
  } catch (const UsageError&) {
    return std::nullopt;
  }
}

}  // namespace pairtwist
