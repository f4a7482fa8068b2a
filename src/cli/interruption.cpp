#include "cli/interruption.hpp"

#include <atomic>
#include <csignal>

#include "io/output_file.hpp"

namespace pairtwist::cli {
namespace {

using Handler = void (*)(int);

StopFlag arrived;
std::atomic_flag one_came;

/// As if the signal had not been watched for, but for the unfinished file.
void end_at_once(int signal) {
  remove_unfinished_file();
  ::signal(signal, SIG_DFL);
  ::raise(signal);  // blocked until this handler returns
}

void stop(int) {
  one_came.test_and_set();
  arrived.raise();
}

/// For what people send again when they have waited long enough.
void stop_or_end(int signal) {
  if (one_came.test_and_set())
    end_at_once(signal);
  else
    arrived.raise();
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

const StopFlag& watch_for_interruption() {
  // Shells ignore SIGINT for what they start in the background; sent by name it is meant.
  for (const int signal : {SIGINT, SIGTERM}) watch(signal, stop_or_end);
  // Both come again by themselves: from a terminal that closes and the shell in it, and for every
  // further second of CPU time.
  for (const int signal : {SIGHUP, SIGXCPU}) watch_unless_ignored(signal, stop);
  for (const int signal : {SIGQUIT, SIGUSR1, SIGUSR2}) watch_unless_ignored(signal, end_at_once);
  return arrived;
}

}  // namespace pairtwist::cli
