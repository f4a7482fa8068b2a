// SPDX-License-Identifier: BSD-3-Clause
// What a file says of what it lacks: counts, places, words.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "io/losses.hpp"
#include "io/lost_extrema.hpp"
#include "io/provenance.hpp"
#include "io/result_reader.hpp"
#include "io/result_variables.hpp"
#include "io/result_writer.hpp"
#include "io/row_blocks.hpp"
#include "io/timed_out.hpp"
#include "io_support.hpp"

namespace pairtwist {
namespace {

using io_test::axis;
using io_test::small_job;
using io_test::TempFolder;

/// Rows of which the caller sets some flags; five times, 0 ... 1.
class Losses : public ::testing::Test {
 protected:
  void write(const Job& job) {
    ResultLayout layout = result_layout(job, Scan(job));
    layout.attributes.merge(provenance_attributes(job, {"cpu", "a processor", "avx2"}));
    RowBlock rows = blank_rows(layout, 0, layout.points());
    for (const auto& [name, at, status] : set_)
      std::get<std::vector<std::int8_t>>(rows.columns[layout.index_of(name)]).at(at) =
          static_cast<std::int8_t>(status);
    for (std::size_t p = 0; p < cutoffs_.size(); ++p)
      std::get<std::vector<std::int32_t>>(rows.columns[layout.index_of("cutoff")])[p] = cutoffs_[p];
    ResultWriter writer(path_, layout, {});
    writer.write(rows);
    writer.finish();
  }
  void set(const std::string& name, std::size_t at, Status status) {
    set_.push_back({name, at, status});
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> found;
    for (const Loss& loss : read_losses(path_)) found.push_back(loss_text(loss));
    return found;
  }

