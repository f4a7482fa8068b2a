// SPDX-License-Identifier: BSD-3-Clause
#include "cli/python.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>

#include "pairtwist/error.hpp"

namespace pairtwist::cli {
namespace {

namespace fs = std::filesystem;

// Both start without the current directory, which Python before 3.11 puts there all the same as "";
// sys itself is no file.
constexpr const char* probe =
    "import sys; sys.path[:] = [p for p in sys.path if p]; import importlib.util as u; "
    "print(*[m for m in '{}'.split() if u.find_spec(m) is None])";
constexpr const char* calling =
    "import sys; sys.path[:] = [p for p in [sys.argv.pop(1), *sys.path] if p]; "
    "from {} import main; sys.exit(main())";
constexpr const char* always_needed = "numpy xarray matplotlib h5netcdf";

/// Whether an entry of PYTHONPATH is the current directory, wherever that is: "", ".", "./".
bool is_current_directory(const std::string& entry) {
  return entry.empty() || fs::path(entry).lexically_normal() == ".";
}

/// What lies in the current directory is the user's data, not what plot or a search for modules is
/// to run. The other folders of PYTHONPATH are the user's choice.
void keep_current_directory_out() {
  setenv("PYTHONSAFEPATH", "1", 1);
  unsetenv("PYTHONINSPECT");  // imports readline before our code runs
  const char* before = std::getenv("PYTHONPATH");
  if (before == nullptr) return;
  std::string folders;
  std::istringstream entries(before);
  for (std::string entry; std::getline(entries, entry, ':');)
    if (!is_current_directory(entry)) folders += (folders.empty() ? "" : ":") + entry;
  if (folders.empty())
    unsetenv("PYTHONPATH");
  else
    setenv("PYTHONPATH", folders.c_str(), 1);
}

/// Output of `interpreter -c question`, nothing if it does not run.
std::optional<std::string> ask(const std::string& interpreter, const std::string& question) {
  int ends[2];
  if (pipe(ends) != 0) return std::nullopt;
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(127);
    execlp(interpreter.c_str(), interpreter.c_str(), "-c", question.c_str(), nullptr);
    _exit(127);
  }
  close(ends[1]);
  std::string output;
  std::array<char, 256> buffer{};
  for (ssize_t n; (n = read(ends[0], buffer.data(), buffer.size())) > 0;)
    output.append(buffer.data(), static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return std::nullopt;
  return output;
}

fs::path program_folder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path();
}

std::string package_folder() {
  std::error_code error;
  const fs::path program = program_folder();
  // Beside the program in a build tree, under share/ once installed.
  for (const fs::path& candidate :
       {program / "python", program.parent_path() / "share" / "pairtwist" / "python"})
    if (fs::exists(candidate / "pairtwist" / "__init__.py", error)) return candidate.string();
  return "";
}

}  // namespace

PythonSetup find_python(const std::vector<std::string>& further) {
  const std::string question =
      fmt::format(probe, fmt::format("{} {}", always_needed, fmt::join(further, " ")));
  keep_current_directory_out();
  PythonSetup best;
  best.package_folder = package_folder();
  std::vector<std::string> candidates = {"python3", "/usr/bin/python3"};
  std::error_code error;
  if (const char* chosen = std::getenv("PAIRTWIST_PYTHON"); chosen != nullptr && *chosen != '\0')
    candidates = {best.chosen = chosen};
  // Without a folder the program is of a Python environment (pip), whose own Python has the
  // package.
  else if (const fs::path own = program_folder() / "python3";
           best.package_folder.empty() && fs::exists(own, error))
    candidates.insert(candidates.begin(), own.string());
  for (const std::string& candidate : candidates) {
    const auto answer = ask(candidate, question);
    if (!answer) continue;
    std::istringstream words(*answer);
    std::vector<std::string> missing;
    for (std::string word; words >> word;) missing.push_back(word);
    if (best.interpreter.empty() || missing.empty()) {
      best.interpreter = candidate;
      best.missing = missing;
    }
    if (missing.empty()) break;
  }
  return best;
}

std::string python_advice(const PythonSetup& setup) {
  const bool plotly = std::ranges::find(setup.missing, "plotly") != setup.missing.end();
  std::string packages =
      "apt-get install python3 python3-xarray python3-matplotlib python3-h5netcdf";
  if (plotly)
    packages = setup.missing.size() > 1 ? packages + " python3-plotly"
                                        : "apt-get install python3-plotly, or pip install plotly";
  if (setup.interpreter.empty() && !setup.chosen.empty())
    return fmt::format(
        "{}, which PAIRTWIST_PYTHON names, does not run as Python 3: unset PAIRTWIST_PYTHON, or "
        "name another one in it",
        setup.chosen);
  if (setup.interpreter.empty())
    return fmt::format("no Python 3 found: {}, or name one in PAIRTWIST_PYTHON", packages);
  if (setup.missing.empty()) return "";
  return fmt::format("{} lacks {}: {}, or name another Python in PAIRTWIST_PYTHON",
                     setup.interpreter, fmt::join(setup.missing, ", "), packages);
}

void become_python(const PythonSetup& setup, const std::string& module,
                   const std::vector<std::string>& words) {
  // Names of files are bytes: in UTF-8 mode they come and go as they are, whatever the locale.
  setenv("PYTHONUTF8", "1", 1);
  std::vector<std::string> command = {setup.interpreter, "-c", fmt::format(calling, module),
                                      setup.package_folder};
  command.insert(command.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execvp(arguments.front(), arguments.data());
  throw IoError(fmt::format("{}: cannot be started: {}", setup.interpreter, std::strerror(errno)));
}

}  // namespace pairtwist::cli
