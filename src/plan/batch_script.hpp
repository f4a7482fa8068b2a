// SPDX-License-Identifier: BSD-3-Clause
// A scan as a batch script of Slurm: from figures to text.
#pragma once

#include <string>
#include <vector>

#include "plan/batch_shape.hpp"

namespace pairtwist {

struct BatchScript {
  std::vector<std::string> printed_by;  ///< the command line that asked for it
  std::vector<std::string> remarks;     ///< for its reader, a line each; any text
  std::string name;                     ///< of the job, any text: of it is kept what suits
  std::string program;                  ///< where the nodes find it
  std::vector<std::string> run;         ///< the words behind it, but for those of the division
  std::string result;                   ///< FILE, absolute
  int threads = 1;
  bool on_device = false;
  BatchShape shape;
};

/// What `sbatch` takes as it is: an array with a shard a task. A worker that ends with 75 because
/// its time is up is put into the queue again; the one that finds the scan complete joins the
/// parts. No text of `script` becomes code, or an option of Slurm.
std::string batch_script(const BatchScript& script);

}  // namespace pairtwist
