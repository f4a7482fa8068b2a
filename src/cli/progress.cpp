// SPDX-License-Identifier: BSD-3-Clause
#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "cli/text.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

/// How long it will yet take; done: 0 ... 1 of the work, and by_points of the points, in so many
/// seconds, of which `still` without any gain. whole: no work is left but what is in work; most:
/// seconds that solving what is left can take at most, infinite where no limit is left.
std::string left_text(const WorkMeter::Reading& reading, const Rounds::Round& round, bool whole,
                      double done, double by_points, double seconds, double still, double most) {
  constexpr double ground = 0.1;
  constexpr double alike = 3.0;
  constexpr double cheaper = 0.5;
  constexpr double worth_telling = 1.0;
  const auto within = [most](const char* how, double left) {
    return left > most ? fmt::format("at most {} of solving left, by solve.max_seconds",
                                     duration_text(most))
                       : fmt::format("{} {} left", how, duration_text(left));
  };
  if (reading.points_done > 0 && done > 0.0) {
    // Looks between the samples, and blocks that are solved again, take as long as they take: what
    // has gone on for so long will go on for as long again.
    const double of_work = seconds * (1.0 - done) / done;
    const double left = of_work + still;
    // Unless the rounds of the last points are all that is left: how many there will be nobody
    // knows.
    if (whole && round.number > 1 && still > of_work) {
      if (std::isfinite(most)) return within("at most", std::numeric_limits<double>::infinity());
      return fmt::format("{} so far, how many rounds are left is not known",
                         duration_text(seconds));
    }
    if (done >= ground) return within("about", left);
    // What points were counted to cost may be off by far where they are of several kinds, and so is
    // what their number says: while little is done, the one has to bear the other out.
    const double left_by_points = seconds * (1.0 - by_points) / by_points + still;
    if (left < alike * left_by_points && left_by_points < alike * left)
      return within("about", left) + ", if the others are like these";
    if (std::isfinite(most)) return within("at most", std::numeric_limits<double>::infinity());
    return fmt::format("{} so far, too early for an estimate ({} % of the work, as counted)",
                       duration_text(seconds), percent_text(done));
  }
  // Before the first point has an end nobody knows whether it takes a further round, with more
  // levels or between the samples, and what other points cost beside it is a guess.
  const bool solved = reading.parts > 0 && reading.parts_done == reading.parts;
  const double share = reading.evaluating() ? reading.evaluated : reading.share;
  const double gained = share - round.share;
  if (whole && (!solved || reading.evaluating()) && gained >= ground) {
    const double left = cheaper * round.seconds * (1.0 - share) / gained;
    if (left >= worth_telling) return within("at least", left);
  }
  return fmt::format("{} so far, too early for an estimate", duration_text(seconds));
}

}  // namespace

std::string progress_text(const WorkMeter::Reading& reading, const Rounds::Round& round,
                          std::int64_t points, std::int64_t failed, double elapsed,
                          std::int64_t present, double still, double max_seconds) {
  std::string text =
      fmt::format("{} / {} points", count_text(present + reading.points_done), count_text(points));
  // Of a batch that is soon over nobody needs to know.
  const bool inside = reading.points_in_work > 0 && reading.parts > 0 &&
                      (reading.points_done == 0 || reading.points_in_work < 16);
  // What a part takes is an estimate, and may be used up before its end.
  const double share =
      reading.parts_done < reading.parts ? std::min(reading.share, 0.99) : reading.share;
  // All that is left is in work: what begins again is no other batch.
  const std::int64_t left = points - present - reading.points_done;
  const bool whole = reading.points_in_work == left && reading.of_all > 0.0;
  const std::string which =
      whole && round.number > 1 ? fmt::format(" of round {}", round.number) : "";
  if (inside && reading.evaluating())
    text += fmt::format(", the next {} solved, {} %{} evaluated",
                        count_text(reading.points_in_work), percent_text(reading.evaluated), which);
  else if (inside)
    text += fmt::format(", of the next {} {} %{} ({} of {} parts done)",
                        count_text(reading.points_in_work), percent_text(share), which,
                        count_text(reading.parts_done), count_text(reading.parts));
  const double seconds = reading.seconds > 0.0 ? reading.seconds : elapsed;
  const auto points_done = static_cast<double>(reading.points_done);
  if (points_done > 0.0) text += fmt::format(", {:.3g} points/s", points_done / seconds);
  // By what points cost, unless nobody has counted.
  const double by_points =
      points_done / static_cast<double>(std::max(points - present, std::int64_t{1}));
  const double done = reading.of_all > 0.0 ? reading.of_all : by_points;
  // Each of them alone, and before that in halves of a batch: n - 1 tries that may be over in vain.
  // What is made of solutions has no limit.
  const bool solving = left > 0 && !(whole && reading.evaluating());
  const double most = solving ? static_cast<double>(2 * left - 1) * max_seconds
                              : std::numeric_limits<double>::infinity();
  return text + fmt::format(", {}, {} failed",
                            left_text(reading, round, whole, done, by_points, seconds, still, most),
                            failed);
}

Progress::Progress(std::int64_t points, bool quiet, std::int64_t present, double max_seconds,
                   std::vector<std::string> notes)
    : points_(points),
      present_(present),
      max_seconds_(max_seconds),
      line_(
          quiet, [this] { return text(); }, [this] { look(); }, std::move(notes)) {}

void Progress::look() {
  reading_ = meter_.read();
  const Clock::time_point now = Clock::now();
  if (reading_.of_all > gained_) {
    gained_ = reading_.of_all;
    gained_at_ = now;
  }
  round_ = rounds_.look(reading_, reading_.seconds);
}

std::string Progress::text() const {
  const auto seconds_since = [now = Clock::now()](Clock::time_point then) {
    return std::chrono::duration<double>(now - then).count();
  };
  const double still = gained_ > 0.0 ? std::max(seconds_since(gained_at_), 0.0) : 0.0;
  return progress_text(reading_, round_, points_, failed_, seconds_since(started_), present_, still,
                       max_seconds_);
}

}  // namespace pairtwist::cli