  struct Flag {
    std::string name;
    std::size_t at;
    Status status;
  };
  TempFolder folder_;
  std::string path_ = folder_.file("result.h5");
  std::vector<Flag> set_;
  std::vector<std::int32_t> cutoffs_;
};

Job job_with(std::vector<std::string> quantities) {
  Job job = small_job();
  job.output.quantities = std::move(quantities);
  return job;
}

TEST_F(Losses, OfOnePointAreSamples) {
  for (const std::size_t k : {1, 2}) set("bell_status", k, Status::too_small);
  for (const std::size_t k : {3, 4}) set("squeezing_wineland_status", k, Status::below_precision);
  set("g2_status", 0, Status::undefined);
  for (const std::size_t k : {1, 3}) set("qfi_status", k, Status::not_converged);
  for (std::size_t k = 0; k < 5; ++k) set("rho_status", k, Status::diverged);
  for (std::size_t k = 0; k < 5; ++k) set("purity_status", k, Status::missing);
  write(job_with({"bell", "squeezing_wineland", "g2", "qfi", "rho", "purity"}));
  const double step = Scan(small_job()).time()[1];
  EXPECT_EQ(
      texts(),
      (std::vector<std::string>{
          fmt::format("bell: 2 of 5 samples too small to resolve, t <= {:g}", 2 * step),
          fmt::format("squeezing_wineland: 2 of 5 samples lost to rounding, t >= {:g}", 3 * step),
          "g2: 1 of 5 samples undefined, t = 0",
          fmt::format("qfi: 2 of 5 samples did not converge, t <= {:g}", 3 * step),
          "rho: 5 of 5 samples beyond double precision, at all times",
          "purity: 5 of 5 samples not solved, at all times"}));
}

TEST_F(Losses, AreAtAllTimesOnlyWhereNoSampleIsLeft) {
  for (const std::size_t k : {1, 2, 3, 4}) set("bell_status", k, Status::below_precision);
  for (const std::size_t k : {1, 4}) set("qfi_status", k, Status::below_precision);
  for (const std::size_t k : {0, 1, 4}) set("purity_status", k, Status::below_precision);
  write(job_with({"bell", "qfi", "purity"}));
  const std::vector<double> times = Scan(small_job()).time();
  EXPECT_EQ(texts(),
            (std::vector<std::string>{
                "bell: 4 of 5 samples lost to rounding, at all times but t = 0",
                fmt::format("qfi: 2 of 5 samples lost to rounding, between t = {:g} and {:g}",
                            times[1], times[4]),
                fmt::format("purity: 3 of 5 samples lost to rounding, between t = 0 and {:g}",
                            times[4])}));
}

TEST_F(Losses, OfAScanAreCountedByReasonAndPoint) {
  Job job = job_with({"qfi"});
  job.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0}), axis("model.eta", {1.0, 2.0})};
  set("qfi_status", 0, Status::below_precision);
  set("qfi_status", 7, Status::not_converged);
  set("qfi_status", 8, Status::not_converged);
  set("qfi_status", 28, Status::not_converged);
  set("status", 1, Status::partly);
  set("status", 5, Status::partly);
  write(job);
  const std::vector<Loss> losses = read_losses(path_);
  ASSERT_EQ(losses.size(), 2u);
  EXPECT_EQ(losses[0].why, Status::not_converged);
  EXPECT_EQ(losses[0].values, 3u);
  EXPECT_EQ(losses[0].all_values, 30u);
  EXPECT_EQ(losses[0].points, 2u);
  EXPECT_EQ(losses[1].why, Status::below_precision);
  EXPECT_NE(loss_text(losses[0]).find("3 of 30 samples did not converge, at 2 of 6 points"),
            std::string::npos);

  // The first point says that it is good, and lacks something all the same.
  std::vector<FailedPoint> failed = read_failed_points(path_);
  ASSERT_EQ(failed.size(), 3u);
  EXPECT_EQ(failed[0].index, 0u);
  EXPECT_EQ(failed[0].status, Status::good);
  EXPECT_EQ(failed[0].losses.size(), 1u);
  failed.erase(failed.begin());
  EXPECT_EQ(failed[1].index, 5u);
  EXPECT_EQ(failed[1].parameters,
            (std::vector<std::pair<std::string, std::string>>{{"kappa", "1"}, {"eta", "2"}}));
  ASSERT_EQ(failed[0].losses.size(), 1u);
  EXPECT_EQ(failed[0].losses[0].values, 2u);
  EXPECT_NE(failed_points_text(failed).find("point 5, kappa = 1, eta = 2: partly\n    qfi: 1 of 5"),
            std::string::npos);
  const auto json = nlohmann::json::parse(failed_points_json(failed));
  EXPECT_EQ(json[0]["parameters"]["eta"], "2");
  EXPECT_EQ(json[0]["losses"][0]["status"], "not_converged");
}

TEST_F(Losses, OfAZipHaveItsKeys) {
  Job job = job_with({"qfi"});
  job.scan.mode = ScanMode::zip;
  job.output.over_time = OverTime::final;
  job.scan.axes = {axis("model.kappa", {0.0, 0.5}), axis("model.eta", {1.0, 2.0})};
  set("status", 1, Status::diverged);
  set("qfi_status", 1, Status::diverged);
  write(job);
  EXPECT_EQ(texts(), std::vector<std::string>{"qfi: 1 of 2 points beyond double precision"});
  const std::vector<FailedPoint> failed = read_failed_points(path_);
  ASSERT_EQ(failed.size(), 1u);
  EXPECT_EQ(failed[0].parameters,
            (std::vector<std::pair<std::string, std::string>>{{"kappa", "0.5"}, {"eta", "2"}}));
  EXPECT_EQ(loss_text(failed[0].losses.at(0)), "qfi: beyond double precision");
}

TEST_F(Losses, ThereAreNoneWhereAllIsGood) {
  write(job_with({"qfi", "bell"}));
  EXPECT_TRUE(read_losses(path_).empty());
  EXPECT_TRUE(read_failed_points(path_).empty());
}

