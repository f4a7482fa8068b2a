// The Python that draws: which interpreter, where our package is, what it lacks.
#pragma once

#include <string>
#include <vector>

namespace pairtwist::cli {

struct PythonSetup {
  std::string interpreter;     ///< empty: none found
  std::string package_folder;  ///< holds pairtwist/; empty: not found, Python's own path is used
  std::vector<std::string> missing;  ///< modules that cannot be imported
  std::string chosen;                ///< by PAIRTWIST_PYTHON; empty: not set
};

/// PAIRTWIST_PYTHON, else the first of python3 on the PATH and Debian's that has all modules. From
/// here on this process's environment keeps what lies in the current directory from being imported:
/// changes PYTHONPATH, PYTHONSAFEPATH and PYTHONINSPECT.
PythonSetup find_python();

/// The command that plots with our package; its arguments are to follow.
std::vector<std::string> plot_command(const PythonSetup& setup);

/// How to get what is missing.
std::string python_advice(const PythonSetup& setup);

}  // namespace pairtwist::cli
