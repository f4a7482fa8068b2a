// SPDX-License-Identifier: BSD-3-Clause
// Signals while a scan runs: a request to stop in order, or an end at once that leaves no
// unfinished file.
#pragma once

#include <chrono>

#include "pairtwist/stop_flag.hpp"

namespace pairtwist::cli {

/// While nothing has been written yet: from here on SIGINT, SIGTERM, SIGHUP, SIGXCPU and SIGUSR1
/// end the program with the exit code of an interruption and a word, until
/// watch_for_interruption(). SIGHUP and what follows stay ignored where they were.
void end_with_a_word_if_interrupted();

/// From here on SIGINT, SIGTERM, SIGHUP, SIGXCPU and SIGUSR1 request a stop instead of ending the
/// program; a SIGINT or SIGTERM after any of them ends it at once, and so do SIGQUIT and SIGUSR2.
/// Then the unfinished file is removed. SIGHUP and all that follow stay ignored where they were.
void watch_for_interruption();

/// A stop was requested.
bool interruption_requested();
/// The same for who is given a flag.
const StopFlag& interruption_flag();

/// Waits until a stop is requested, wake_waiting() is called or the time has come; may return
/// early. For one thread.
void wait_for_interruption(std::chrono::steady_clock::time_point until);
void wake_waiting();

}  // namespace pairtwist::cli
