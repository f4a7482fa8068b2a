// SPDX-License-Identifier: BSD-3-Clause
// The joint method on every backend, and in rounds on one that is played by the host
// (team_machine.hpp).
#pragma once

#include <string>

#include "support/backends.hpp"
#include "support/run_job.hpp"
#include "support/team_machine.hpp"

namespace pairtwist::test {

class OnEveryJointBackend : public OnEveryBackend {
 protected:
  void SetUp() override {
    if (GetParam() != "team") OnEveryBackend::SetUp();
  }
  JobResult run(const std::string& config) { return run_config(config, backend()); }
  Backend& backend() { return GetParam() == "team" ? team_ : OnEveryBackend::backend(); }

 private:
  TeamMachine machine_{TeamMachine::Way::near, 1};
  TeamBackend team_{machine_};
};

inline const auto every_joint_backend = testing::Values("scalar", "avx2", "avx512", "team", "cuda");

}  // namespace pairtwist::test
