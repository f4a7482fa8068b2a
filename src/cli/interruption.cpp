// SPDX-License-Identifier: BSD-3-Clause
#include "cli/interruption.hpp"

#include <semaphore.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>

#include "io/output_file.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {
namespace {

using Handler = void (*)(int);

StopFlag arrived;
std::atomic_flag one_came;
sem_t waiting;  // what a handler may raise, and a thread may wait for

void request_stop() {
  arrived.raise();
  wake_waiting();
}

/// As if the signal had not been watched for, but for the unfinished file.
void end_at_once(int signal) {
  remove_unfinished_file();
  ::signal(signal, SIG_DFL);
  ::raise(signal);  // blocked until this handler returns
}

void stop(int) {
  one_came.test_and_set();
  request_stop();
}

/// For what people send again when they have waited long enough.
void stop_or_end(int signal) {
  if (one_came.test_and_set())
    end_at_once(signal);
  else
    request_stop();
}

/// Nothing but what a handler may do: this may come in the middle of anything.
void say_and_end(int) {
  static constexpr char text[] =
      "pairtwist: interrupted before anything was solved; nothing is lost, and the same command "
      "goes on\n";
  static_cast<void>(::write(STDERR_FILENO, text, sizeof(text) - 1) < 0);
  ::_exit(static_cast<int>(Exit::interrupted));
}

void watch(int signal, Handler handler) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(signal, &action, nullptr);
}

/// The same, unless whoever started the program has it ignored, as nohup does.
void watch_unless_ignored(int signal, Handler handler) {
  struct sigaction before = {};
  ::sigaction(signal, nullptr, &before);
  if (before.sa_handler != SIG_IGN) watch(signal, handler);
}

}  // namespace

void end_with_a_word_if_interrupted() {
  for (const int signal : {SIGINT, SIGTERM}) watch(signal, say_and_end);
  for (const int signal : {SIGHUP, SIGXCPU, SIGUSR1}) watch_unless_ignored(signal, say_and_end);
}

void watch_for_interruption() {
  ::sem_init(&waiting, 0, 0);
  // Shells ignore SIGINT for what they start in the background; sent by name it is meant.
  for (const int signal : {SIGINT, SIGTERM}) watch(signal, stop_or_end);
  // They come again by themselves: from a terminal that closes and the shell in it, for every
  // further second of CPU time, from a batch system to every process of a job.
  for (const int signal : {SIGHUP, SIGXCPU, SIGUSR1}) watch_unless_ignored(signal, stop);
  for (const int signal : {SIGQUIT, SIGUSR2}) watch_unless_ignored(signal, end_at_once);
}

bool interruption_requested() { return arrived.raised(); }

const StopFlag& interruption_flag() { return arrived; }

void wait_for_interruption(std::chrono::steady_clock::time_point until) {
  using namespace std::chrono;
  const nanoseconds since_start = until.time_since_epoch();
  const auto whole = duration_cast<seconds>(since_start);
  const timespec time = {static_cast<time_t>(whole.count()),
                         static_cast<long>((since_start - whole).count())};
  // Not the clock on the wall, which may be set.
  while (::sem_clockwait(&waiting, CLOCK_MONOTONIC, &time) != 0 && errno == EINTR) {
  }
}

void wake_waiting() {
  const int error = errno;  // of what the handler has interrupted
  ::sem_post(&waiting);
  errno = error;
}

}  // namespace pairtwist::cli
