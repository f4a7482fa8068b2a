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
  /// How far it may be off at x, through even samples: what the last two nodes added to it, of
  /// which one may add nothing by symmetry. The next ones would add less where it converges; how
  /// much less cannot be told from few samples.
  double error(double x) const { return added_from(count_ - 2, x); }
  /// The same where the first three nodes are close to x already: what all others added. It is
  /// little unless the curve has a kink there, which those far away do not see.
  double error_beside_three(double x) const { return added_from(3, x); }

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
  double added_from(std::size_t node, double x) const {
    double product = 1.0;
    double added = 0.0;
    for (std::size_t i = 0; i < count_; ++i) {
      if (i >= node) added += std::abs(c_[i] * product);
      product *= x - x_[i];
    }
    return added;
  }

  std::size_t count_;
  std::array<double, most_nodes> x_{};
  std::array<double, most_nodes> c_{};
};

}  // namespace pairtwist
