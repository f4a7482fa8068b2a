// SPDX-License-Identifier: BSD-3-Clause
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

/// PAIRTWIST_PYTHON, else the first of python3 on the PATH and Debian's that has all modules: those
/// that plot needs and `further` ones. From here on this process's environment keeps what lies in
/// the current directory from being imported: changes PYTHONPATH, PYTHONSAFEPATH and PYTHONINSPECT.
PythonSetup find_python(const std::vector<std::string>& further = {});

/// How to get what is missing; empty where nothing is.
std::string python_advice(const PythonSetup& setup);

/// Becomes main() of a module of our package, e.g. "pairtwist.plot", with these words as its
/// command line; returns only by throwing IoError. Python runs in UTF-8 mode: changes PYTHONUTF8.
[[noreturn]] void become_python(const PythonSetup& setup, const std::string& module,
                                const std::vector<std::string>& words);

}  // namespace pairtwist::cli
