#include "cli/python.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>

namespace pairtwist::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* probe =
    "import importlib.util as u; print(*[m for m in ('numpy', 'xarray', 'matplotlib', 'h5netcdf') "
    "if u.find_spec(m) is None])";

/// Output of `interpreter -c probe`, nothing if it does not run.
std::optional<std::string> ask(const std::string& interpreter) {
  int ends[2];
  if (pipe(ends) != 0) return std::nullopt;
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(127);
    execlp(interpreter.c_str(), interpreter.c_str(), "-c", probe, nullptr);
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

std::string package_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  // Beside the program in a build tree, under share/ once installed.
  for (const fs::path& candidate :
       {program / "python", program.parent_path() / "share" / "pairtwist" / "python"})
    if (fs::exists(candidate / "pairtwist" / "__init__.py", error)) return candidate.string();
  return "";
}

}  // namespace

PythonSetup find_python() {
  std::vector<std::string> candidates = {"python3", "/usr/bin/python3"};
  if (const char* chosen = std::getenv("PAIRTWIST_PYTHON"); chosen != nullptr && *chosen != '\0')
    candidates = {chosen};
  PythonSetup best;
  for (const std::string& candidate : candidates) {
    const auto answer = ask(candidate);
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
  best.package_folder = package_folder();
  return best;
}

std::string python_advice(const PythonSetup& setup) {
  const std::string packages =
      "apt-get install python3 python3-xarray python3-matplotlib python3-h5netcdf";
  if (setup.interpreter.empty())
    return fmt::format("no Python 3 found: {}, or name one in PAIRTWIST_PYTHON", packages);
  if (setup.missing.empty()) return "";
  return fmt::format("{} lacks {}: {}, or name another Python in PAIRTWIST_PYTHON",
                     setup.interpreter, fmt::join(setup.missing, ", "), packages);
}

}  // namespace pairtwist::cli
