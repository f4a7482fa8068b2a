// SPDX-License-Identifier: BSD-3-Clause
#include "running.hpp"

#include <condition_variable>
#include <mutex>
#include <set>

namespace pairtwist::bindings {
namespace {

namespace nb = nanobind;

struct Solves {
  std::mutex mutex;
  std::condition_variable fewer;
  std::set<StopFlag*> flags;
  bool at_exit = false;
};

/// Never destroyed: threads of Python may outlive what is.
Solves& solves() {
  static Solves* const all = new Solves;
  return *all;
}

void stop_all() {
  const nb::gil_scoped_release released;
  Solves& all = solves();
  std::unique_lock lock(all.mutex);
  all.at_exit = true;
  for (StopFlag* flag : all.flags) flag->raise();
  all.fewer.wait(lock, [&] { return all.flags.empty(); });
}

}  // namespace

Running::Running(StopFlag& stop) : stop_(stop) {
  const std::lock_guard lock(solves().mutex);
  solves().flags.insert(&stop_);
  if (solves().at_exit) stop_.raise();
}

Running::~Running() {
  const std::lock_guard lock(solves().mutex);
  solves().flags.erase(&stop_);
  solves().fewer.notify_all();
}

bool Running::at_exit() const {
  const std::lock_guard lock(solves().mutex);
  return solves().at_exit;
}

void stop_at_exit() {
  nb::module_::import_("atexit").attr("register")(nb::cpp_function(&stop_all));
}

}  // namespace pairtwist::bindings
