// SPDX-License-Identifier: BSD-3-Clause
// Names, dimensions, units and attributes of a result file for every kind of scan.
#include <gtest/gtest.h>

#include <algorithm>

#include "io_support.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {
namespace {

using io_test::axis;
using io_test::small_job;

ResultLayout layout_of(const Job& job) { return result_layout(job, Scan(job)); }

const Variable* find_variable(const ResultLayout& layout, const std::string& name) {
  const auto found = std::ranges::find(layout.variables, name, &Variable::name);
  return found == layout.variables.end() ? nullptr : &*found;
}

std::vector<std::string> variable_names(const ResultLayout& layout) {
  std::vector<std::string> names;
  for (const Variable& variable : layout.variables) names.push_back(variable.name);
  return names;
}

std::vector<std::string> axis_names(const ResultLayout& layout) {
  std::vector<std::string> names;
  for (const Dimension& dimension : layout.point_dimensions) names.push_back(dimension.name);
  return names;
}

using Names = std::vector<std::string>;

TEST(ResultLayout, OnePointHasOnlyTime) {
  const ResultLayout layout = layout_of(small_job());
  EXPECT_TRUE(layout.point_dimensions.empty());
  EXPECT_EQ(layout.points(), 1u);
  ASSERT_EQ(layout.dimensions.size(), 1u);
  EXPECT_EQ(layout.dimensions[0].name, "time");
  EXPECT_EQ(layout.dimensions[0].size(), 5u);
  EXPECT_EQ(layout.dimensions[0].attributes.at("spacing"), "linear");
  EXPECT_EQ(variable_names(layout),
            (Names{"qfi", "qfi_status", "tau_Q", "kappa", "status", "method", "cutoff",
                   "tail_population", "error_estimate", "runtime"}));
  EXPECT_EQ(layout.row_size(layout.variables[0]), 5u);
  EXPECT_EQ(layout.row_size(layout.variables[1]), 5u);
  EXPECT_EQ(layout.row_size(layout.variables[2]), 1u);
  EXPECT_FALSE(layout.attributes.contains("final_time"));
}

TEST(ResultLayout, GridAxesAreNamedAfterTheLastPartOfTheirKeys) {
  Job job = small_job();
  job.rate_unit = "kHz";
  job.scan.axes = {axis("model.eta.abs", {1.0, 10.0, 100.0}, Spacing::logarithmic),
                   axis("model.kappa", {0.0, 0.5}, Spacing::linear)};
  const ResultLayout layout = layout_of(job);
  EXPECT_EQ(axis_names(layout), (Names{"abs", "kappa"}));
  EXPECT_EQ(layout.points(), 6u);
  const Dimension& eta = layout.point_dimensions[0];
  EXPECT_EQ(eta.values, (std::vector<double>{1.0, 10.0, 100.0}));
  EXPECT_EQ(eta.attributes.at("key"), "model.eta.abs");
  EXPECT_EQ(eta.attributes.at("spacing"), "log");
  EXPECT_EQ(eta.attributes.at("units"), "kHz");
  EXPECT_EQ(layout.point_dimensions[1].attributes.at("spacing"), "linear");
  EXPECT_EQ(find_variable(layout, "kappa"), nullptr) << "the coordinate is the record";
  EXPECT_EQ(find_variable(layout, "tau_Q")->attributes.at("units"), "1/kHz");
  EXPECT_EQ(layout.dimensions[0].attributes.at("units"), "1/kHz");
}

TEST(ResultLayout, LossInUnitsOfTauQKeepsTheResolvedKappa) {
  Job job = small_job();
  job.scan.axes = {axis("model.kappa_tau_Q", {0.0, 1.0})};
  const ResultLayout layout = layout_of(job);
  EXPECT_EQ(axis_names(layout), (Names{"kappa_tau_Q"}));
  EXPECT_EQ(layout.point_dimensions[0].attributes.at("units"), "1");
  ASSERT_NE(find_variable(layout, "kappa"), nullptr);
}

TEST(ResultLayout, ATakenNameGivesWayToTheWholeKey) {
  Job job = small_job();
  job.base.atoms.state = AtomsState::dicke;
  job.base.light.state = LightState::coherent;
  job.base.light.alpha = 1.0;
  job.output.events = {{"U", "qfi", 1.0, EventScale::one}};
  job.scan.axes = {axis("atoms.m", {-0.5, 0.5}), axis("model.eta.abs", {1.0, 2.0}),
                   axis("light.alpha.abs", {1.0, 2.0}), axis("model.U", {1.0, 2.0})};
  EXPECT_EQ(axis_names(layout_of(job)),
            (Names{"atoms_m", "model_eta_abs", "light_alpha_abs", "model_U"}));
}

TEST(ResultLayout, ZipHasThePointDimensionAndCoordinatesAlongIt) {
  Job job = small_job();
  job.scan.mode = ScanMode::zip;
  job.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0}), axis("model.eta", {1.0, 2.0, 3.0})};
  const ResultLayout layout = layout_of(job);
  EXPECT_EQ(axis_names(layout), (Names{"point"}));
  EXPECT_EQ(layout.point_dimensions[0].values, (std::vector<double>{0.0, 1.0, 2.0}));
  ASSERT_EQ(layout.coordinates.size(), 2u);
  EXPECT_EQ(layout.coordinates[0].name, "kappa");
  EXPECT_EQ(layout.coordinates[1].name, "eta");
  EXPECT_EQ(layout.coordinates[1].attributes.at("key"), "model.eta");
  EXPECT_EQ(layout.coordinate_values[1], (std::vector<double>{1.0, 2.0, 3.0}));
  EXPECT_EQ(find_variable(layout, "kappa"), nullptr);
  for (const Variable& variable : layout.variables) {
    EXPECT_EQ(variable.attributes.at("coordinates"), "kappa eta") << variable.name;
  }
}

