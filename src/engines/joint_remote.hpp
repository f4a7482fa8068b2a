// SPDX-License-Identifier: BSD-3-Clause
// A state of the joint method that a JointMachine holds, as those see it who lead it through time:
// what JointWalk and JointTrajectory do to it becomes an order.
#pragma once

#include <optional>

#include "engines/joint_machine.hpp"
#include "engines/joint_state.hpp"

namespace pairtwist::engines {

/// Numbers in a machine's memory.
class JointBlock {
 public:
  JointBlock() = default;
  JointBlock(JointMachine& machine, std::int64_t doubles)
      : machine_(&machine), data_(machine.allocate(doubles)) {}
  JointBlock(JointBlock&& other) noexcept { swap(other); }
  JointBlock& operator=(JointBlock&& other) noexcept {
    swap(other);
    return *this;
  }
  JointBlock(const JointBlock&) = delete;
  JointBlock& operator=(const JointBlock&) = delete;
  ~JointBlock() {
    if (data_ != nullptr) machine_->release(data_);
  }
  double* data() const { return data_; }

 private:
  void swap(JointBlock& other) noexcept {
    std::swap(machine_, other.machine_);
    std::swap(data_, other.data_);
  }
  JointMachine* machine_ = nullptr;
  double* data_ = nullptr;
};

/// What a layout's elements are, beside the layout.
struct JointMap {
  JointLayout layout;
  std::vector<std::int64_t> first_row;  ///< [s]
  std::vector<JointElement> elements;
  bool of_matrix = false;

  JointMap() = default;
  JointMap(JointLayout layout, bool of_matrix);
  std::int64_t rows() const { return of_matrix ? static_cast<std::int64_t>(elements.size()) : 1; }
  std::int64_t square() const { return rows() * layout.size; }
  JointPlaces put(JointShelf& shelf) const;
};

class JointRemoteState {
 public:
  /// image: the state on this layout, as JointVector::now() or JointMatrix::now() have it.
  /// normalised: it is of the norm 1, and is to stay so.
  JointRemoteState(const JointChain& chain, JointLayout layout, std::vector<double> image,
                   bool of_matrix, bool normalised);

  const JointLayout& layout() const { return map_.layout; }
  double population(std::int32_t s, std::int32_t n) const {
    return populations_[static_cast<std::size_t>(map_.first_row[s] + n)];
  }
  /// Only with has_traced(), of |s - r| < the band.
  std::complex<double> traced(std::int32_t s, std::int32_t r) const;
  bool has_traced() const { return traced_there_; }

  void retreat(JointLayout layout);
  /// Until the order is carried out, the generator must stay as it is.
  void advance(const JointGenerator& generator, const JointSeries& series);
  void widen(JointLayout layout);
  /// m [s]: of the sites. a† lacks what would be beyond the levels.
  void jump(JointJump which, std::span<const double> m);
  /// The probability that no jump has come since the last one.
  double survival() const { return survival_; }

  /// The next order is to bring traced(s, s + d), d < band; 0: it need not.
  void ask_for_traced(std::int32_t band) { band_ = band; }

  /// Bytes in the machine; what an order refers to; what comes back of it, in doubles.
  std::int64_t bytes() const;
  std::int64_t freight() const;
  std::int64_t returns() const;
  /// Has its memory where it needs more. Throws OutOfMemory.
  void settle_in(JointMachine& machine);
  JointOrder order(JointShelf shelf, double* returns) const;
  /// After the order has been carried out: gives back memory that is needed no more.
  void leave_behind() { block_of_from_ = JointBlock(); }
  /// What came back.
  void read(const double* returns);

 private:
  /// Three arrays, of which each plays each part in turn.
  double* array(int which) const { return block_.data() + which * 2 * map_.square(); }
  void move_to(JointLayout layout, const double* from);
  void put(JointShelf& shelf, JointOrder& order) const;

  const JointChain& chain_;
  JointMap map_;
  bool normalised_;
  std::vector<double> image_;  ///< until it is uploaded
  JointBlock block_;
  int now_ = 0, other_ = 1, after_ = 2;                   ///< which array
  std::vector<double> populations_, populations_before_;  ///< [element]
  std::vector<double> traced_;
  std::int32_t band_of_traced_ = 0;
  bool traced_there_ = false;
  double survival_ = 1.0;
  double survival_before_ = 1.0;

  // Of the next order.
  bool needs_block_ = true;
  JointMap map_of_from_;
  JointBlock block_of_from_;
  const double* from_ = nullptr;
  std::int32_t jump_ = JointOrder::no_jump;
  const JointGenerator* generator_ = nullptr;  ///< of the series, or nullptr
  JointSeries series_{};
  std::int32_t band_ = 0;
};

/// As JointWalk wants it.
template <bool matrix>
class JointRemote : public JointRemoteState {
 public:
  static constexpr bool of_matrix = matrix;
  JointRemote(const JointChain& chain, JointLayout layout, std::vector<double> image,
              bool normalised)
      : JointRemoteState(chain, std::move(layout), std::move(image), matrix, normalised) {}
};

}  // namespace pairtwist::engines
