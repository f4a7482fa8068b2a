#include "cli/interruption.hpp"

#include <csignal>

namespace pairtwist::cli {
namespace {

StopFlag arrived;

// The second signal ends the program as if none had been watched for.
void note(int) {
  arrived.raise();
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

}  // namespace

const StopFlag& watch_for_interruption() {
  std::signal(SIGINT, note);
  std::signal(SIGTERM, note);
  return arrived;
}

}  // namespace pairtwist::cli
