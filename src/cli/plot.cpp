// pairtwist plot: hands over to the Python package, which draws.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/commands.hpp"
#include "cli/python.hpp"
#include "io/child_read.hpp"
#include "io/result_reader.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {

int plot(const PlotOptions& options) {
  for (const std::string& file : options.files)
    read_in_child(file, [&] {
      read_result_summary(file);  // refuses what is no result file, in our own words
      return Texts{};
    });
  const PythonSetup python = find_python();
  if (const std::string advice = python_advice(python); !advice.empty())
    throw IoError("plot needs Python with matplotlib: " + advice);

  std::vector<std::string> words = plot_command(python);
  words.insert(words.end(), options.words.begin(), options.words.end());
  words.emplace_back("--");  // whatever a file is called, it is no option
  words.insert(words.end(), options.files.begin(), options.files.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  execvp(arguments.front(), arguments.data());
  throw IoError(fmt::format("{}: cannot be started: {}", python.interpreter, std::strerror(errno)));
}

}  // namespace pairtwist::cli
