// SPDX-License-Identifier: BSD-3-Clause
#include "config/toml_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace pairtwist::config {

std::string plain_number(double value) {
  if (std::isnan(value)) return "nan";
  return fmt::format("{}", value);
}

std::string toml_number(double value) {
  std::string text = plain_number(value);
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string toml_complex(std::complex<double> value) {
  if (value.imag() == 0.0 && !std::signbit(value.imag())) return toml_number(value.real());
  return fmt::format("[{}, {}]", toml_number(value.real()), toml_number(value.imag()));
}

std::string toml_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
          quoted += fmt::format("\\u{:04X}", byte);
        } else {
          quoted += c;
        }
      }
    }
  }
  return quoted + '"';
}

}  // namespace pairtwist::config
