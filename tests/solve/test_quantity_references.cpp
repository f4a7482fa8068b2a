// SPDX-License-Identifier: BSD-3-Clause
// Quantities over the atoms against QuTiP (tests/reference/make_quantity_references.py), from the
// config to the numbers.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "support/counting_backends.hpp"
#include "support/run_job.hpp"
#include "support/source_dir.hpp"

namespace pairtwist::test {
namespace {

using nlohmann::json;

std::string text_of(const std::string& path) {
  std::ifstream stream(path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

class QuantityReferences : public OnEveryCountingBackend {};

TEST_P(QuantityReferences, AreReproducedTo1e8) {
  const std::string folder = source_dir() + "/tests/reference/";
  const json reference = json::parse(text_of(folder + "quantities.json"));
  ASSERT_GE(reference["cases"].size(), 5U);
  for (const json& expected : reference["cases"]) {
    const std::string name = expected["case"];
    SCOPED_TRACE(name);
    std::string config = text_of(folder + "qutip/" + name + ".toml");
    std::string names;
    for (const auto& [quantity, values] : expected["values"].items())
      names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", quantity);
    config.resize(config.find("[output]"));
    config += fmt::format("[output]\nquantities = [{}]\nangles = {}\nhusimi_grid = {}\n", names,
                          reference["angles"].dump(), reference["husimi_grid"].dump());
    const JobResult result = run_config(config, backend());
    EXPECT_EQ(result.flags.at("status")[0], 0);
    const double atoms = expected["atoms"];
    for (const auto& [quantity, values] : expected["values"].items()) {
      const double scale = quantity == "cfi" || quantity.starts_with("qfi") ? atoms * atoms : 1.0;
      const std::vector<double>& found = result[quantity];
      ASSERT_EQ(found.size(), values.flatten().size()) << quantity;
      std::size_t i = 0;
      const std::function<void(const json&)> compare = [&](const json& node) {
        if (node.is_array()) {
          for (const json& child : node) compare(child);
          return;
        }
        EXPECT_NEAR(found[i], node.get<double>(), 1e-8 * scale) << quantity << " " << i;
        ++i;
      };
      compare(values);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, QuantityReferences, every_counting_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
