// SPDX-License-Identifier: BSD-3-Clause
// Which method solves a point, for every light and every term of the model.
#include <gtest/gtest.h>

#include "model/methods.hpp"

namespace pairtwist {
namespace {

Parameters with(LightState light, double Model::*term = nullptr) {
  Parameters parameters;
  parameters.light.state = light;
  if (term != nullptr) parameters.model.*term = -0.5;
  return parameters;
}

Method automatic(const Parameters& parameters) { return method_of(Method::automatic, parameters); }

TEST(Method, TheExactFormWhereItIsExactElseTheCheapest) {
  for (const LightState light : {LightState::vacuum, LightState::coherent}) {
    EXPECT_EQ(automatic(with(light)), Method::closed_form);
    EXPECT_EQ(automatic(with(light, &Model::kappa)), Method::closed_form);
    EXPECT_EQ(automatic(with(light, &Model::dephasing)), Method::closed_form);
    EXPECT_EQ(automatic(with(light, &Model::thermal_photons)), Method::gaussian);
    EXPECT_EQ(automatic(with(light, &Model::kerr)), Method::fock);
    EXPECT_EQ(automatic(with(light, &Model::two_photon_loss)), Method::fock);
  }
  for (const LightState light : {LightState::thermal, LightState::squeezed}) {
    EXPECT_EQ(automatic(with(light)), Method::closed_form);
    EXPECT_EQ(automatic(with(light, &Model::thermal_photons)), Method::gaussian);
    EXPECT_EQ(automatic(with(light, &Model::kerr)), Method::fock);
    EXPECT_EQ(automatic(with(light, &Model::two_photon_loss)), Method::fock);
  }
  for (const LightState light : {LightState::fock, LightState::cat, LightState::file}) {
    EXPECT_EQ(automatic(with(light)), Method::fock);
    EXPECT_EQ(automatic(with(light, &Model::thermal_photons)), Method::fock);
    EXPECT_EQ(automatic(with(light, &Model::kerr)), Method::fock);
  }
}

TEST(Method, TunnellingNeedsTheJointOne) {
  for (const LightState light : {LightState::vacuum, LightState::thermal, LightState::cat})
    EXPECT_EQ(automatic(with(light, &Model::tunnelling)), Method::joint);
}

TEST(Method, IsTheOneAskedForByName) {
  for (const Method method : {Method::closed_form, Method::gaussian, Method::fock, Method::joint})
    EXPECT_EQ(method_of(method, with(LightState::vacuum)), method);
}

TEST(Method, TheFrameMovesWhereItMaySaveLevels) {
  Point pumped;
  pumped.segments = {{1.0, 2.0}};
  Point dark;
  dark.segments = {{1.0, 0.0}};
  Point kerr = pumped;
  kerr.parameters.model.kerr = 0.1;
  EXPECT_TRUE(moving_frame(Frame::automatic, pumped));
  EXPECT_FALSE(moving_frame(Frame::automatic, dark));
  EXPECT_FALSE(moving_frame(Frame::automatic, kerr));
  // Kerr light of 100 photons: the equation is longer, the laboratory's levels are many more.
  Point faint = kerr;
  faint.parameters.model.kappa = 1.0;
  faint.parameters.model.kerr = 0.01;
  faint.stop = 0.1;
  faint.segments = {{0.1, 100.0}};
  EXPECT_TRUE(moving_frame(Frame::automatic, faint));
  faint.parameters.model.kerr = 1.0;
  EXPECT_FALSE(moving_frame(Frame::automatic, faint))
      << "which the light does not keep its shape in";
  faint.parameters.model.kerr = 0.01;
  faint.segments = {{0.1, 50.0}};
  EXPECT_FALSE(moving_frame(Frame::automatic, faint)) << "of few levels in any frame";
  Point decayed = dark;
  decayed.stop = 20.0;
  decayed.parameters.model.kappa = 100.0;
  EXPECT_TRUE(moving_frame(Frame::automatic, decayed));
  dark.parameters.light.state = LightState::coherent;
  dark.parameters.light.alpha = 1.0;
  EXPECT_TRUE(moving_frame(Frame::automatic, dark));
  EXPECT_TRUE(moving_frame(Frame::moving, kerr));
  EXPECT_FALSE(moving_frame(Frame::laboratory, pumped));
}

}  // namespace
}  // namespace pairtwist
