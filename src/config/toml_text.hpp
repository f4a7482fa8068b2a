// SPDX-License-Identifier: BSD-3-Clause
// Numbers and strings as TOML spells them, for the resolved config and for messages.
#pragma once

#include <complex>
#include <string>
#include <string_view>

namespace pairtwist::config {

/// The shortest text that reads back to the same double; always a TOML float ("300.0", "1e-08").
std::string toml_number(double value);

/// The same without the ".0" of whole numbers, for keys that are integers and for messages.
std::string plain_number(double value);

/// A real number, or [re, im] where the imaginary part is anything but +0.
std::string toml_complex(std::complex<double> value);

/// A basic string, quoted and escaped.
std::string toml_string(std::string_view text);

}  // namespace pairtwist::config
