// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <complex>
#include <cstddef>
#include <string>
#include <vector>

namespace peers {

// One block of photons whose pump is real, as cavity.py writes it.
struct Problem {
  std::size_t levels = 0;
  double omega = 0.0;
  double omega_r = 0.0;
  double pump = 0.0;
  double kappa = 0.0;
  double thermal_photons = 0.0;
  double kerr = 0.0;
  bool number = false;                      // the answer: <n>, or else Tr R
  std::vector<std::complex<double>> light;  // amplitudes at t = 0, one a level
  std::vector<double> times;                // the first is 0
};

// Throws std::runtime_error where standard input is no problem.
Problem read_problem();

// [re, im] of R, each levels × levels by rows: what the integrators of others carry.
std::vector<double> start_of(const Problem& problem);

// What a program was called with: METHOD TOLERANCE.
struct Call {
  std::string method;
  double tolerance = 0.0;
};

// main() of a program that solves as it is called: 1, and why, where that throws.
int run(int count, char** words, void (*solve)(const Call& call));

// Answers at the times, and the seconds since it was made.
class Record {
 public:
  explicit Record(const Problem& problem);
  // Of the next time: state as of start_of.
  void add(const double* state);
  // One line of JSON, with the version of the library and the calls of the stencil.
  void print(const std::string& version, long evaluations) const;

 private:
  const Problem& problem_;
  std::chrono::steady_clock::time_point started_;
  double processor_;
  std::vector<std::complex<double>> answers_;
};

}  // namespace peers
