// SPDX-License-Identifier: BSD-3-Clause
#include "pairtwist/work_meter.hpp"

#include <algorithm>

namespace pairtwist {

WorkMeter::Reading WorkMeter::read() const {
  const auto seconds = [](Clock::rep from, Clock::rep to) {
    return std::chrono::duration<double>(Clock::duration(to - from)).count();
  };
  const Clock::rep now = Clock::now().time_since_epoch().count();
  const Clock::rep began = began_;
  const Clock::rep batch_began = batch_began_;
  const double expected = expected_;
  const double share = expected > 0.0 ? std::min(work_ / expected, 1.0) : 0.0;
  const double before = finished_ + solved_;
  double in_work = share * in_work_;
  if (before > 0.0 && batch_began > began)
    in_work = std::min(in_work, before / seconds(began, batch_began) * seconds(batch_began, now));
  const double all = one_of_several_ ? 0.0 : all_.load();
  return {.points_done = points_done_,
          .points_in_work = points_in_work_,
          .parts_done = parts_done_,
          .parts = parts_,
          .share = share,
          .of_all = all > 0.0 ? std::min((before + in_work) / all, 1.0) : 0.0,
          .seconds = began == never ? 0.0 : std::max(seconds(began, now), 0.0),
          .evaluated = all_is_evaluated() ? 1.0 : evaluated_ / to_evaluate_};
}

}  // namespace pairtwist
