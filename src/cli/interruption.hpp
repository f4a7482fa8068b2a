// Signals while a result file is written: a flag that stops the run in order, or an end at once
// that leaves no unfinished file.
#pragma once

#include "pairtwist/stop_flag.hpp"

namespace pairtwist::cli {

/// From here on SIGINT, SIGTERM, SIGHUP and SIGXCPU raise the flag instead of ending the program; a
/// SIGINT or SIGTERM after any of them ends it at once, and so do SIGQUIT, SIGUSR1 and SIGUSR2.
/// Then the unfinished file is removed. SIGHUP and all that follow stay ignored where they were.
const StopFlag& watch_for_interruption();

}  // namespace pairtwist::cli