TEST_F(Losses, OfExtremaAreToldByTheirPlace) {
  Job job = job_with({"qfi", "purity"});
  job.output.over_time = OverTime::extrema;
  job.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0})};
  const auto place = [&](const std::string& of, std::size_t at, ExtremumPlace where) {
    set(of + std::string(place_suffix), at, static_cast<Status>(where));
  };
  place("qfi_max", 0, ExtremumPlace::lost);
  place("qfi_max", 1, ExtremumPlace::end);
  place("qfi_max", 2, ExtremumPlace::lost);
  place("purity_min", 1, ExtremumPlace::lost);
  write(job);
  const std::vector<LostExtremum> lost = read_lost_extrema(path_);
  ASSERT_EQ(lost.size(), 2u);
  EXPECT_EQ(
      lost_extremum_text(lost[0]),
      "qfi_max: 2 of 3 points lost, since values that were lost, or at a pole, may be larger");
  EXPECT_EQ(
      lost_extremum_text(lost[1]),
      "purity_min: 1 of 3 points lost, since values that were lost, or at a pole, may be smaller");
  EXPECT_EQ(lost_extrema_json(lost)[0]["of_points"], 3);
  EXPECT_TRUE(read_losses(path_).empty());
  // Each of them lacks a value, though its status is good.
  const std::vector<FailedPoint> failed = read_failed_points(path_);
  EXPECT_EQ(failed_points_text(failed),
            "  point 0, kappa = 0: good\n"
            "    qfi_max: lost, since values that were lost, or at a pole, may be larger\n"
            "  point 1, kappa = 0.5: good\n"
            "    purity_min: lost, since values that were lost, or at a pole, may be smaller\n"
            "  point 2, kappa = 1: good\n"
            "    qfi_max: lost, since values that were lost, or at a pole, may be larger\n");
  EXPECT_EQ(nlohmann::json::parse(failed_points_json(failed))[1]["lost_extrema"][0], "purity_min");
}

TEST_F(Losses, ForLackOfPhotonLevelsSayWhichLimitThatIs) {
  Job job = job_with({"qfi"});
  job.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0, 1.5, 2.0})};
  cutoffs_ = {1024, 900, 900, 1024, 500};
  for (const std::size_t p : {0, 1, 2, 4}) set("status", p, Status::not_converged);
  const auto of = [&](std::size_t p, Method method) {
    set("method", p, static_cast<Status>(method));
  };
  of(0, Method::joint);
  of(1, Method::joint);  // more levels there could have been: something else it was
  of(2, Method::fock);
  of(3, Method::joint);
  of(4, Method::fock);
  write(job);
  const std::string lost = what_is_lost(path_).back();
  EXPECT_EQ(lost,
            "2 of 5 points did not converge on 1024 photon levels, the most that it may have "
            "(solve.cutoff); fewer photons would help: a weaker pump, less time, more loss; or "
            "another solve.frame");
  EXPECT_NE(summary_text(read_result_summary(path_)).find(lost), std::string::npos);
  const std::vector<FailedPoint> failed = read_failed_points(path_);
  ASSERT_EQ(failed.size(), 4u);
  EXPECT_EQ(failed[0].reason,
            "1024 of 1024 photon levels, the most that it may have (solve.cutoff); fewer photons "
            "would help: a weaker pump, less time, more loss");
  EXPECT_EQ(failed[1].reason, "");
  EXPECT_NE(failed[2].reason, "");
  EXPECT_EQ(failed[3].reason, "");
  EXPECT_NE(failed_points_text(failed).find("\n    1024 of 1024 photon levels"), std::string::npos);
}

TEST_F(Losses, ForLackOfPhotonLevelsThatWereChosenSayWhatToRaise) {
  Job job = job_with({"qfi"});
  set("status", 0, Status::not_converged);
  set("method", 0, static_cast<Status>(Method::joint));
  cutoffs_ = {60};
  job.solve.cutoff = 60;
  write(job);
  EXPECT_EQ(what_is_lost(path_).back(),
            "it did not converge on 60 photon levels, the most that it may have (solve.cutoff); a "
            "larger solve.cutoff would help, up to 1024");
  job.solve.cutoff.reset();
  job.solve.cutoff_exact = 60;
  std::filesystem::remove(path_);
  write(job);
  EXPECT_EQ(what_is_lost(path_).back(),
            "it did not converge on 60 photon levels, not enough (solve.cutoff_exact); a larger "
            "solve.cutoff_exact, or none, would help");
}

