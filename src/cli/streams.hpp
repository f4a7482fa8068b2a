// SPDX-License-Identifier: BSD-3-Clause
// The standard streams: none is a file that we opened, and what was printed arrives or is an error.
#pragma once

namespace pairtwist::cli {

/// Puts the null device in the place of each standard stream that is closed. Otherwise the next
/// file that is opened, the result, would be that stream, and messages would be written into it.
/// To be called before anything else; throws IoError.
void occupy_standard_streams();

/// Whether all that was printed to stdout has arrived; false where its reader has gone, who needs
/// no message. Throws IoError with the reason otherwise. error: errno of a write that has failed
/// already, which may have left nothing to be written again.
bool output_has_arrived(int error = 0);

}  // namespace pairtwist::cli
