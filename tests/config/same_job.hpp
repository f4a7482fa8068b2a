// SPDX-License-Identifier: BSD-3-Clause
// Are two jobs the same, to the last bit of every number? (Where the config text came from is not
// part of it.)
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <complex>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "pairtwist/job.hpp"

namespace pairtwist::config_test {

inline std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }
inline auto bits(std::complex<double> value) {
  return std::pair(bits(value.real()), bits(value.imag()));
}
inline auto bits(const std::optional<double>& value) {
  return std::pair(value.has_value(), bits(value.value_or(0.0)));
}
inline std::vector<std::uint64_t> bits(const std::vector<double>& values) {
  std::vector<std::uint64_t> all;
  for (const double value : values) all.push_back(bits(value));
  return all;
}

inline auto model_bits(const Model& m) {
  return std::tuple(m.atoms, bits(m.U), bits(m.W0), bits(m.detuning), bits(m.eta), bits(m.kappa),
                    bits(m.kappa_tau_Q), bits(m.tunnelling), bits(m.thermal_photons), bits(m.kerr),
                    bits(m.two_photon_loss), bits(m.dephasing), bits(m.tilt), bits(m.transverse));
}
inline auto light_bits(const Light& l) {
  return std::tuple(l.state, bits(l.alpha), bits(l.n), bits(l.r), bits(l.angle), bits(l.parity),
                    l.file);
}
inline auto atoms_bits(const Atoms& a) {
  return std::tuple(a.state, bits(a.theta), bits(a.phi), bits(a.m), a.file);
}

inline void expect_same(const Job& a, const Job& b) {
  EXPECT_EQ(a.title, b.title);
  EXPECT_EQ(a.rate_unit, b.rate_unit);
  EXPECT_TRUE(model_bits(a.base.model) == model_bits(b.base.model));
  EXPECT_TRUE(light_bits(a.base.light) == light_bits(b.base.light));
  EXPECT_TRUE(atoms_bits(a.base.atoms) == atoms_bits(b.base.atoms));

  EXPECT_EQ(bits(a.base.pump.switch_off), bits(b.base.pump.switch_off));
  EXPECT_EQ(a.base.pump.switch_off_at_max_qfi, b.base.pump.switch_off_at_max_qfi);
  ASSERT_EQ(a.base.pump.segments.size(), b.base.pump.segments.size());
  for (std::size_t i = 0; i < a.base.pump.segments.size(); ++i) {
    EXPECT_EQ(bits(a.base.pump.segments[i].until), bits(b.base.pump.segments[i].until));
    EXPECT_EQ(bits(a.base.pump.segments[i].eta), bits(b.base.pump.segments[i].eta));
    EXPECT_EQ(bits(a.base.pump.segments[i].transverse), bits(b.base.pump.segments[i].transverse));
  }

  EXPECT_EQ(bits(a.base.pump.factor), bits(b.base.pump.factor));
  EXPECT_EQ(bits(a.base.time_stop), bits(b.base.time_stop));
  EXPECT_EQ(bits(a.time.values), bits(b.time.values));
  EXPECT_EQ(a.time.samples, b.time.samples);
  EXPECT_EQ(a.time.spacing, b.time.spacing);
  EXPECT_EQ(a.time.start_added, b.time.start_added);
  EXPECT_EQ(a.time.unit, b.time.unit);

  EXPECT_EQ(a.scan.mode, b.scan.mode);
  ASSERT_EQ(a.scan.axes.size(), b.scan.axes.size());
  for (std::size_t i = 0; i < a.scan.axes.size(); ++i) {
    EXPECT_EQ(a.scan.axes[i].key, b.scan.axes[i].key);
    EXPECT_EQ(a.scan.axes[i].spacing, b.scan.axes[i].spacing);
    EXPECT_EQ(bits(a.scan.axes[i].values), bits(b.scan.axes[i].values));
    EXPECT_EQ(a.scan.axes[i].words, b.scan.axes[i].words);
  }

  const auto solve = [](const SolveSpec& s) {
    return std::tuple(s.method, s.backend, s.frame, bits(s.tolerance), s.cutoff, s.cutoff_exact,
                      s.trajectories, s.seed, bits(s.max_seconds));
  };
  EXPECT_TRUE(solve(a.solve) == solve(b.solve));

  EXPECT_EQ(a.output.quantities, b.output.quantities);
  EXPECT_EQ(a.output.over_time, b.output.over_time);
  EXPECT_EQ(bits(a.output.part_seconds), bits(b.output.part_seconds));
  EXPECT_EQ(a.output.photons_max, b.output.photons_max);
  EXPECT_EQ(bits(a.output.angles.values), bits(b.output.angles.values));
  EXPECT_EQ(a.output.angles.spacing, b.output.angles.spacing);
  EXPECT_EQ(a.output.husimi_grid.theta, b.output.husimi_grid.theta);
  EXPECT_EQ(a.output.husimi_grid.phi, b.output.husimi_grid.phi);
  ASSERT_EQ(a.output.events.size(), b.output.events.size());
  for (std::size_t i = 0; i < a.output.events.size(); ++i) {
    EXPECT_EQ(a.output.events[i].name, b.output.events[i].name);
    EXPECT_EQ(a.output.events[i].quantity, b.output.events[i].quantity);
    EXPECT_EQ(bits(a.output.events[i].level), bits(b.output.events[i].level));
    EXPECT_EQ(a.output.events[i].scale, b.output.events[i].scale);
    EXPECT_EQ(a.output.events[i].below, b.output.events[i].below);
    EXPECT_EQ(a.output.events[i].label, b.output.events[i].label);
  }
}

}  // namespace pairtwist::config_test
