// A config text turned into a tree, with the --set of the command line applied, and the errors that
// name the place of a value. What the keys mean it does not know, but for two things: --set may
// replace a part of a complex number, and the line of a scanned key is that of its axis.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/node.hpp"

namespace pairtwist::config {

class Document {
 public:
  /// `name` stands for the file in messages. Throws UsageError if the text is not TOML.
  Document(std::string_view text, std::string name);

  /// "key=VALUE", VALUE as TOML, else a bare string. Tables are made as needed; a value that was
  /// there is replaced. Throws UsageError.
  void set(const std::string& assignment);

  const Node& root() const { return root_; }

  /// "fig.toml:12", "--set model.kappa", or "fig.toml" where no line is known.
  std::string where(Origin origin) const;

  /// Throws UsageError "where: sentence".
  [[noreturn]] void fail(Origin origin, std::string_view sentence) const;

  /// Where the key was written; else where the table that should hold it begins.
  Origin origin_of(std::string_view path) const;

  /// The same, but of the scan axis over the key (or over a part of it, model.eta.abs) if any.
  Origin origin_or_axis_of(std::string_view path) const;

 private:
  std::string name_;
  Node root_;
  std::vector<std::string> override_keys_;
};

}  // namespace pairtwist::config
