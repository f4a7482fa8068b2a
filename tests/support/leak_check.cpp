// SPDX-License-Identifier: BSD-3-Clause
// LeakSanitizer asks this at exit, in builds with it (its interface names the function).
#include "io/io_support.hpp"

extern "C" int __lsan_is_turned_off();   // NOLINT
extern "C" int __lsan_is_turned_off() {  // NOLINT
  return pairtwist::io_test::is_forked_child ? 1 : 0;
}
