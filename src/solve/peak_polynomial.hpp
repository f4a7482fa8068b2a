// SPDX-License-Identifier: BSD-3-Clause
// A polynomial through a few nodes, in Newton's form: a lower degree is the beginning of it.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>

namespace pairtwist {

class PeakPolynomial {
 public:
  static constexpr std::size_t most_nodes = 11;

  /// Through (x[i], y[i]), those nearest to the maximum first; at most `most_nodes`, no x twice.
  PeakPolynomial(std::span<const double> x, std::span<const double> y) : count_(x.size()) {
    for (std::size_t i = 0; i < count_; ++i) {
      x_[i] = x[i];
      c_[i] = y[i];
    }
    for (std::size_t order = 1; order < count_; ++order)
      for (std::size_t i = count_ - 1; i >= order; --i)
        c_[i] = (c_[i] - c_[i - 1]) / (x_[i] - x_[i - order]);
  }
  std::size_t count() const { return count_; }

  struct Jet {
    double value, slope, bend;  ///< p, p', p''
  };
  /// Of the polynomial through the first `nodes` of them.
  Jet at(double x, std::size_t nodes) const {
    Jet jet{c_[nodes - 1], 0.0, 0.0};
    for (std::size_t i = nodes - 1; i-- > 0;) {
      const double step = x - x_[i];
      jet.bend = jet.bend * step + 2.0 * jet.slope;
      jet.slope = jet.slope * step + jet.value;
      jet.value = jet.value * step + c_[i];
    }
    return jet;
  }
  /// How far it may be off at x: what the last two nodes added to it, times what that was of what
  /// the two before them did, as in a geometric series. At least five nodes.
  double error(double x) const {
    double product = 1.0;
    double added[2] = {0.0, 0.0};  // by the last two, by those before
    for (std::size_t i = 0; i < count_; ++i) {
      if (i + 4 >= count_) added[i + 2 >= count_ ? 0 : 1] += std::abs(c_[i] * product);
      product *= x - x_[i];
    }
    constexpr double least = 0.05;
    const double ratio = added[0] < added[1] ? added[0] / added[1] : 1.0;
    return added[0] * (ratio > least ? ratio : least);
  }

  /// Where p' falls through 0 between from and to, if it is positive there and negative here; an
  /// end where it does not rise from that end.
  std::optional<double> peak(double from, double to, bool from_is_best, bool to_is_best,
                             std::size_t nodes) const {
    const double rises = at(from, nodes).slope;
    const double falls = at(to, nodes).slope;
    if (from_is_best && rises <= 0.0) return from;
    if (to_is_best && falls >= 0.0) return to;
    if (!(rises > 0.0 && falls < 0.0)) return std::nullopt;
    double x = from - rises * (to - from) / (falls - rises);
    for (int i = 0; i < 60; ++i) {
      const Jet jet = at(x, nodes);
      (jet.slope > 0.0 ? from : to) = x;
      double next = x - jet.slope / jet.bend;
      if (!(next > from && next < to)) next = 0.5 * (from + to);
      const double step = std::abs(next - x);
      x = next;
      if (step < 1e-9) break;  // of the unit of x: the value is flat to its square
    }
    return x;
  }

 private:
  std::size_t count_;
  std::array<double, most_nodes> x_{};
  std::array<double, most_nodes> c_{};
};

}  // namespace pairtwist
