// SPDX-License-Identifier: BSD-3-Clause
#include "config/text_limits.hpp"

#include <fmt/format.h>

#include "pairtwist/error.hpp"

namespace pairtwist::config {
namespace {

/// Walks over the text as the TOML lexer would. It agrees with the parser on every legal prefix;
/// behind the first illegal character the parser stops, so that nothing there can hurt it.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool done() const { return at_ >= text_.size(); }
  int line() const { return line_; }
  int key_parts() const { return dots_ + 1; }
  int nesting() const { return nesting_; }

  void step() {
    const char c = text_[at_];
    switch (c) {
      case '#':
        skip_comment();
        return;
      case '"':
      case '\'':
        skip_string(c);
        return;
      case '\n':
        ++line_;
        dots_ = 0;
        break;
      case '[':
      case '{':
        ++nesting_;
        dots_ = 0;
        break;
      case ']':
      case '}':
        nesting_ -= nesting_ > 0 ? 1 : 0;
        dots_ = 0;
        break;
      case '=':
      case ',':
        dots_ = 0;
        break;
      case '.':
        ++dots_;
        break;
      default:
        break;
    }
    ++at_;
  }

 private:
  bool tripled(char quote) const {
    return text_.substr(at_, 3) == (quote == '"' ? "\"\"\"" : "'''");
  }

  void skip_comment() {
    while (!done() && text_[at_] != '\n') ++at_;
  }

  void skip_string(char quote) {
    const bool multiline = tripled(quote);
    at_ += multiline ? 3 : 1;
    while (!done()) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"') {
        ++at_;
        if (!done() && text_[at_] == '\n') ++line_;
        at_ += done() ? 0 : 1;
      } else if (c == '\n') {
        if (!multiline) return;  // unterminated: the parser will say so
        ++line_;
        ++at_;
      } else if (c == quote && !multiline) {
        ++at_;
        return;
      } else if (c == quote && tripled(quote)) {
        at_ += 3;
        // Up to two quotes directly before the closing three belong to the string.
        for (int extra = 0; extra < 2 && !done() && text_[at_] == quote; ++extra) ++at_;
        return;
      } else {
        ++at_;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  int dots_ = 0;  ///< since the last character that ends a key
  int nesting_ = 0;
};

}  // namespace

void check_text_limits(std::string_view text, const std::string& where, bool with_line) {
  if (text.size() > kMaxBytes) {
    throw UsageError(fmt::format("{}: {} bytes of config, allowed: at most {} (4 MiB)", where,
                                 text.size(), kMaxBytes));
  }
  Scanner scanner(text);
  while (!scanner.done()) {
    scanner.step();
    const bool long_key = scanner.key_parts() > kMaxKeyParts;
    if (!long_key && scanner.nesting() <= kMaxNesting) continue;
    const std::string place = with_line ? fmt::format("{}:{}", where, scanner.line()) : where;
    throw UsageError(
        long_key ? fmt::format("{}: found a dotted key of more than {} parts, allowed: at most {}",
                               place, kMaxKeyParts, kMaxKeyParts)
                 : fmt::format("{}: found arrays or tables nested more than {} deep, allowed: at "
                               "most {}",
                               place, kMaxNesting, kMaxNesting));
  }
}

}  // namespace pairtwist::config
