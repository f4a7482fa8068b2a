// SIGINT and SIGTERM as a flag.
#pragma once

#include "pairtwist/stop_flag.hpp"

namespace pairtwist::cli {

/// From here on the first of the two signals raises the flag instead of ending the program.
const StopFlag& watch_for_interruption();

}  // namespace pairtwist::cli
