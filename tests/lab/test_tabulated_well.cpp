// SPDX-License-Identifier: BSD-3-Clause
// Potentials that are tables, as they are measured: what is between their lines and beyond them,
// errors that cover the difference from the formula they are of, and tables that have no levels.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include "lab/constants.hpp"
#include "lab/tabulated_well.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::lab {
namespace {

constexpr double hertz = 2.0 * std::numbers::pi;
constexpr double hbar_over_m = hbar / (86.909180527 * atomic_mass_unit);
const double l = std::sqrt(hbar_over_m / (2000.0 * hertz));

/// V/h of the rubidium example, in Hz.
double quartic(double x) { return 2000.0 * std::pow(std::pow(x / 1.1e-6, 2) - 1.0, 2); }

/// Lines from 0 up to `end`, of `written` V; x and V/ħ times these factors.
TabulatedWell table(double apart, double end, const std::function<double(double)>& written,
                    double length = 1.0, double rate = 1.0) {
  std::vector<double> x, v;
  for (int i = 0; i * apart <= end; ++i) {
    x.push_back(length * i * apart);
    v.push_back(rate * hertz * written(i * apart));
  }
  return {PotentialTable(std::move(x), std::move(v)), "well.txt", "x in m and V/h in Hz"};
}

double in_whole_hertz(double x) { return std::round(quartic(x)); }

double to_four_digits(double x) {
  const double v = quartic(x);
  const double last = std::pow(10.0, std::floor(std::log10(std::max(v, 1e-9))) - 3.0);
  return last * std::round(v / last);
}

std::string refusal(const TabulatedWell& well) {
  try {
    solve_tabulated(well, hbar_over_m, l);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(PotentialTable, IsACubicWhereThePotentialIsOne) {
  const auto cubic = [](double x) { return 3.0 + x * x * (2.0 * x - 5.0); };
  std::vector<double> x = {0.0, 0.1, 0.35, 0.5, 0.8, 1.3, 1.4, 2.0, 2.5}, v;
  for (const double at : x) v.push_back(cubic(at));
  const PotentialTable spline(x, v);
  for (double at = 0.0; at < 2.5; at += 0.01) {
    EXPECT_NEAR(spline(at), cubic(at), 1e-12);
    EXPECT_EQ(spline(-at), spline(at));
  }
  // Beyond it the parabola of the last point.
  for (const double beyond : {0.1, 1.0, 10.0})
    EXPECT_NEAR(spline(2.5 + beyond), cubic(2.5) + beyond * (12.5 + 10.0 * beyond), 1e-9);
  // Without every second point a line goes on, from the same last point.
  const PotentialTable fewer = spline.with_fewer_points();
  EXPECT_EQ(fewer.x(), (std::vector<double>{0.0, 0.35, 0.8, 1.4, 2.5}));
  EXPECT_NEAR(fewer(3.5), cubic(2.5) + 12.5, 1e-9);
}

TEST(PotentialTable, HasNoKinks) {
  const TabulatedWell well = table(50e-9, 3.3e-6, in_whole_hertz);
  const PotentialTable& spline = well.potential;
  const double step = 1e-9;
  const auto curvature = [&](double x) {
    return (spline(x + step) - 2.0 * spline(x) + spline(x - step)) / (step * step);
  };
  for (std::size_t i = 1; i < spline.x().size(); ++i) {
    const double x = spline.x()[i], left = curvature(x - step), right = curvature(x + step);
    // Third derivatives are finite.
    EXPECT_LT(std::abs(right - left), 0.1 * (std::abs(left) + 2e15 * hertz)) << x;
  }
}

TEST(PotentialTable, FallsNoFurtherBeyondItsEnd) {
  const PotentialTable falling({0, 1, 2, 3, 4}, {0, 3, 4, 3, 0});
  EXPECT_EQ(falling(4.0), 0.0);
  EXPECT_EQ(falling(9.0), 0.0);
  const PotentialTable flattening({0, 1, 2, 3, 4}, {0, 1, 3, 4.8, 6.2});
  EXPECT_GT(flattening(5.0), 6.2);
  EXPECT_NEAR(flattening(6.0) - flattening(5.0), flattening(5.0) - flattening(4.0), 1e-12);
}

/// As measured tables are: few lines, few digits, an end where the levels have hardly died out.
TEST(TabulatedWell, HasErrorsThatCoverItsOwn) {
  const WellStates exact =
      solve_well([](double x) { return hertz * quartic(x); }, hbar_over_m, 2.2e-6);
  struct Case {
    const char* name;
    TabulatedWell well;
    double at_most;  ///< its error of levels
  };
  const Case cases[] = {
      {"lines 10 nm apart", table(10e-9, 3.3e-6, quartic), 2e-8},
      {"lines 50 nm apart", table(50e-9, 3.3e-6, quartic), 1e-5},
      {"lines 100 nm apart", table(100e-9, 3.3e-6, quartic), 2e-4},
      {"12 lines", table(300e-9, 3.3e-6, quartic), 2e-2},
      {"whole Hz", table(10e-9, 3.3e-6, in_whole_hertz), 2e-4},
      {"whole Hz, lines 1 nm apart", table(1e-9, 3.3e-6, in_whole_hertz), 2e-4},
      {"four digits", table(10e-9, 3.3e-6, to_four_digits), 1e-4},
      {"a table that ends soon", table(10e-9, 1.8e-6, quartic), 2e-4},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const WellStates found = solve_tabulated(each.well, hbar_over_m, l);
    const Apart by = apart(found, exact);
    EXPECT_LT(by.levels, 3.0 * found.error);
    EXPECT_LT(by.splitting, 3.0 * found.splitting_error);
    EXPECT_LT(by.density, 3.0 * found.density_error);
    EXPECT_LT(found.error, each.at_most);
    EXPECT_LT(found.splitting_error, 0.1 * (found.energy[1] - found.energy[0]));
  }
}

/// V that goes to a finite height far away, as that of a beam of light.
TEST(TabulatedWell, MayEndOnALevelGround) {
  const auto beams = [](double x) {
    return 8000.0 * std::exp(-x * x / 0.32e-12) + 4000.0 * (1.0 - std::exp(-x * x / 4.5e-12));
  };
  const WellStates exact =
      solve_well([&](double x) { return hertz * beams(x); }, hbar_over_m, 3.3e-6);
  const WellStates found = solve_tabulated(table(20e-9, 8e-6, beams), hbar_over_m, l);
  EXPECT_LT(apart(found, exact).levels, 1e-6);
  EXPECT_LT(found.error, 1e-5);
}

TEST(TabulatedWell, SaysWhatMakesItHaveNoLevels) {
  const auto has = [](const TabulatedWell& well, const std::vector<std::string>& parts) {
    const std::string said = refusal(well);
    for (const std::string& part : parts)
      EXPECT_NE(said.find(part), std::string::npos) << part << " in: " << said;
  };
  const std::string end =
      "allowed: a table that goes on until V is far above the third level; "
      "trap.table_units says that it has x in m and V/h in Hz";
  // In micrometres.
  has(table(10e-9, 3.3e-6, quartic, 1e6),
      {"well.txt: around the minimum at x = 1.1 m", "the lines of the table are 0.01 m",
       "wide, allowed: lines about as near each other"});
  // In joule.
  has(table(10e-9, 3.3e-6, quartic, 1.0, 6.626e-34),
      {"the table ends at x = 3.3e-06 m (13.7 l), where V is 8.481e-29 Hz", end});
  // In kHz.
  has(table(10e-9, 3.3e-6, quartic, 1.0, 1e-3),
      {"where V is 128 Hz (0.064 omega) above its minimum, and the third level is 111.", end});
  // Too short, by a little and by so much that there is no minimum.
  has(table(10e-9, 1.495e-6, quartic), {"where V is 1394 Hz", "the third level is 1600 Hz", end});
  has(table(10e-9, 0.9e-6, quartic), {"where V is 0 Hz", "even its lowest level is higher", end});
  // Noise that is all there is.
  has(table(50e-9, 3.3e-6,
            [](double x) { return quartic(x) + 4000.0 * std::cos(std::round(x / 50e-9) * 2.5); }),
      {"without every second line of the table its levels change by", "allowed: less than 0.1"});
}

}  // namespace
}  // namespace pairtwist::lab
