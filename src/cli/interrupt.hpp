// SIGINT and SIGTERM as a question to ask between batches.
#pragma once

namespace pairtwist::cli {

/// From here on the two signals are noted instead of ending the program at once.
void watch_for_interrupt();

/// Throws Interrupted if one of them has arrived.
void stop_if_interrupted();

}  // namespace pairtwist::cli
