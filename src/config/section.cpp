// SPDX-License-Identifier: BSD-3-Clause
#include "config/section.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "config/plain_keys.hpp"
#include "config/suggest.hpp"
#include "config/symbols.hpp"
#include "config/toml_text.hpp"

namespace pairtwist::config {

namespace {

/// Whether it is a section of a file of `pairtwist lab` alone.
bool is_laboratory(std::string_view section) {
  return section == "molecule" || section == "cavity" || section == "trap";
}

/// "; did you mean model.kappa?" of a key that lacks its section, or has it before an underscore,
/// as Python's keywords have.
std::string within_a_section(const std::string& key, const std::vector<std::string>& sections,
                             const KeysIn& keys_in) {
  std::vector<std::string> paths;
  for (const std::string& section : sections) {
    for (const std::string& own : keys_in(section)) {
      if (key == own || key == section + "_" + own) paths.push_back(section + "." + own);
    }
  }
  return paths.empty() ? std::string{}
                       : fmt::format("; did you mean {}?", fmt::join(paths, " or "));
}

/// "; the key is model.kappa." of one that stands in another section.
std::string of_another_section(std::string_view key) {
  std::vector<std::string> paths;
  const auto add = [&](std::string_view path) {
    const std::size_t dot = path.find('.');
    if (dot != std::string_view::npos && path.substr(dot + 1) == key &&
        std::ranges::find(paths, path) == paths.end())
      paths.emplace_back(path);
  };
  for (const PlainKey& known : plain_keys()) add(known.path);
  for (const NumericKey& known : numeric_keys()) add(known.path);
  if (paths.empty()) return {};
  return fmt::format("; the {} {}.", paths.size() == 1 ? "key is" : "keys of this name are",
                     fmt::join(paths, " and "));
}

/// Of `atoms = 40`: [atoms] has the start of `run`, and the number itself of `lab`.
std::string number_of_atoms(std::string_view section, const std::vector<std::string>& known) {
  if (section != "atoms") return {};
  const bool here = std::ranges::find(known, "number") != known.end();
  return here ? "; the number of atoms is atoms.number" : "; the number of atoms is model.atoms";
}

}  // namespace

std::string guess_of_config(std::string_view section, std::string_view key) {
  std::string guess = hint_of_symbol(key);
  // Of an entry of an array nobody takes one of another section for its own.
  const bool whole = !section.empty() && section.find_first_of(".[") == std::string_view::npos;
  if (guess.empty() && whole) guess = of_another_section(key);
  return guess;
}

Section::Section(const Document& document, const Node* node, std::string path,
                 std::vector<std::string> known, const Guess& guess_of)
    : document_(&document), node_(node), path_(std::move(path)), known_(std::move(known)) {
  if (node_ == nullptr) return;
  const auto* table = node_->as<Table>();
  if (table == nullptr)
    config::refuse(document, *node_, path_,
                   "a table of " + join(known_) + number_of_atoms(path_, known_));
  for (const Member& member : *table) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    std::string guess = guess_of(path_, member.key);
    if (guess.empty()) {
      guess = nearest(member.key, known_);
      if (!guess.empty()) guess = fmt::format("; did you mean {}?", path_of(guess));
    }
    document.fail(member.node.origin,
                  fmt::format("{}: unknown key{} Allowed in [{}]: {}", path_of(member.key),
                              guess.empty() ? "." : guess, path_, join(known_)));
  }
}

Section::Section(const Document& document, const std::string& path, std::vector<std::string> known,
                 const Guess& guess_of)
    : Section(document, document.root().find(path), path, std::move(known), guess_of) {}

const Node* Section::take(std::string_view key) {
  taken_.emplace(key);
  return node_ != nullptr ? node_->find(key) : nullptr;
}

const Node& Section::require(std::string_view key) {
  const Node* node = take(key);
  if (node == nullptr) fail(key, "missing, but required");
  return *node;
}

void refuse_unknown_sections(const Document& document, const std::vector<std::string>& sections,
                             const std::vector<std::string>& keys, const KeysIn& keys_in,
                             const Guess& guess_of) {
  const bool laboratory = std::ranges::any_of(sections, is_laboratory);
  std::vector<std::string> known = sections;
  known.insert(known.end(), keys.begin(), keys.end());
  std::string allowed = join(keys) + (keys.empty() ? "" : ", ");
  allowed += fmt::format("[{}]", fmt::join(sections, "], ["));
  for (const Member& member : *document.root().as<Table>()) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    const bool table = member.node.as<Table>() != nullptr;
    std::string guess = guess_of("", member.key);
    if (guess.empty() && !table) guess = within_a_section(member.key, sections, keys_in);
    if (guess.empty()) guess = did_you_mean(member.key, known);
    if (guess.empty() && !laboratory && is_laboratory(member.key) && table)
      guess = fmt::format("; [{}] belongs to a file of `pairtwist lab`, which makes [model] of it.",
                          member.key);
    if (guess.empty() && laboratory && table && !keys_of(member.key).empty())
      guess = fmt::format("; [{}] belongs to a config of `pairtwist run`.", member.key);
    document.fail(member.node.origin,
                  fmt::format("{}: unknown {}{} Allowed: {}", member.key, table ? "section" : "key",
                              guess.empty() ? "." : guess, allowed));
  }
}

