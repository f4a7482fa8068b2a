// SPDX-License-Identifier: BSD-3-Clause
#include "config/enum_names.hpp"

namespace pairtwist {

std::string to_string(TimeUnit value) { return std::string(config::name_of(value)); }
std::string to_string(Method value) { return std::string(config::name_of(value)); }
std::string to_string(BackendChoice value) { return std::string(config::name_of(value)); }
std::string to_string(Frame value) { return std::string(config::name_of(value)); }
std::string to_string(OverTime value) { return std::string(config::name_of(value)); }
std::string to_string(EventScale value) { return std::string(config::name_of(value)); }
std::string to_string(LightState value) { return std::string(config::name_of(value)); }
std::string to_string(AtomsState value) { return std::string(config::name_of(value)); }
std::string to_string(Spacing value) { return std::string(config::name_of(value)); }

}  // namespace pairtwist
