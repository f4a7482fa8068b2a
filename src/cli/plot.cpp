// SPDX-License-Identifier: BSD-3-Clause
// pairtwist plot and explore: hand over to the Python package, which draws.
#include <vector>

#include "cli/commands.hpp"
#include "cli/python.hpp"
#include "cli/unfinished.hpp"
#include "io/result_reader.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {
namespace {

/// Options first: whatever a file is called, it is no option.
std::vector<std::string> command_line(std::vector<std::string> options,
                                      const std::vector<std::string>& files) {
  options.emplace_back("--");
  options.insert(options.end(), files.begin(), files.end());
  return options;
}

}  // namespace

int plot(const PlotOptions& options) {
  for (const std::string& file : options.files) {
    refuse_unfinished(file);
    check_result(file);
  }
  const PythonSetup python = find_python();
  if (const std::string advice = python_advice(python); !advice.empty())
    throw IoError("plot needs Python with matplotlib: " + advice);
  become_python(python, "pairtwist.plot", command_line(options.words, options.files));
}

int explore(const ExploreOptions& options) {
  refuse_unfinished(options.file);
  check_result(options.file);
  const PythonSetup python = find_python({"plotly"});
  if (const std::string advice = python_advice(python); !advice.empty())
    throw IoError("explore needs Python with plotly: " + advice);
  std::vector<std::string> words;
  if (!options.output.empty()) words.push_back("--output=" + options.output);
  become_python(python, "pairtwist.explore", command_line(words, {options.file}));
}

}  // namespace pairtwist::cli
