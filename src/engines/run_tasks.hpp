// SPDX-License-Identifier: BSD-3-Clause
// Independent tasks on a team of OpenMP threads, each thread with scratch of its own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>

#include "pairtwist/stop_flag.hpp"

namespace pairtwist::engines {

/// Threads worth starting for so many values (sectors or pairs at one time): a few thousand take
/// less than waking a thread does, on a busy machine far less.
inline int threads_for(std::int64_t values, int threads) {
  constexpr std::int64_t values_per_thread = 4096;
  return static_cast<int>(std::clamp<std::int64_t>(values / values_per_thread, 1, threads));
}

/// How many of its n_times samples a task takes of one of so many points, at least one; pairs: of
/// all points. A few points alone would leave threads idle: then their times are divided as well.
/// And a task is over within a second, a pair taking some hundred nanoseconds a sample in
/// double-double, since who wants it to stop waits for that.
inline std::int64_t stretch_of_task(std::int64_t points, std::int64_t n_times, std::int64_t pairs,
                                    int threads) {
  constexpr std::int64_t of_few = 16;
  constexpr std::int64_t values_in_time = std::int64_t{1} << 21;
  const std::int64_t of_point =
      std::max<std::int64_t>(pairs, 1) / std::max<std::int64_t>(points, 1);
  const std::int64_t in_time = values_in_time / std::max<std::int64_t>(of_point, 1);
  const std::int64_t wanted = points >= 4 * threads ? n_times : std::min(n_times, of_few);
  return std::max<std::int64_t>(std::min(wanted, in_time), 1);
}

/// Runs task(i, scratch) for i = 0 ... tasks - 1, with no more threads than tasks; none any more
/// once the flag at `stop` is raised. Rethrows one of what the tasks threw.
template <class Scratch, class Task>
void run_tasks(std::int64_t tasks, int threads, const int* stop, const Task& task) {
  const int team = static_cast<int>(std::min<std::int64_t>(threads, tasks));
  if (team == 0) return;
  std::exception_ptr failure;
#pragma omp parallel num_threads(team)
  {
    Scratch scratch;
#pragma omp for schedule(dynamic)
    for (std::int64_t i = 0; i < tasks; ++i) {
      if (StopFlag::raised_at(stop)) continue;
      try {
        task(i, scratch);
      } catch (...) {
#pragma omp critical(pairtwist_task_failure)
        failure = std::current_exception();
      }
    }
  }
  if (failure) std::rethrow_exception(failure);
}

/// The same for many short tasks: a thread takes neighbours, which share much of what they read and
/// cache lines of what they write.
template <class Scratch, class Task>
void run_short_tasks(std::int64_t tasks, int threads, const Task& task, const int* stop = nullptr) {
  constexpr std::int64_t neighbours = 64;
  run_tasks<Scratch>((tasks + neighbours - 1) / neighbours, threads, stop,
                     [&](std::int64_t stretch, Scratch& scratch) {
                       const std::int64_t end = std::min((stretch + 1) * neighbours, tasks);
                       for (std::int64_t i = stretch * neighbours; i < end; ++i) {
                         if (StopFlag::raised_at(stop)) return;
                         task(i, scratch);
                       }
                     });
}

}  // namespace pairtwist::engines