/// A point that has other values has the same way out.
TEST_F(Losses, ForLackOfPhotonLevelsOfSomeValuesSayWhatToRaise) {
  Job job = job_with({"qfi", "g2"});
  set("status", 0, Status::partly);
  set("method", 0, static_cast<Status>(Method::joint));
  for (const std::size_t k : {3, 4}) set("g2_status", k, Status::not_converged);
  cutoffs_ = {60};
  job.solve.cutoff_exact = 60;
  write(job);
  EXPECT_EQ(what_is_lost(path_).back(),
            "it did not converge throughout on 60 photon levels, not enough (solve.cutoff_exact); "
            "a larger solve.cutoff_exact, or none, would help");
  EXPECT_EQ(read_failed_points(path_)[0].reason,
            "60 of 60 photon levels, not enough (solve.cutoff_exact); a larger solve.cutoff_exact, "
            "or none, would help");
  // Lost for another reason.
  for (const std::size_t k : {3, 4}) set("g2_status", k, Status::below_precision);
  std::filesystem::remove(path_);
  write(job);
  for (const std::string& sentence : what_is_lost(path_))
    EXPECT_EQ(sentence.find("photon levels"), std::string::npos) << sentence;
}

/// Few levels are compared with two more, not with a quarter more.
TEST_F(Losses, ForLackOfPhotonLevelsAreSaidOfVeryFew) {
  Job job = job_with({"qfi"});
  set("status", 0, Status::not_converged);
  set("method", 0, static_cast<Status>(Method::fock));
  cutoffs_ = {4};
  job.solve.cutoff = 5;
  write(job);
  EXPECT_EQ(what_is_lost(path_).back(),
            "it did not converge on 5 photon levels, the most that it may have (solve.cutoff); a "
            "larger solve.cutoff would help, up to 1024");
}

/// Not that everything did not converge, where one quantity alone had no time.
TEST_F(Losses, ForLackOfTimeNameWhatItCost) {
  Job job = job_with({"qfi", "g2"});
  job.solve.max_seconds = 15.0;
  set("status", 0, Status::partly);
  for (const std::size_t k : {2, 3, 4}) set("g2_status", k, Status::not_converged);
  set("qfi_status", 0, Status::below_precision);  // for another reason
  set(std::string(timed_out_name), 0, Status{1});
  write(job);
  const std::string why = fmt::format(
      "it took longer than solve.max_seconds = 15.0, which cost g2 (3 of 5 samples, t >= {:g}); a "
      "larger max_seconds would help",
      2 * Scan(small_job()).time()[1]);
  EXPECT_EQ(read_timed_out(path_).text, why);

  job.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0})};
  set("g2_status", 10, Status::not_converged);  // of the third point, which had time
  std::filesystem::remove(path_);
  write(job);
  EXPECT_TRUE(read_timed_out(path_).text.starts_with("1 of 3 points took longer"))
      << read_timed_out(path_).text;
  EXPECT_NE(read_timed_out(path_).text.find("which cost g2 (3 of 5 samples, "), std::string::npos);
}

TEST_F(Losses, ForLackOfTimeNameExtremaAndEvents) {
  Job job = job_with({"qfi"});
  job.solve.max_seconds = 15.0;
  job.output.over_time = OverTime::extrema;
  job.output.events = {{.name = "half", .quantity = "qfi", .level = 0.5}};
  set("status", 0, Status::partly);
  set("half_status", 0, Status::not_converged);
  set("qfi_max_place", 0, static_cast<Status>(ExtremumPlace::lost));
  set(std::string(timed_out_name), 0, Status{1});
  write(job);
  EXPECT_EQ(read_timed_out(path_).text,
            "it took longer than solve.max_seconds = 15.0, which cost half, qfi_max; a larger "
            "max_seconds would help");
}

