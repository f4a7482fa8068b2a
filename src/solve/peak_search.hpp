// SPDX-License-Identifier: BSD-3-Clause
// One maximum of a quantity between its samples: by a polynomial through the samples around it
// where two degrees of it agree and its value there is that of the quantity, else from further
// values.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace pairtwist {

/// A value at its time; of a minimum with the opposite sign.
struct PeakNode {
  double time;
  double value;
};

class PeakSearch {
 public:
  /// Samples that are used on either side of the largest; more on one where the other has fewer.
  static constexpr std::size_t reach = 5;

  /// nodes: consecutive samples with values, at most twice `reach` on either side of `best`, which
  /// is not smaller than its neighbours.
  /// from, to: how far the maximum may be away, at least the neighbours of `best` where it has
  /// both; edges: times in order at which a derivative may jump. The maximum is found to `margin`.
  PeakSearch(std::span<const PeakNode> nodes, std::size_t best, double from, double to,
             std::span<const double> edges, double margin);

  bool done() const { return done_; }
  /// Whether nothing that was asked for and lost may be larger.
  bool certain() const { return certain_; }
  /// Of the maximum, once it is done.
  PeakNode found() const { return found_; }
  /// Until then what it is at most, as far as the polynomials tell, or infinite.
  double at_most() const { return at_most_; }

  /// Until it is done: where values are wanted next, in order, and nowhere twice.
  std::span<const double> wanted() const { return wanted_; }
  /// The value at wanted()[i], or not a number where it is lost, and then what it is at most.
  void take(std::size_t i, double value, double at_most = std::numeric_limits<double>::infinity());
  /// After all of them.
  void go_on();

 private:
  struct Guess {
    PeakNode peak;
    double error;         ///< of the value
    double other_degree;  ///< how far away a lower degree has it; 0 where nobody needs to know
    double bend;          ///< -f''
    double range;         ///< what the values that it is made of differ by
  };
  /// A side of the best node, or both, within which f is smooth.
  struct Piece {
    double from, to;
  };

  PeakNode best() const { return nodes_[best_]; }
  bool flat() const;
  void go_to_end_of_plateau();
  std::optional<Guess> guess() const;
  std::optional<Guess> guess_within(const Piece& piece) const;
  std::vector<PeakNode> around(const Piece& piece) const;
  bool is_edge(double time) const;
  void finish(PeakNode found);
  void want(double time);
  void want_evenly();
  void want_from_the_end();
  void look();

  std::vector<PeakNode> nodes_;  ///< in order of time
  std::size_t best_;
  double from_, to_;  ///< of the maximum, as far as is known
  double first_width_;
  std::optional<PeakNode> end_;       ///< the first best node, if nothing lies on one side of it
  std::optional<PeakNode> expected_;  ///< what the samples' polynomial says, while it is tried
  std::vector<double> edges_;
  double margin_;
  int rounds_ = 0;
  bool done_ = false;
  bool certain_ = true;
  PeakNode found_{};
  double at_most_ = std::numeric_limits<double>::infinity();
  std::vector<double> wanted_;
  std::vector<PeakNode> taken_;
};

}  // namespace pairtwist
