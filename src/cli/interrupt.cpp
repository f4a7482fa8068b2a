#include "cli/interrupt.hpp"

#include <csignal>

#include "pairtwist/error.hpp"

namespace pairtwist::cli {
namespace {

volatile std::sig_atomic_t arrived = 0;

// The second signal ends the program as if none had been watched for.
void note(int signal) {
  arrived = signal;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void watch_for_interrupt() {
  std::signal(SIGINT, note);
  std::signal(SIGTERM, note);
}

void stop_if_interrupted() {
  if (arrived == 0) return;
  throw Interrupted(
      "interrupted by a signal; nothing was kept, the same command starts the scan again");
}

}  // namespace pairtwist::cli