TEST(ResultLayout, RhoSpansTheUnionOfAllM) {
  Job job = small_job();
  job.output.quantities = {"rho"};
  EXPECT_EQ(layout_of(job).find_dimension("m")->values,
            (std::vector<double>{-1.5, -0.5, 0.5, 1.5}));

  job.scan.axes = {axis("model.atoms", {1, 2, 4, 3})};
  const ResultLayout layout = layout_of(job);
  const std::vector<double> expected = {-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2};
  EXPECT_EQ(layout.find_dimension("m")->values, expected);
  EXPECT_EQ(layout.find_dimension("m_prime")->values, expected);
  const Variable& re = *find_variable(layout, "rho_re");
  EXPECT_EQ(re.extra, (Names{"m", "m_prime"}));
  EXPECT_EQ(layout.row_size(re), 5u * 81u);
  EXPECT_NE(re.attributes.at("long_name"),
            find_variable(layout, "rho_im")->attributes.at("long_name"));
}

TEST(ResultLayout, SpinHasLabelledComponents) {
  Job job = small_job();
  job.output.quantities = {"spin_mean"};
  const ResultLayout layout = layout_of(job);
  EXPECT_EQ(layout.find_dimension("component")->labels, (Names{"x", "y", "z"}));
  EXPECT_EQ(layout.row_size(layout.variables[0]), 15u);
}

TEST(ResultLayout, PhotonNumbersRunFromZero) {
  Job job = small_job();
  job.output.quantities = {"photon_distribution", "rho"};
  job.output.photons_max = 3;
  const ResultLayout layout = layout_of(job);
  const Dimension& photons = *layout.find_dimension("photons");
  EXPECT_EQ(photons.values, (std::vector<double>{0.0, 1.0, 2.0, 3.0}));
  EXPECT_EQ(photons.attributes.at("symbol"), "$n$");
  EXPECT_EQ(photons.attributes.at("units"), "1");
  EXPECT_EQ(layout.variables[0].extra, (Names{"photons"}));
  EXPECT_EQ(layout.row_size(layout.variables[0]), 20u);

  job.output.quantities = {"rho"};
  EXPECT_EQ(layout_of(job).find_dimension("photons"), nullptr);
}