TEST_F(Losses, ForWantOfAMaximumSayTheWayOut) {
  Job job = job_with({"qfi"});
  job.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0})};
  for (const std::size_t p : {0, 2}) set("status", p, Status::no_maximum);
  write(job);
  const std::string why =
      "F_Q has no maximum before time.stop that stands out by solve.tolerance of N^2, and the pump "
      "no end; a longer time.stop may have one";
  EXPECT_EQ(what_is_lost(path_).back(), "at 2 of 3 points " + why);
  const std::vector<FailedPoint> failed = read_failed_points(path_);
  ASSERT_EQ(failed.size(), 2U);
  EXPECT_EQ(failed[1].reason, why);
  const ResultSummary summary = read_result_summary(path_);
  EXPECT_NE(summary_text(summary).find("\n  at 2 of 3 points " + why), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(summary_json(summary))["no_maximum"], "at 2 of 3 points " + why);
}

/// Numbers of rows that nobody sets are NaN: of an event that is good, it was never reached.
TEST_F(Losses, AreNoEventsThatWereNeverReached) {
  Job job = job_with({"qfi", "bell"});
  job.output.over_time = OverTime::final;
  job.output.events = {{.name = "half", .quantity = "qfi", .level = 0.5},
                       {.name = "open", .quantity = "qfi", .level = 0.7}};
  job.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0})};
  for (const std::size_t p : {0, 1, 2}) set("open_status", p, Status::below_precision);
  set("half_status", 1, Status::not_converged);
  write(job);
  const ResultSummary summary = read_result_summary(path_);
  ASSERT_EQ(summary.events.size(), 1U);
  EXPECT_NE(summary_text(summary).find("\nEvents\n  half: never reached at 2 of 3 points\n"),
            std::string::npos);
  const auto json = nlohmann::json::parse(summary_json(summary))["never_reached"];
  EXPECT_EQ(json, nlohmann::json::parse(R"([{ "event": "half", "points": 2, "of_points": 3 }])"));
  EXPECT_EQ(event_note_text({.event = "half", .meaning = "", .never = 1, .all_points = 1}),
            "half: never reached");
}

TEST_F(Losses, ForLackOfTimeSaySo) {
  Job job = job_with({"qfi"});
  job.solve.max_seconds = 0.5;
  job.scan.axes = {axis("model.kappa", {0.0, 0.5, 1.0})};
  for (const std::size_t p : {0, 2}) set("status", p, Status::not_converged);
  set(std::string(timed_out_name), 2, Status{1});
  write(job);
  const std::string why =
      "took longer than solve.max_seconds = 0.5; a larger max_seconds would help";
  const std::vector<FailedPoint> failed = read_failed_points(path_);
  ASSERT_EQ(failed.size(), 2u);
  EXPECT_EQ(failed[0].reason, "");
  EXPECT_EQ(failed[1].reason, why);
  EXPECT_EQ(nlohmann::json::parse(failed_points_json(failed))[1]["reason"], why);
  const ResultSummary summary = read_result_summary(path_);
  EXPECT_NE(summary_text(summary).find("\n  1 of 3 points " + why), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(summary_json(summary))["timed_out"], 1);
  EXPECT_EQ(read_timed_out(path_).points, std::vector<std::size_t>{2});
}

TEST_F(Losses, WithoutALimitOfTimeHaveNoRecordOfIt) {
  write(job_with({"qfi"}));
  EXPECT_TRUE(read_timed_out(path_).points.empty());
  EXPECT_FALSE(result_layout(small_job(), Scan(small_job())).has_variable(timed_out_name));
}

TEST_F(Losses, OfAnExtremumOfOnePointNeedNoCount) {
  Job job = job_with({"qfi"});
  job.output.over_time = OverTime::extrema;
  set("qfi_max_place", 0, static_cast<Status>(ExtremumPlace::lost));
  write(job);
  ASSERT_EQ(read_lost_extrema(path_).size(), 1u);
  EXPECT_EQ(lost_extremum_text(read_lost_extrema(path_)[0]),
            "qfi_max: lost, since values that were lost, or at a pole, may be larger");
}

}  // namespace
}  // namespace pairtwist
