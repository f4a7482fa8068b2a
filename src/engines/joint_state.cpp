// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_state.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#include "backend/host_memory.hpp"
#include "pairtwist/stop_flag.hpp"

namespace pairtwist::engines {
namespace {

/// Bytes of a step's matrices for which nobody needs to be asked.
constexpr double small_matrices = 64.0 * (1 << 20);

/// Clenshaw's sum; term(beta, coefficient) puts b_k into `other`, from b_{k+1} in `after` and
/// b_{k+2} in `other`. The sum comes into `other`, too.
template <class Term>
void sum_series(const JointSeries& series, const std::vector<double>& state,
                std::vector<double>& after, std::vector<double>& other, const Term& term) {
  const std::span<const double> c = series.coefficients;
  after.resize(state.size());
  for (std::size_t i = 0; i < state.size(); ++i) after[i] = c.back() * state[i];
  other.assign(state.size(), 0.0);
  for (std::size_t k = c.size() - 2; k > 0; --k) {
    if (StopFlag::raised_at(series.stop)) return;
    term(series.beta, c[k]);
    std::swap(after, other);
  }
  term(2.0 * series.beta, c[0]);
}

}  // namespace

std::vector<double> start_of_vector(const JointChain& chain,
                                    std::span<const std::complex<double>> light,
                                    const JointLayout& layout) {
  std::vector<double> state(static_cast<std::size_t>(2 * layout.size), 0.0);
  for (std::int32_t s = 0; s < layout.sites(); ++s) {
    const auto held = std::min(static_cast<std::int32_t>(light.size()), layout.levels[s]);
    for (std::int32_t n = 0; n < held; ++n) {
      const std::complex<double> amplitude = chain.start[s] * light[n];
      const std::int64_t i = layout.at(s, n);
      state[i] = amplitude.real();
      state[layout.size + i] = amplitude.imag();
    }
  }
  return state;
}

std::vector<double> start_of_matrix(const JointChain& chain,
                                    std::span<const std::complex<double>> light,
                                    std::int32_t light_levels, const JointLayout& layout) {
  std::int64_t square = 0;
  for (const std::int32_t levels : layout.levels) square += levels * layout.size;
  std::vector<double> state(static_cast<std::size_t>(2 * square), 0.0);
  std::int64_t first_row = 0;
  for (std::int32_t s = 0; s < layout.sites(); first_row += layout.levels[s++]) {
    for (std::int32_t r = std::max(s - 1, 0); r < layout.sites(); ++r) {
      for (std::int32_t n = 0; n < std::min(light_levels, layout.levels[s]); ++n) {
        for (std::int32_t k = 0; k < std::min(light_levels, layout.levels[r]); ++k) {
          const std::complex<double> element =
              chain.start[s] * std::conj(chain.start[r]) * light[n * light_levels + k];
          const std::int64_t i = (first_row + n) * layout.size + layout.at(r, k);
          state[i] = element.real();
          state[square + i] = element.imag();
        }
      }
    }
  }
  return state;
}

JointVector::JointVector(const JointKernels& kernels, const JointChain& chain,
                         std::span<const std::complex<double>> light, JointLayout layout)
    : kernels_(kernels), layout_(std::move(layout)), now_(start_of_vector(chain, light, layout_)) {}

/// The state becomes what is `from` the present levels on others, at least as many.
void JointVector::spread(const std::vector<double>& from, JointLayout layout) {
  now_.assign(static_cast<std::size_t>(2 * layout.size), 0.0);
  for (std::int32_t s = 0; s < layout_.sites(); ++s) {
    for (std::int32_t n = 0; n < layout_.levels[s]; ++n) {
      now_[layout.at(s, n)] = from[layout_.at(s, n)];
      now_[layout.size + layout.at(s, n)] = from[layout_.size + layout_.at(s, n)];
    }
  }
  layout_ = std::move(layout);
}

void JointVector::retreat(JointLayout layout) { spread(other_, std::move(layout)); }

void JointVector::widen(JointLayout layout) {
  other_ = now_;
  spread(other_, std::move(layout));
}

void JointVector::lower() {
  for (std::int32_t s = 0; s < layout_.sites(); ++s) {
    for (std::int64_t part = 0; part < 2; ++part) {
      double* const level = now_.data() + part * layout_.size + layout_.place[s];
      const std::int32_t top = layout_.levels[s] - 1;
      for (std::int32_t n = 0; n < top; ++n) level[n] = std::sqrt(n + 1.0) * level[n + 1];
      level[top] = 0.0;
    }
  }
}

void JointVector::raise() {
  for (std::int32_t s = 0; s < layout_.sites(); ++s) {
    for (std::int64_t part = 0; part < 2; ++part) {
      double* const level = now_.data() + part * layout_.size + layout_.place[s];
      for (std::int32_t n = layout_.levels[s] - 1; n > 0; --n)
        level[n] = std::sqrt(static_cast<double>(n)) * level[n - 1];
      level[0] = 0.0;
    }
  }
}

void JointVector::multiply(std::span<const double> factors) {
  for (std::int32_t s = 0; s < layout_.sites(); ++s) {
    for (std::int32_t n = 0; n < layout_.levels[s]; ++n) {
      now_[layout_.at(s, n)] *= factors[s];
      now_[layout_.size + layout_.at(s, n)] *= factors[s];
    }
  }
}

double JointVector::normalise() {
  double squared = 0.0;  // what is between the sites is zero
  for (const double part : now_) squared += part * part;
  const double factor = 1.0 / std::sqrt(squared);
  for (double& part : now_) part *= factor;
  return squared;
}

void JointVector::term(const JointGenerator& generator, double beta, double coefficient) {
  kernels_.vector({.layout = layout_.view(),
                   .tables = generator.tables(),
                   .state = now_.data(),
                   .after = after_.data(),
                   .out = other_.data(),
                   .beta = beta,
                   .coefficient = coefficient});
}

void JointVector::advance(const JointGenerator& generator, const JointSeries& series) {
  sum_series(series, now_, after_, other_,
             [&](double beta, double c) { term(generator, beta, c); });
  std::swap(now_, other_);
}

std::complex<double> JointVector::traced(std::int32_t s, std::int32_t r) const {
  double re = 0.0;
  double im = 0.0;
  const double* const a = now_.data() + layout_.place[s];
  const double* const b = now_.data() + layout_.place[r];
  for (std::int32_t n = 0; n < std::min(layout_.levels[s], layout_.levels[r]); ++n) {
    re += a[n] * b[n] + a[layout_.size + n] * b[layout_.size + n];
    im += a[layout_.size + n] * b[n] - a[n] * b[layout_.size + n];
  }
  return {re, im};
}

JointMatrix::JointMatrix(const JointKernels& kernels, const JointChain& chain,
                         std::span<const std::complex<double>> light, std::int32_t light_levels,
                         JointLayout layout)
    : kernels_(kernels) {
  arrange(std::move(layout));
  now_ = start_of_matrix(chain, light, light_levels, layout_);
}

void refuse_beyond_memory(double more, std::int64_t available) {
  if (2.0 * more > static_cast<double>(available)) throw std::bad_alloc();
}

void JointMatrix::arrange(JointLayout layout) {
  layout_ = std::move(layout);
  first_row_.clear();
  std::int64_t rows = 0;
  for (const std::int32_t levels : layout_.levels) {
    first_row_.push_back(rows);
    rows += levels;
  }
  square_ = rows * layout_.size;
  const auto held = static_cast<double>(now_.capacity() + other_.capacity() + after_.capacity());
  const double more = sizeof(double) * (3.0 * 2.0 * static_cast<double>(square_) - held);
  if (more > small_matrices) refuse_beyond_memory(more, available_host_memory());
}

void JointMatrix::retreat(JointLayout layout) {
  const JointLayout old = layout_;
  const std::vector<std::int64_t> old_rows = first_row_;
  const std::int64_t old_square = square_;
  arrange(std::move(layout));
  now_.assign(static_cast<std::size_t>(2 * square_), 0.0);
  for (std::int32_t s = 0; s < old.sites(); ++s) {
    for (std::int32_t n = 0; n < old.levels[s]; ++n) {
      const double* const row = other_.data() + (old_rows[s] + n) * old.size;
      for (std::int32_t r = std::max(s - 1, 0); r < old.sites(); ++r) {
        for (std::int32_t k = 0; k < old.levels[r]; ++k) {
          now_[place(s, n, r, k)] = row[old.at(r, k)];
          now_[square_ + place(s, n, r, k)] = row[old_square + old.at(r, k)];
        }
      }
    }
  }
}

/// The blocks (s + 1, s) from (s, s + 1).
void JointMatrix::mirror(std::vector<double>& matrix) const {
  for (std::int32_t s = 0; s + 1 < layout_.sites(); ++s) {
    const double* const from = matrix.data() + first_row_[s] * layout_.size;
    for (std::int32_t k = 0; k < layout_.levels[s + 1]; ++k) {
      double* const to = matrix.data() + place(s + 1, k, s, 0);
      const double* const column = from + layout_.at(s + 1, k);
      for (std::int32_t n = 0; n < layout_.levels[s]; ++n) {
        to[n] = column[n * layout_.size];
        to[square_ + n] = -column[square_ + n * layout_.size];
      }
    }
  }
}

void JointMatrix::term(const JointGenerator& generator, double beta, double coefficient) {
  kernels_.matrix({.layout = layout_.view(),
                   .first_row = first_row_.data(),
                   .tables = generator.tables(),
                   .jumps = generator.jumps(),
                   .state = now_.data(),
                   .after = after_.data(),
                   .out = other_.data(),
                   .square = square_,
                   .beta = beta,
                   .coefficient = coefficient});
  mirror(other_);
}

void JointMatrix::advance(const JointGenerator& generator, const JointSeries& series) {
  sum_series(series, now_, after_, other_,
             [&](double beta, double c) { term(generator, beta, c); });
  std::swap(now_, other_);
}

std::complex<double> JointMatrix::traced(std::int32_t s, std::int32_t r) const {
  std::complex<double> sum = 0.0;
  for (std::int32_t n = 0; n < std::min(layout_.levels[s], layout_.levels[r]); ++n) {
    const std::int64_t i = place(s, n, r, n);
    sum += std::complex<double>(now_[i], now_[square_ + i]);
  }
  return sum;
}

}  // namespace pairtwist::engines