TEST(ResultLayout, ExtremaHaveNoTimeDimension) {
  Job job = small_job();
  job.rate_unit = "1/ms";
  job.output.over_time = OverTime::extrema;
  const ResultLayout layout = layout_of(job);
  EXPECT_TRUE(layout.dimensions.empty());
  const Names names = variable_names(layout);
  EXPECT_EQ(Names(names.begin(), names.begin() + 7),
            (Names{"qfi_max", "qfi_max_time", "qfi_max_place", "qfi_min", "qfi_min_time",
                   "qfi_min_place", "qfi_final"}));
  EXPECT_EQ(find_variable(layout, "qfi_max_place")->attributes.at("flag_meanings"),
            "none inside start end lost");
  EXPECT_EQ(find_variable(layout, "qfi_max_time")->attributes.at("units"), "ms");
  for (const Variable& variable : layout.variables) EXPECT_EQ(layout.row_size(variable), 1u);

  job.output.quantities = {"spin_mean"};
  const std::string message = io_test::message_of<UsageError>([&] { layout_of(job); });
  EXPECT_NE(message.find("spin_mean"), std::string::npos) << message;
}

TEST(ResultLayout, FinalSaysItsTime) {
  Job job = small_job();
  job.output.over_time = OverTime::final;
  const ResultLayout layout = layout_of(job);
  EXPECT_EQ(layout.attributes.at("final_time"), "1");
  EXPECT_FALSE(layout.variables[0].over_time);
  EXPECT_EQ(layout.find_dimension("time"), nullptr);
}

TEST(ResultLayout, EventsAreAbsoluteTimes) {
  Job job = small_job();
  job.rate_unit = "kHz";
  job.time.unit = TimeUnit::tau_Q;
  job.output.events = {{"t45", "qfi", 0.45, EventScale::N_squared}};
  const ResultLayout layout = layout_of(job);
  const Variable& event = *find_variable(layout, "t45");
  EXPECT_EQ(event.attributes.at("units"), "1/kHz");
  EXPECT_NE(event.attributes.at("long_name").find("qfi >= 0.45 N^2"), std::string::npos);
  EXPECT_EQ(layout.find_dimension("time")->attributes.at("units"), "tau_Q");
  EXPECT_NE(find_variable(layout, "time_scale"), nullptr);
}

TEST(ResultLayout, AScannedStopHasItsTimeScale) {
  Job job = small_job();
  job.scan.axes = {axis("time.stop", {1.0, 2.0})};
  const ResultLayout layout = layout_of(job);
  EXPECT_NE(find_variable(layout, "time_scale"), nullptr);
  EXPECT_EQ(layout.find_dimension("time")->attributes.at("units"), "time.stop");
  EXPECT_EQ(layout.find_dimension("time")->values.back(), 1.0);
}

TEST(ResultLayout, EventNamesMustBeFreeAndPlain) {
  for (const char* name : {"status", "qfi", "time", "kappa", "a/b", "", "t 45", "é"}) {
    Job job = small_job();
    job.output.events = {{name, "qfi", 1.0, EventScale::one}};
    const std::string message = io_test::message_of<UsageError>([&] { layout_of(job); });
    EXPECT_NE(message.find("\"" + std::string(name) + "\""), std::string::npos) << message;
  }
}