void Section::finish(std::string_view chosen) const {
  std::vector<std::string> none;
  finish(chosen, "", none);
}

void Section::finish(std::string_view chosen, std::string_view cause,
                     std::vector<std::string>& notes) const {
  if (node_ == nullptr) return;
  for (const Member& member : *node_->as<Table>()) {
    if (taken_.contains(member.key)) continue;
    const std::string text = fmt::format("{} means nothing for {}", path_of(member.key), chosen);
    if (document_->leaves_out(member.node.origin, cause, text, notes)) continue;
    document_->fail(member.node.origin, fmt::format("{}; found {}{}", text, describe(member.node),
                                                    states_with(path_of(member.key))));
  }
}

void Section::read(std::string_view key, std::string& into) {
  if (const Node* node = take(key)) into = as_string(*document_, *node, path_of(key), "a string");
}

void Section::read_integer(std::string_view key, std::int64_t lowest, std::int64_t highest,
                           std::int64_t& into) {
  if (const Node* node = take(key)) {
    into = as_integer(*document_, *node, path_of(key), lowest, highest);
  }
}

void Section::fail(std::string_view key, std::string_view text) const {
  const Node* node = node_ != nullptr ? node_->find(key) : nullptr;
  const Origin origin = node != nullptr    ? node->origin
                        : node_ != nullptr ? node_->origin
                                           : Origin{};
  document_->fail(origin, fmt::format("{}: {}", path_of(key), text));
}

void Section::refuse(std::string_view key, const Node& found, std::string_view allowed) const {
  config::refuse(*document_, found, path_of(key), allowed);
}

void Section::refuse_name(std::string_view key, const Node& found,
                          const std::vector<std::string>& names) const {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(toml_string(name));
  const auto* text = found.as<std::string>();
  const std::string guess = text != nullptr ? meant_word(*text, names) : std::string{};
  refuse(key, found,
         join(quoted) + (guess.empty() ? "" : "; did you mean " + toml_string(guess) + "?"));
}

namespace {

/// Of what --set took for a text because it is no TOML, as arrays and tables are whose quotes a
/// shell has taken.
std::string_view lost_quotes(const Node& found) {
  const auto* text = found.as<std::string>();
  const bool meant = found.origin.override_ >= 0 && text != nullptr &&
                     (text->starts_with('[') || text->starts_with('{'));
  return meant ? "; this is no TOML: texts in it need quotes, and all of it others for the shell, "
                 "--set 'KEY=[\"text\"]'"
               : "";
}

}  // namespace

void refuse(const Document& document, const Node& found, std::string_view path,
            std::string_view allowed) {
  document.fail(found.origin, fmt::format("{}: found {}, allowed: {}{}", path, describe(found),
                                          allowed, lost_quotes(found)));
}

const Array& as_array(const Document& document, const Node& node, std::string_view path,
                      std::string_view allowed) {
  const auto* array = node.as<Array>();
  if (array == nullptr) refuse(document, node, path, allowed);
  return *array;
}

const std::string& as_string(const Document& document, const Node& node, std::string_view path,
                             std::string_view allowed) {
  const auto* text = node.as<std::string>();
  if (text == nullptr) refuse(document, node, path, allowed);
  return *text;
}

std::int64_t as_integer(const Document& document, const Node& node, std::string_view path,
                        std::int64_t lowest, std::int64_t highest) {
  const auto* integer = node.as<std::int64_t>();
  if (integer == nullptr || *integer < lowest || *integer > highest) {
    refuse(document, node, path, fmt::format("an integer from {} to {}", lowest, highest));
  }
  return *integer;
}

double as_finite(const Document& document, const Node& node, std::string_view path) {
  if (!node.is_number() || !std::isfinite(node.number())) {
    refuse(document, node, path, "a finite number");
  }
  return node.number();
}

double as_value_of(const Document& document, const Node& node, const NumericKey& key) {
  const bool right_type = key.integer ? node.as<std::int64_t>() != nullptr : node.is_number();
  if (!right_type || !key.accepts(node.number())) refuse(document, node, key.path, key.allowed);
  return node.number();
}

std::complex<double> as_complex(const Document& document, const Node& node,
                                const std::string& path) {
  if (node.is_number()) return as_finite(document, node, path);
  if (const auto* pair = node.as<Array>()) {
    if (pair->size() != 2) {
      document.fail(node.origin, fmt::format("{}: found an array of {} values, allowed: {}", path,
                                             pair->size(), complex_allowed));
    }
    return {as_finite(document, pair->front(), path + "[0]"),
            as_finite(document, pair->back(), path + "[1]")};
  }
  if (node.as<Table>() == nullptr) refuse(document, node, path, complex_allowed);
  Section polar(document, &node, path, {"abs", "phase"});
  const Node& abs = polar.require("abs");
  const double modulus = as_finite(document, abs, path + ".abs");
  if (modulus < 0.0) polar.refuse("abs", abs, "a finite number >= 0");
  const Node* phase = polar.take("phase");
  return std::polar(modulus, phase != nullptr ? as_finite(document, *phase, path + ".phase") : 0.0);
}

}  // namespace pairtwist::config
