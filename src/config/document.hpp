// SPDX-License-Identifier: BSD-3-Clause
// A config text turned into a tree, with --unset and --set of the command line applied, and the
// errors that name the place of a value. What the keys mean it does not know, but for two things:
// --set may replace a part of a complex number, and the line of a scanned key is that of its axis.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/node.hpp"

namespace pairtwist::config {

/// Whether a key is that of a value, or of a part of it: "light.alpha.abs" of "light.alpha",
/// "pump.segments[1]" of "pump.segments".
bool is_within(std::string_view key, std::string_view path);

/// Given on the command line, the first takes the place of the second in the file.
struct Rivals {
  std::string_view given, rival;
};

class Document {
 public:
  /// `name` stands for the file in messages; complex_keys: those that are no key of a config.
  /// Throws UsageError if the text is not TOML.
  Document(std::string_view text, std::string name, std::vector<std::string> complex_keys = {});

  /// "key=VALUE", VALUE as TOML, else a bare string. Tables are made as needed; a value that was
  /// there is replaced. Throws UsageError.
  void set(const std::string& assignment);

  /// Takes a key, or a whole section, out of what the file says. Throws UsageError if it is not
  /// there.
  void unset(const std::string& key);

  /// Takes out what the file says where a --set, of the key or of axes, says it otherwise: kappa
  /// beside kappa_tau_Q, stop beside values. Appends a note on each.
  void drop_rivals(std::span<const Rivals> all, std::vector<std::string>& notes);

  const Node& root() const { return root_; }

  /// Whether --set gave the key.
  bool is_set(std::string_view path) const;
  /// Whether --set gave the axes, and one of them is over the key.
  bool is_set_as_axis(std::string_view path) const;

  /// Whether a key of this origin that means nothing may be left out: the file has it, and the
  /// command line set or unset `cause`, because of which it means nothing. Then notes have `text`.
  bool leaves_out(Origin origin, std::string_view cause, std::string_view text,
                  std::vector<std::string>& notes) const;

  /// "fig.toml:12", "--set model.kappa", or "fig.toml" where no line is known.
  std::string where(Origin origin) const;

  /// Throws UsageError "where: sentence"; a --set that `where` names is not named again.
  [[noreturn]] void fail(Origin origin, std::string_view sentence) const;

  /// Where the key was written; else where the table that should hold it begins.
  Origin origin_of(std::string_view path) const;

  /// The same, but of the scan axis over the key (or over a part of it, model.eta.abs) if any.
  Origin origin_or_axis_of(std::string_view path) const;

  /// What a refusal of `rival` beside an axis of the file ends with: how to have it instead, where
  /// --set gave it; else "".
  std::string without_axes(std::string_view rival) const;

 private:
  /// Of scan.axes; nullptr where none is over the key or a part of it.
  const Node* axis_over(std::string_view path) const;

  std::string name_;
  Node root_;
  std::vector<std::string> override_keys_;
  std::vector<std::string> unset_keys_;
  std::vector<std::string> complex_keys_;
};

}  // namespace pairtwist::config
