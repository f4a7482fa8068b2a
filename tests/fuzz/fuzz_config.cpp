// SPDX-License-Identifier: BSD-3-Clause
// The config reader, and what looks at a config before anything is solved. The input is a config;
// behind a byte 0x1e each, what --set says over it, or --unset where that begins with '-'.
#include <cstddef>
#include <cstdint>
#include <set>

#include "config/key_lines.hpp"
#include "fuzzing.hpp"
#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"
#include "plan/plan.hpp"

namespace pairtwist::fuzzing {
namespace {

constexpr char next_option = '\x1e';

struct Input {
  std::string config;
  ConfigChanges changes;
};

Input input_of(std::string_view bytes) {
  std::size_t end = std::min(bytes.find(next_option), bytes.size());
  Input input{std::string(bytes.substr(0, end)), {}};
  while (end < bytes.size()) {
    const std::size_t from = end + 1;
    end = std::min(bytes.find(next_option, from), bytes.size());
    const std::string option(bytes.substr(from, end - from));
    if (option.starts_with('-'))
      input.changes.unset.push_back(option.substr(1));
    else
      input.changes.set.push_back(option);
  }
  return input;
}

/// What to_toml() writes is a config, and the same one.
void check_round_trip(const Job& job) {
  const std::string resolved = to_toml(job);
  std::string again;
  try {
    again = to_toml(parse_config(resolved, "resolved.toml"));
  } catch (const Error& error) {
    expect(false, "the resolved config is accepted", error.what() + ("\n" + resolved));
  }
  expect(again == resolved, "the resolved config comes back", resolved + "\n---\n" + again);
  expect(!config::resolved_values(resolved).empty(), "the resolved config has keys", resolved);
  config::not_default(resolved);
}

/// The first point, the last and one between.
void check_points(const Job& job) {
  const Scan scan(job);
  expect(scan.size() >= 1 && scan.size() <= std::size_t{1} << 40, "a scan has points");
  PointSet some;
  for (const std::size_t index : std::set<std::size_t>{0, scan.size() / 2, scan.size() - 1}) {
    scan.point(index);
    scan.describe(index);
    some.add({index, 1});
  }
  constexpr std::int64_t room = std::int64_t{64} << 20;  // bytes
  const StateReaders no_files;
  if (!job.base.light.file.empty() || !job.base.atoms.file.empty()) return;
  make_plan(job, scan, {.budget = room}, room, no_files, some);
}

}  // namespace
}  // namespace pairtwist::fuzzing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pairtwist;
  using namespace pairtwist::fuzzing;
  const Input input = input_of({reinterpret_cast<const char*>(data), size});
  Job job;
  if (refused([&] { job = parse_config(input.config, "fuzz.toml", input.changes); })) return 0;
  check_round_trip(job);
  refused([&] { check_points(job); });
  return 0;
}
