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
  // Counted: of so little no digit is known.
  EXPECT_EQ(hint_text(found.hints[0]),
            "model.kerr makes it dear (method fock instead of closed_form): without it less than "
            "1/100 of the work");
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

/// No signal is obeyed while a library takes eigenvalues.
TEST(CostHints, EigenvaluesOfLargeMatrices) {
  const auto of = [](const std::string& atoms, const std::string& quantities) {
    return estimate("[model]\natoms = 100000\neta = 20.0\nU = 1e-5\nW0 = 1e-5\n[atoms]\n" + atoms +
                    "[time]\nstop = 1.0\nsamples = 2\n[output]\nquantities = [" + quantities +
                    "]\n");
  };
  const CostEstimate tilted = of("theta = 1.0\n", "\"qfi\", \"entropy\"");
  ASSERT_TRUE(tilted.longest_call.has_value());
  EXPECT_GT(tilted.longest_call->rows, 1000);
  EXPECT_GT(tilted.longest_call->seconds, 5.0);
  EXPECT_NE(call_text(*tilted.longest_call).find("eigenvalues of "), std::string::npos);
  // In the even sector half of the rows do.
  const CostEstimate even = of("", "\"entropy\"");
  ASSERT_TRUE(even.longest_call.has_value());
  EXPECT_EQ(even.longest_call->quantity, "entropy");
  EXPECT_LT(even.longest_call->seconds, 0.3 * tilted.longest_call->seconds);
  EXPECT_FALSE(of("", "\"qfi\", \"purity\"").longest_call.has_value());
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

TEST(CostHints, AFrameByName) {
  const std::string named = "[solve]\nmethod = \"fock\"\nframe = \"laboratory\"\n";
  const CostEstimate found = estimate(config("", "\"qfi\"", named));
  EXPECT_NE(whats(found).find("solve.frame = \"laboratory\";"), std::string::npos) << whats(found);
}

TEST(CostHints, AnAxisOverMethods) {
  const std::string axis =
      "[scan]\naxes = [{ key = \"solve.method\", values = [\"closed_form\", \"fock\"] }]\n";
  EXPECT_EQ(whats(estimate(config("", "\"qfi\"", axis))), "the axis over solve.method;");
}

/// Leaving one of them out gains nothing.
TEST(CostHints, QuantitiesThatAreDearEach) {
  const CostEstimate found =
      estimate(config("thermal_photons = 0.5\n", "\"qfi\", \"purity\", \"multiple_quantum\""));
  EXPECT_NE(whats(found).find("each of the quantities \"purity\", \"multiple_quantum\";"),
            std::string::npos)
      << whats(found);
}

TEST(CostHints, ABellSumAmongCheapQuantities) {
  const CostEstimate found = estimate(
      "[model]\natoms = 60\neta = 300.0\nkappa = 100.0\n[time]\nstop = 0.05\n[output]\n"
      "quantities = [\"qfi\", \"squeezing_wineland\", \"bell\"]\nover_time = \"extrema\"\n");
  EXPECT_EQ(whats(found), "quantity \"bell\";");
}

TEST(CostHints, LooksBetweenTheSamplesSolveThePointAgain) {
  const std::string extrema = "over_time = \"extrema\"\n";
  const std::string events =
      "events = [{ name = \"half\", quantity = \"qfi\", above = 0.5, scale = \"N^2\" }]\n";
  const std::string bath = "thermal_photons = 0.5\n";
  const CostEstimate samples = estimate(config(bath, "\"qfi\""));
  const CostEstimate found = estimate(config(bath, "\"qfi\"", extrema));
  EXPECT_NEAR(found.operations / samples.operations, 3.0, 1e-12);
  ASSERT_NE(whats(found).find("output.over_time = \"extrema\";"), std::string::npos);
  EXPECT_EQ(hint_text(found.hints.back()),
            "output.over_time = \"extrema\" makes it dear: with \"all\" about 1/3 of the work");
  const CostEstimate both = estimate(config(bath, "\"qfi\"", extrema + events));
  EXPECT_NEAR(both.operations / samples.operations, 4.0, 1e-12);
  EXPECT_EQ(hint_text(both.hints.back()),
            "output.over_time = \"extrema\" with events makes it dear: with \"all\" and no events "
            "about 1/4 of the work");
  EXPECT_NEAR(estimate(config(bath, "\"qfi\"", events)).operations / samples.operations, 2.0,
              1e-12);
  // The closed form gives single times for little.
  EXPECT_EQ(whats(estimate(config("", "\"qfi\"", extrema + events))), "");
}

TEST(CostHints, LossThatIsOverLongBeforeTheEnd) {
  const auto lossy = [](const std::string& kappa) {
    return "[model]\natoms = 20\neta = 2.0\nkerr = 3.0\nthermal_photons = 0.5\nkappa = " + kappa +
           "\n[light]\nstate = \"fock\"\nn = 3\n[time]\nstop = 2.0\n[output]\nquantities = "
           "[\"qfi\"]\n";
  };
  const CostEstimate found = estimate(lossy("1e4"));
  const std::string what = "model.kappa times the last time, 2e+04 (stiff),";
  ASSERT_NE(whats(found).find(what), std::string::npos) << whats(found);
  for (const CostHint& hint : found.hints)
    if (hint.what == what) {
      EXPECT_LT(hint.share, 0.1);
      EXPECT_NE(hint_text(hint).find("makes it dear: with 100 about 1/"), std::string::npos);
    }
  EXPECT_EQ(whats(estimate(lossy("10"))).find("model.kappa"), std::string::npos);
}

TEST(CostHints, OfAScanAreOfItsPointsTogether) {
  const std::string scan = "[scan]\naxes = [{ key = \"model.kerr\", values = [0.0, 0.01] }]\n";
  const CostEstimate found = estimate(config("", "\"qfi\"", scan));
  EXPECT_EQ(whats(found), "model.kerr;");
  const CostEstimate one = estimate(config("kerr = 0.01\n", "\"qfi\""));
  EXPECT_NEAR(found.operations / one.operations, 1.0, 0.1);
}

}  // namespace
}  // namespace pairtwist
