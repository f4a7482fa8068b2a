// SPDX-License-Identifier: BSD-3-Clause
// Every backend, and one that counts atoms as a device does but is the host (counting_machine.hpp).
#pragma once

#include <string>

#include "support/backends.hpp"
#include "support/counting_machine.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {

class OnEveryCountingBackend : public OnEveryBackend {
 protected:
  void SetUp() override {
    if (GetParam() != "counts") OnEveryBackend::SetUp();
  }
  Backend& backend() { return GetParam() == "counts" ? host_ : OnEveryBackend::backend(); }

 private:
  HostCountingMachine machine_;
  CountingHost host_{machine_};
};

inline const auto every_counting_backend =
    testing::Values("scalar", "avx2", "avx512", "counts", "cuda");

}  // namespace pairtwist::test
