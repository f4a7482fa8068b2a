// SPDX-License-Identifier: BSD-3-Clause
// What is said to make a scan dear: what was put in for that, and nothing else.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "plan/cost_hints.hpp"

namespace pairtwist {
namespace {

CostEstimate estimate(const std::string& toml) {
  const Job job = parse_config(toml, "test.toml");
  return estimate_cost(job, Scan(job), StateReaders{});
}

std::string config(const std::string& model, const std::string& quantities,
                   const std::string& more = "") {
  return "[model]\natoms = 100\neta = 20.0\nkappa = 1.0\n" + model +
         "[time]\nstop = 1.0\n[output]\nquantities = [" + quantities + "]\n" + more;
}

std::string whats(const CostEstimate& estimate) {
  std::string text;
  for (const CostHint& hint : estimate.hints) text += hint.what + ";";
  return text;
}

TEST(CostHints, NothingToSayOfWhatIsCheapAsItIs) {
  EXPECT_EQ(whats(estimate(config("", "\"qfi\", \"photon_number\", \"photon_distribution\""))), "");
  EXPECT_EQ(whats(estimate(config("thermal_photons = 0.5\n", "\"qfi\""))),
            "model.thermal_photons;");
}

TEST(CostHints, ATermThatNeedsPhotonLevels) {
  const CostEstimate found = estimate(config("kerr = 0.01\n", "\"qfi\""));
  ASSERT_EQ(whats(found), "model.kerr;");
  EXPECT_EQ(found.hints[0].method, "fock");
  EXPECT_EQ(found.hints[0].method_without, "closed_form");
  EXPECT_LT(found.hints[0].share, 1e-3);
  EXPECT_NE(hint_text(found.hints[0])
                .find("model.kerr makes it dear (method fock instead of closed_form): without it "
                      "about 1/"),
            std::string::npos);
  // Two of them: neither alone takes the levels away.
  for (const CostHint& hint :
       estimate(config("kerr = 0.01\ntwo_photon_loss = 0.1\n", "\"qfi\"")).hints)
    EXPECT_EQ(hint.method, "") << hint.what;
}

TEST(CostHints, AQuantityThatNeedsEveryCoherence) {
  const CostEstimate found =
      estimate(config("thermal_photons = 0.5\n", "\"qfi\", \"photon_number\", \"purity\""));
  EXPECT_NE(whats(found).find("quantity \"purity\";"), std::string::npos);
  EXPECT_EQ(whats(found).find("quantity \"qfi\";"), std::string::npos);
  // Alone there is nothing to leave out.
  EXPECT_EQ(whats(estimate(config("thermal_photons = 0.5\n", "\"purity\""))).find("quantity"),
            std::string::npos);
}

TEST(CostHints, ATightTolerance) {
  const std::string tight = "[solve]\ntolerance = 1e-14\n";
  const CostEstimate found = estimate(config("", "\"qfi\"", tight));
  ASSERT_EQ(whats(found), "solve.tolerance = 1e-14;");
  EXPECT_EQ(found.hints[0].without, "with 1e-08");
}

TEST(CostHints, AMethodByName) {
  const CostEstimate found = estimate(config("", "\"qfi\"", "[solve]\nmethod = \"fock\"\n"));
  ASSERT_EQ(whats(found), "solve.method = \"fock\";");
  EXPECT_EQ(found.hints[0].without, "with \"auto\"");
}

TEST(CostHints, OfAScanAreOfItsPointsTogether) {
  const std::string scan =
      "[scan]\naxes = [{ key = \"model.kerr\", values = [0.0, 0.0, 0.0, 0.01] }]\n";
  const CostEstimate found = estimate(config("", "\"qfi\"", scan));
  EXPECT_EQ(whats(found), "model.kerr;");
  const CostEstimate one = estimate(config("kerr = 0.01\n", "\"qfi\""));
  EXPECT_NEAR(found.operations / one.operations, 1.0, 0.1);
}

}  // namespace
}  // namespace pairtwist
