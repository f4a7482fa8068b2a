// SPDX-License-Identifier: BSD-3-Clause
// Light at t = 0 on Fock levels: its moments are those of the formulas however much or little light
// there is, and what does not fit is refused, never cut off.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pairtwist/error.hpp"
#include "pairtwist/job.hpp"
#include "plan/light_state.hpp"

namespace pairtwist {
namespace {

Light light(LightState state, double amount, double parity = 1.0) {
  Light result;
  result.state = state;
  result.alpha = std::polar(amount, 0.7);
  result.parity = parity;
  result.n = amount;
  result.r = amount;
  return result;
}

struct Moments {
  double trace = 0.0;
  double number = 0.0;
  double pairs = 0.0;  ///< <a†²a²>
};

Moments moments(const LightDensity& density) {
  Moments result;
  for (std::int64_t n = density.levels - 1; n >= 0; --n) {
    const double p = density.matrix[static_cast<std::size_t>(n * (density.levels + 1))].real();
    const auto level = static_cast<double>(n);
    result.trace += p;
    result.number += level * p;
    result.pairs += level * (level - 1.0) * p;
  }
  return result;
}

/// In closed form.
Moments expected(const Light& light) {
  const double x = std::norm(light.alpha);
  const double s = std::pow(std::sinh(light.r), 2.0);
  switch (light.state) {
    case LightState::coherent:
      return {1.0, x, x * x};
    case LightState::cat:
      return {1.0, light.parity > 0.0 ? x * std::tanh(x) : x / std::tanh(x), x * x};
    case LightState::squeezed:
      return {1.0, s, 3.0 * s * s + s};
    default:
      return {1.0, light.n, 2.0 * light.n * light.n};
  }
}

TEST(LightState, MomentsAreThoseOfTheFormulasAtEveryBrightness) {
  constexpr double tolerance = 1e-10;
  for (const auto& [state, largest] : {std::pair{LightState::coherent, 26.0},
                                       {LightState::cat, 26.0},
                                       {LightState::squeezed, 1.7},
                                       {LightState::thermal, 20.0}}) {
    for (const double parity : {1.0, -1.0}) {
      for (double amount = largest; amount > 1e-30; amount /= 7.0) {
        const Light made = light(state, amount, parity);
        SCOPED_TRACE(fmt::format("state {}, amount {}, parity {}", int(state), amount, parity));
        const Moments got = moments(light_density(made, false, tolerance));
        const Moments want = expected(made);
        // What may be left out, and rounding.
        EXPECT_NEAR(got.trace, want.trace, 1e-14);
        EXPECT_NEAR(got.number / want.number, 1.0, 1e-2 * tolerance);
        EXPECT_NEAR(got.pairs / want.pairs, 1.0, 1.2e-2 * tolerance);
      }
    }
  }
}

TEST(LightState, BrightLightKeepsItsDigits) {
  constexpr double tolerance = 1e-14;
  for (const double size : {3.0, 10.0, 24.0}) {
    for (const LightState state : {LightState::coherent, LightState::cat}) {
      for (const double parity : {1.0, -1.0}) {
        const Light made = light(state, size, parity);
        const Moments got = moments(light_density(made, false, tolerance));
        const Moments want = expected(made);
        SCOPED_TRACE(fmt::format("state {}, size {}, parity {}", int(state), size, parity));
        EXPECT_NEAR(got.trace, 1.0, 1e-15);
        // |alpha|² itself is rounded, and so is every element.
        EXPECT_NEAR(got.number / want.number, 1.0, 2e-15);
        EXPECT_NEAR(got.pairs / want.pairs, 1.0, 4e-15);
      }
    }
  }
}

TEST(LightState, TheVacuumIsEmptyWhateverTheLightOfOtherStatesIs) {
  Light vacuum = light(LightState::vacuum, 0.0);
  vacuum.n = 3.0;
  vacuum.alpha = {1.0, 2.0};
  vacuum.r = 0.5;
  const LightDensity found = light_density(vacuum, false, 1e-8);
  ASSERT_EQ(found.levels, 1);
  EXPECT_EQ(found.matrix.front(), 1.0);
}

TEST(LightState, LightThatDoesNotFitIsRefusedByName) {
  struct Case {
    Light light;
    const char* name;
  };
  for (const Case& c : {Case{light(LightState::cat, 30.0), "light.alpha"},
                        {light(LightState::cat, 31.0, -1.0), "light.alpha"},
                        {light(LightState::coherent, 31.0), "light.alpha"},
                        {light(LightState::coherent, 32.0), "solve.frame = \"moving\""},
                        {light(LightState::thermal, 60.0), "light.n = 60"},
                        {light(LightState::thermal, 1000.0), "light.n = 1000"},
                        {light(LightState::squeezed, 3.0), "light.r = 3"},
                        {light(LightState::squeezed, 4.0), "photon levels or more"}}) {
    try {
      light_density(c.light, false, 1e-8);
      ADD_FAILURE() << c.name;
    } catch (const UsageError& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find(c.name), std::string::npos) << message;
      EXPECT_NE(message.find("at most 1024"), std::string::npos) << message;
    }
  }
  // In its own frame coherent light of any size is one level.
  EXPECT_EQ(light_density(light(LightState::coherent, 1e4), true, 1e-8).levels, 1);
}

TEST(LightState, WhatMayBeDroppedFollowsTheTolerance) {
  const Light bright = light(LightState::thermal, 60.0);
  EXPECT_THROW(light_density(bright, false, 1e-6), UsageError);
  EXPECT_LE(light_density(bright, false, 1e-2).levels, kLargestCutoff);
}

TEST(LightState, AVanishingOddCatIsOnePhoton) {
  for (const double size : {1e-3, 1e-9, 1e-155, 1e-300}) {
    const LightDensity density = light_density(light(LightState::cat, size, -1.0), false, 1e-8);
    ASSERT_GE(density.levels, 2);
    const auto one = static_cast<std::size_t>(density.levels + 1);
    EXPECT_NEAR(density.matrix[one].real(), 1.0, size * size + 1e-12) << size;
  }
}

}  // namespace
}  // namespace pairtwist
