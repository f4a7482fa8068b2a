// SPDX-License-Identifier: BSD-3-Clause
// Whatever bytes come in: either a job or a UsageError with a message, never anything else.
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "config_support.hpp"

namespace pairtwist {
namespace {

constexpr int kRounds = 4000;

/// A config that uses every section, for mutation.
const std::string kValid = R"(title = "fuzz \u03b7"
[model]
atoms = 20
eta = { abs = 320.0, phase = 0.5 }   # a comment
kappa_tau_Q = 1.0
[light]
state = "coherent"
alpha = [0.0, 2.0]
[atoms]
state = "dicke"
m = 3
[pump]
segments = [ { until = 0.01, eta = 320.0 }, { until = 0.02, eta = [0.0, 100.0] } ]
[time]
stop = 3.0
samples = 11
unit = "tau_Q"
[scan]
mode = "grid"
axes = [ { key = "model.U", logspace = [1e-3, 1.0, 4] },
         { key = "model.eta.abs", values = [1, 2.5, 3e2] } ]
[solve]
method = "auto"
tolerance = 1e-9
[output]
quantities = ["qfi", "bell", 'purity']
over_time = "extrema"
events = [ { name = "t45", quantity = "qfi", above = 0.45, scale = "N^2" } ]
)";

unsigned seed_of_this_run() {
  const char* given = std::getenv("PAIRTWIST_TEST_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                                         : std::random_device{}();
  std::cout << "seed " << seed << " (PAIRTWIST_TEST_SEED repeats it)\n";
  return seed;
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t n) { return n == 0 ? 0 : engine_() % n; }
  char byte() { return static_cast<char>(engine_() & 0xFFU); }

  std::string garbage() {
    std::string text(below(300), ' ');
    for (char& c : text) c = byte();
    return text;
  }

  std::string mutated(std::string text) {
    static const std::vector<std::string> kTokens = {"[",
                                                     "]",
                                                     "{",
                                                     "}",
                                                     "=",
                                                     ",",
                                                     ".",
                                                     "\"",
                                                     "'",
                                                     "\"\"\"",
                                                     "'''",
                                                     "\n",
                                                     "#",
                                                     "\\",
                                                     "-",
                                                     "nan",
                                                     "inf",
                                                     "1e999",
                                                     "-1",
                                                     "0x",
                                                     "9223372036854775807",
                                                     "true",
                                                     "2024-01-01T00:00:00Z",
                                                     "[[",
                                                     "]]",
                                                     "\xff",
                                                     "\xef\xbb\xbf",
                                                     "alpha",
                                                     "a.b",
                                                     "0",
                                                     "1e308",
                                                     "1e-308"};
    for (std::size_t edits = 1 + below(6); edits > 0; --edits) {
      const std::size_t at = below(text.size() + 1);
      switch (below(5)) {
        case 0:
          text.insert(at, kTokens[below(kTokens.size())]);
          break;
        case 1:
          text.erase(at, below(20));
          break;
        case 2:
          text.insert(at, 1, byte());
          break;
        case 3:
          text.insert(at, text.substr(below(text.size()), below(40)));
          break;
        default:
          text.replace(at, std::min<std::size_t>(text.size() - at, 1 + below(4)),
                       kTokens[below(kTokens.size())]);
      }
    }
    return text;
  }

 private:
  std::mt19937 engine_;
};

/// True if the config was accepted.
bool survives(const std::string& text, const std::vector<std::string>& overrides = {}) {
  try {
    const Job job = parse_config(text, "fuzz.toml", overrides);
    const std::string resolved = to_toml(job);
    EXPECT_EQ(to_toml(parse_config(resolved, "resolved.toml")), resolved);
    return true;
  } catch (const UsageError& error) {
    EXPECT_STRNE(error.what(), "");
  } catch (const std::exception& error) {
    ADD_FAILURE() << error.what() << " came from\n" << text;
  }
  return false;
}

TEST(ConfigFuzz, TheUnchangedConfigIsValid) { EXPECT_TRUE(survives(kValid)); }

TEST(ConfigFuzz, Garbage) {
  Mutator mutator(seed_of_this_run());
  for (int i = 0; i < kRounds; ++i) survives(mutator.garbage());
}

TEST(ConfigFuzz, MutatedConfigs) {
  Mutator mutator(seed_of_this_run());
  int accepted = 0;
  for (int i = 0; i < kRounds; ++i) accepted += survives(mutator.mutated(kValid)) ? 1 : 0;
  EXPECT_GT(accepted, 0) << "the mutations never get past the parser";
  EXPECT_LT(accepted, kRounds);
}

TEST(ConfigFuzz, MutatedOverrides) {
  Mutator mutator(seed_of_this_run());
  for (int i = 0; i < kRounds; ++i) {
    survives(kValid, {mutator.mutated("model.eta.abs=[1.0, { a = 'b' }]")});
  }
}

}  // namespace
}  // namespace pairtwist
