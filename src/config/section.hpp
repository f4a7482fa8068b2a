// SPDX-License-Identifier: BSD-3-Clause
// One table of the config while it is read. Keys are recorded as they are taken; unknown ones are
// refused when the section is opened, known ones that nobody took when it is closed.
#pragma once

#include <complex>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"
#include "config/enum_names.hpp"
#include "config/numeric_keys.hpp"

namespace pairtwist::config {

/// What a key may be that is unknown in a section ("" for the root), "; the key is model.kappa.";
/// empty: no guess.
using Guess = std::function<std::string(std::string_view section, std::string_view key)>;

/// Of a config of `run`: by the symbols of papers, and by the sections that have such a key.
std::string guess_of_config(std::string_view section, std::string_view key);

class Section {
 public:
  /// `node`: the table, or nullptr if the config has none; `path`: "model", for messages; `known`:
  /// every key that may stand here for some state or method. Throws UsageError if node is no table
  /// or has another key, with what that may be.
  Section(const Document& document, const Node* node, std::string path,
          std::vector<std::string> known, const Guess& guess = guess_of_config);
  /// The section of that name at the root.
  Section(const Document& document, const std::string& path, std::vector<std::string> known,
          const Guess& guess = guess_of_config);

  /// The value of a known key (nullptr if not given), recorded as taken.
  const Node* take(std::string_view key);
  /// The same; throws if it is not given.
  const Node& require(std::string_view key);

  /// Refuses the keys that are there but were not taken: "... means nothing for `chosen`".
  void finish(std::string_view chosen) const;
  /// The same; where the command line set `cause`, the key that chose, and the file has them, they
  /// are left out with a note.
  void finish(std::string_view chosen, std::string_view cause,
              std::vector<std::string>& notes) const;

  // Take a value of that type, or leave `into` alone if the key is not given. Throw UsageError.
  void read(std::string_view key, std::string& into);
  template <class Enum>
  void read(std::string_view key, Enum& into);
  void read_integer(std::string_view key, std::int64_t lowest, std::int64_t highest,
                    std::int64_t& into);

  /// Throws "where: section.key: text".
  [[noreturn]] void fail(std::string_view key, std::string_view text) const;
  /// Throws "where: section.key: found ..., allowed: ...".
  [[noreturn]] void refuse(std::string_view key, const Node& found, std::string_view allowed) const;

  /// The same for a value that must be one of these names, with the nearest of them.
  [[noreturn]] void refuse_name(std::string_view key, const Node& found,
                                const std::vector<std::string>& names) const;

  std::string_view name() const { return path_; }
  std::string path_of(std::string_view key) const { return path_ + "." + std::string(key); }
  const Document& document() const { return *document_; }

 private:
  const Document* document_;
  const Node* node_;
  std::string path_;
  std::vector<std::string> known_;
  std::set<std::string, std::less<>> taken_;
};

/// Names of the keys of a section.
using KeysIn = std::function<std::vector<std::string>(std::string_view section)>;

/// Refuses what the root has beside these sections and keys, with the nearest of them.
void refuse_unknown_sections(const Document& document, const std::vector<std::string>& sections,
                             const std::vector<std::string>& keys, const KeysIn& keys_in,
                             const Guess& guess = guess_of_config);

// Conversions of one value; `path` is for messages. Throw UsageError.

[[noreturn]] void refuse(const Document& document, const Node& found, std::string_view path,
                         std::string_view allowed);
const Array& as_array(const Document& document, const Node& node, std::string_view path,
                      std::string_view allowed);
const std::string& as_string(const Document& document, const Node& node, std::string_view path,
                             std::string_view allowed);
std::int64_t as_integer(const Document& document, const Node& node, std::string_view path,
                        std::int64_t lowest, std::int64_t highest);
/// Any finite number.
double as_finite(const Document& document, const Node& node, std::string_view path);
/// A value of this numeric key; integers must be written as integers.
double as_value_of(const Document& document, const Node& node, const NumericKey& key);
inline constexpr std::string_view complex_allowed =
    "a number, [re, im] or { abs = ..., phase = ... }";
/// number | [re, im] | { abs, phase }; phase is 0 if not given.
std::complex<double> as_complex(const Document& document, const Node& node,
                                const std::string& path);

template <class Enum>
void Section::read(std::string_view key, Enum& into) {
  const Node* node = take(key);
  if (node == nullptr) return;
  const auto* text = node->as<std::string>();
  const auto value = text != nullptr ? parse_name<Enum>(*text) : std::nullopt;
  if (!value) refuse_name(key, *node, all_names<Enum>());
  into = *value;
}

}  // namespace pairtwist::config
