// SPDX-License-Identifier: BSD-3-Clause
// What the joint method moves: a state vector or a density matrix, on as many photon levels as each
// site has at the moment.
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "engines/joint_chain.hpp"
#include "engines/joint_generator.hpp"
#include "engines/joint_terms.hpp"

namespace pairtwist::engines {

/// A series sum_k c_k F_k(A), k = 0 ... terms.
struct JointSeries {
  double beta;
  std::span<const double> coefficients;
  const int* stop = nullptr;  ///< raised, it leaves the sum half made: nobody wants it any more
};

/// C_s light[n] on these levels: real parts, and behind them imaginary ones. What of the light lies
/// above them is left out (JointTask::holds_start says whether it matters).
std::vector<double> start_of_vector(const JointChain& chain,
                                    std::span<const std::complex<double>> light,
                                    const JointLayout& layout);
/// C_s C*_r light[n][k], as JointMatrix has it; light: levels × levels.
std::vector<double> start_of_matrix(const JointChain& chain,
                                    std::span<const std::complex<double>> light,
                                    std::int32_t light_levels, const JointLayout& layout);

class JointVector {
 public:
  static constexpr bool of_matrix = false;

  JointVector(const JointKernels& kernels, const JointChain& chain,
              std::span<const std::complex<double>> light, JointLayout layout);

  const JointLayout& layout() const { return layout_; }
  /// Takes the last advance() back, and goes on with at least as many levels.
  void retreat(JointLayout layout);
  /// The state becomes the series' sum.
  void advance(const JointGenerator& generator, const JointSeries& series);

  /// Goes on with at least as many levels; there is nothing to retreat to any more.
  void widen(JointLayout layout);
  /// a psi; a† psi, without what would be beyond the levels; and factors [s] times psi.
  void lower();
  void raise();
  void multiply(std::span<const double> factors);
  /// |psi|² of what becomes |psi| = 1.
  double normalise();

  double population(std::int32_t s, std::int32_t n) const {
    const std::int64_t i = layout_.at(s, n);
    return now_[i] * now_[i] + now_[layout_.size + i] * now_[layout_.size + i];
  }
  /// sum_n <s n|rho|r n>
  std::complex<double> traced(std::int32_t s, std::int32_t r) const;

 private:
  void term(const JointGenerator& generator, double beta, double coefficient);
  void spread(const std::vector<double>& from, JointLayout layout);

  const JointKernels& kernels_;
  JointLayout layout_;
  std::vector<double> now_;    ///< re, and behind it im
  std::vector<double> other_;  ///< b_{k+2}; after a step, the state before it
  std::vector<double> after_;  ///< b_{k+1}
};

/// Throws std::bad_alloc where matrices that grow by so many bytes would not fit: the system gives
/// memory that it has not, and ends the process that then uses it. Twice as much must be there, for
/// the other solution beside it and for what is copied.
void refuse_beyond_memory(double more, std::int64_t available);

/// Of row (s, n) the blocks of columns r >= s - 1; those before follow from Hermiticity.
class JointMatrix {
 public:
  static constexpr bool of_matrix = true;

  JointMatrix(const JointKernels& kernels, const JointChain& chain,
              std::span<const std::complex<double>> light, std::int32_t light_levels,
              JointLayout layout);

  const JointLayout& layout() const { return layout_; }
  /// Throws std::bad_alloc, as the constructor does, of levels that would not fit into memory.
  void retreat(JointLayout layout);
  void advance(const JointGenerator& generator, const JointSeries& series);

  double population(std::int32_t s, std::int32_t n) const { return now_[place(s, n, s, n)]; }
  std::complex<double> traced(std::int32_t s, std::int32_t r) const;

 private:
  std::int64_t place(std::int32_t s, std::int32_t n, std::int32_t r, std::int32_t k) const {
    return (first_row_[s] + n) * layout_.size + layout_.at(r, k);
  }
  void arrange(JointLayout layout);
  void mirror(std::vector<double>& matrix) const;
  void term(const JointGenerator& generator, double beta, double coefficient);

  const JointKernels& kernels_;
  JointLayout layout_;
  std::vector<std::int64_t> first_row_;  ///< [s]
  std::int64_t square_ = 0;
  std::vector<double> now_, other_, after_;  ///< as JointVector has them
};

}  // namespace pairtwist::engines
