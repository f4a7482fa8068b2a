// SPDX-License-Identifier: BSD-3-Clause
#include "peers/problem.hpp"

#if defined(__SSE3__)
#include <pmmintrin.h>
#endif

#include <ctime>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace peers {
namespace {

double processor_seconds() {
  std::timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Throws std::runtime_error where the words are others.
Call read_call(int count, char** words) {
  if (count != 3) throw std::runtime_error("usage: METHOD TOLERANCE <PROBLEM");
  return {words[1], std::stod(words[2])};
}

// Has the processor take numbers below 10^-308 for 0: high levels and high derivatives are full of
// them at first, and each would take a hundred cycles. Where it cannot, nothing happens.
void flush_denormals() {
#if defined(__SSE3__)
  _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
  _MM_SET_DENORMALS_ZERO_MODE(_MM_DENORMALS_ZERO_ON);
#endif
}

}  // namespace

Problem read_problem() {
  Problem problem;
  std::size_t samples = 0;
  std::cin >> problem.levels >> problem.omega >> problem.omega_r >> problem.pump >> problem.kappa >>
      problem.thermal_photons >> problem.kerr >> problem.number >> samples;
  if (!std::cin || problem.levels < 2 || samples < 2) {
    throw std::runtime_error("standard input does not begin with the numbers of a block");
  }
  problem.light.resize(problem.levels);
  for (std::complex<double>& amplitude : problem.light) {
    double re = 0.0;
    double im = 0.0;
    std::cin >> re >> im;
    amplitude = {re, im};
  }
  problem.times.resize(samples);
  for (double& time : problem.times) std::cin >> time;
  if (!std::cin) throw std::runtime_error("standard input ends before the last time");
  return problem;
}

std::vector<double> start_of(const Problem& problem) {
  const std::size_t elements = problem.levels * problem.levels;
  std::vector<double> state(2 * elements);
  for (std::size_t n = 0; n < problem.levels; ++n) {
    for (std::size_t k = 0; k < problem.levels; ++k) {
      const std::complex<double> element = problem.light[n] * std::conj(problem.light[k]);
      state[n * problem.levels + k] = element.real();
      state[elements + n * problem.levels + k] = element.imag();
    }
  }
  return state;
}

int run(int count, char** words, void (*solve)(const Call& call)) {
  try {
    flush_denormals();
    solve(read_call(count, words));
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
  }
  return 0;
}

Record::Record(const Problem& problem)
    : problem_(problem),
      started_(std::chrono::steady_clock::now()),
      processor_(processor_seconds()) {}

void Record::add(const double* state) {
  const std::size_t levels = problem_.levels;
  std::complex<double> sum = 0.0;
  for (std::size_t n = 0; n < levels; ++n) {
    const std::size_t at = n * (levels + 1);
    sum += (problem_.number ? static_cast<double>(n) : 1.0) *
           std::complex<double>(state[at], state[levels * levels + at]);
  }
  answers_.push_back(sum);
}

void Record::print(const std::string& version, long evaluations) const {
  const double spent = processor_seconds() - processor_;
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started_;
  std::ostringstream line;
  line << std::setprecision(17) << "{\"version\": \"" << version << "\", \"seconds\": " << spent
       << ", \"wall\": " << wall.count() << ", \"evaluations\": " << evaluations
       << ", \"answers\": [";
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    line << (i == 0 ? "" : ", ") << '[' << answers_[i].real() << ", " << answers_[i].imag() << ']';
  }
  std::cout << line.str() << "]}\n";
}

}  // namespace peers
