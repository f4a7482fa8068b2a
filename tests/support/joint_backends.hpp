// The backends that have the joint method.
#pragma once

#include <string>

#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {

class OnEveryJointBackend : public OnEveryBackend {
 protected:
  void SetUp() override {
    if (GetParam() == "cuda") GTEST_SKIP() << "the joint method is not on devices in this version";
    OnEveryBackend::SetUp();
  }
  JobResult run(const std::string& config) { return run_config(config, backend()); }
};

}  // namespace pairtwist::test