TEST(ResultLayout, NoUnitsThatXarrayTakesForACalendarTime) {
  for (const char* unit : {"seconds", "1/seconds", "days", "photons since noon"}) {
    Job job = small_job();
    job.rate_unit = unit;
    const std::string message = io_test::message_of<UsageError>([&] { layout_of(job); });
    EXPECT_NE(message.find(unit), std::string::npos) << message;
  }
  for (const auto& [rate, time] : std::vector<std::pair<std::string, std::string>>{
           {"1", "1"}, {"kHz", "1/kHz"}, {"1/s", "s"}, {"2 pi kHz", "1/(2 pi kHz)"}}) {
    Job job = small_job();
    job.rate_unit = rate;
    EXPECT_EQ(layout_of(job).find_dimension("time")->attributes.at("units"), time);
  }
}

TEST(ResultLayout, EveryQuantityAndEventHasAStatusOfItsValues) {
  Job job = small_job();
  job.output.quantities = {"qfi", "rho", "spin_mean"};
  job.output.events = {{.name = "t45", .quantity = "qfi", .level = 0.45}};
  for (const OverTime over_time : {OverTime::all, OverTime::final}) {
    job.output.over_time = over_time;
    const ResultLayout layout = layout_of(job);
    for (const std::string name : {"qfi", "rho", "spin_mean", "t45"}) {
      const Variable& status = *find_variable(layout, name + "_status");
      EXPECT_EQ(status.type, DataType::int8);
      EXPECT_TRUE(status.extra.empty());
      EXPECT_EQ(status.over_time, over_time == OverTime::all && name != "t45") << name;
    }
    for (const std::string name : {"qfi", "rho_re", "rho_im", "spin_mean", "t45"})
      EXPECT_EQ(find_variable(layout, name)->attributes.at("ancillary_variables"),
                name.substr(0, name.starts_with("rho") ? 3 : name.size()) + "_status");
  }
  job.output.quantities = {"qfi"};
  job.output.over_time = OverTime::extrema;
  const ResultLayout layout = layout_of(job);
  EXPECT_FALSE(find_variable(layout, "qfi_status")->over_time);
  EXPECT_EQ(find_variable(layout, "qfi_max_time")->attributes.at("ancillary_variables"),
            "qfi_max_place qfi_status");
}

TEST(ResultLayout, FlagsNameEveryStatus) {
  const ResultLayout layout = layout_of(small_job());
  const Variable& status = *find_variable(layout, "status");
  EXPECT_EQ(status.type, DataType::int8);
  EXPECT_EQ(status.flag_values, (std::vector<std::int8_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 10}));
  EXPECT_EQ(status.attributes.at("flag_meanings"),
            "good not_converged below_precision diverged out_of_memory no_maximum partly undefined "
            "too_small few_photons");
  EXPECT_EQ(find_variable(layout, "qfi_status")->attributes.at("flag_meanings"),
            status.attributes.at("flag_meanings"));
  const Variable& method = *find_variable(layout, "method");
  EXPECT_EQ(
      method.flag_values,
      (std::vector<std::int8_t>{
          static_cast<std::int8_t>(Method::closed_form), static_cast<std::int8_t>(Method::gaussian),
          static_cast<std::int8_t>(Method::fock), static_cast<std::int8_t>(Method::joint)}));
  EXPECT_EQ(method.attributes.at("flag_meanings"), "closed_form gaussian fock joint");
}

TEST(ResultLayout, EveryQuantityOfTheRegistryHasItsVariables) {
  for (const Quantity& quantity : quantities()) {
    Job job = small_job();
    job.output.quantities = {std::string(quantity.name)};
    job.output.angles.values = {0.5, 1.0};
    // The layout does not ask whether this model has the quantity; the scan would.
    const ResultLayout layout = result_layout(job, Scan(small_job()));
    for (std::size_t i = 0; i < quantity.variables.size(); ++i) {
      const Variable& variable = layout.variables[i];
      EXPECT_EQ(variable.name, quantity.variables[i]);
      EXPECT_TRUE(variable.over_time);
      EXPECT_EQ(variable.extra.empty(), quantity.scalar());
      EXPECT_EQ(variable.attributes.at("units"), "1");
      EXPECT_NE(variable.attributes.at("long_name").find(quantity.long_name), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace pairtwist
