// SPDX-License-Identifier: BSD-3-Clause
// What must be solved for one point: its window of m, its sectors and its pairs, from symmetry, the
// demand of the quantities and the weight of the sectors (docs/physics.md, 2).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "model/methods.hpp"
#include "observables/atomic_state.hpp"
#include "observables/output_tables.hpp"
#include "observables/registry.hpp"
#include "pairtwist/job.hpp"
#include "physics/pair_index.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

/// Of the closed form.
enum class Arithmetic {
  by_tolerance,   ///< doubles where they are enough for solve.tolerance, or worth a try (Bell)
  double_double,  ///< always
};

struct PointWork {
  std::shared_ptr<const AtomicStart> start;
  physics::PairIndex pairs;
  Demand demand;
  Method method = Method::closed_form;
  bool in_double = false;  ///< of the closed form: doubles are enough, or worth a try (Bell)
  std::uint32_t sums_in_double = 0;  ///< WantedSums bits, if so
  std::uint32_t sums = 0;            ///< the same, if not
  bool moving_frame = false;         ///< of the Fock method's blocks of pairs
  /// Its steps are finer from the start: a quantity is made of small numbers, and they err
  /// together.
  bool finer = false;
  std::shared_ptr<const LightDensity> light;  ///< in that frame, of methods with a cutoff
  double light_error = 0.0;                   ///< what was left out of it
  /// Of diagonal blocks where they are in the laboratory frame and pairs are not: P(n) stands on
  /// the diagonal only there. Else nullptr.
  std::shared_ptr<const LightDensity> laboratory_light;
  std::shared_ptr<const LightDensity> light_file;  ///< of light.state = "file", else nullptr
  /// Bound of what the dropped sectors can change, over the tolerance, worst quantity.
  double error_estimate = 0.0;
  std::int64_t photon_numbers = 0;  ///< of photon_distribution: output.photons_max + 1
  std::int64_t groups = 0;          ///< of trajectories; 0: of a density matrix

  Sizes of_output;      ///< lengths that follow from the job alone
  OutputTables tables;  ///< for quantities over grids of the config

  /// Whether its blocks go by steps of DOP853, whose errors add up; series know theirs at the end.
  bool by_steps() const { return traits(method).gaussian_blocks || moving_frame; }
  Sizes sizes() const {
    Sizes sizes = of_output;
    sizes.dim = start->dim();
    sizes.two_m_lo = start->two_m_lo;
    sizes.atoms = start->atoms;
    return sizes;
  }
};

class WorkPlanner {
 public:
  WorkPlanner(const Job& job, StateReaders readers,
              Arithmetic arithmetic = Arithmetic::by_tolerance);
  WorkPlanner(const WorkPlanner&) = delete;
  WorkPlanner& operator=(const WorkPlanner&) = delete;

  using StartKey =
      std::tuple<std::int64_t, AtomsState, double, double, double, std::string, double, bool>;
  /// What the last point of a thread had: most points begin as the one before.
  struct Recent;

  /// Throws UsageError if light from a file has more levels than there may be; what the readers
  /// throw. Threads may ask for their points side by side, each with a memory of its own.
  PointWork work(const Point& point, Recent& recent);
  PointWork work(const Point& point);

  /// What of this point its method has to give for all that is evaluated: requested quantities and
  /// those of events.
  Demand demand(const Point& point) const;

 private:
  Method method(const Point& point) const;
  void choose_sums(const Point& point, PointWork& work) const;
  std::shared_ptr<const AtomicStart> start(const Point& point, double allowed, bool whole,
                                           Recent& recent);
  std::shared_ptr<const AtomicStart> new_start(const Point& point, double allowed, bool whole);
  double allowed_weight(const Point& point, const LightDensity* light_file) const;
  std::shared_ptr<const LightDensity> light_from_file(const std::string& path);
  void prepare_light(const Point& point, PointWork& work, Recent& recent) const;
  OutputTables tables(std::int64_t atoms, Recent& recent);

  std::vector<const Quantity*> quantities_;
  bool distribution_;  ///< of the photon number: asked for
  std::int64_t photon_numbers_;
  OutputSpec output_;
  SolveSpec solve_;
  StateReaders readers_;
  Arithmetic arithmetic_;
  std::mutex shared_;                                              ///< holds what is below
  std::map<StartKey, std::shared_ptr<const AtomicStart>> starts_;  ///< a few recent ones
  std::map<std::int64_t, OutputTables> tables_;                    ///< by atoms, a few recent ones
  std::map<std::string, std::shared_ptr<const LightDensity>> lights_;
};

struct WorkPlanner::Recent {
  /// Light at t = 0 on levels, and what was left out of it.
  struct Levels {
    std::shared_ptr<const LightDensity> density;
    double left_out = 0.0;
  };
  /// finest: all that a double can tell is kept of it, unless that is too many levels; else as much
  /// as the tolerance asks for.
  const Levels& levels(const Light& of, bool moving, bool finest, double tolerance);

  std::shared_ptr<const AtomicStart> start;
  StartKey start_key;
  std::int64_t atoms = -1;  ///< of tables
  OutputTables tables;
  std::array<Levels, 2> in_frame;  ///< laboratory, moving
  Light light;                     ///< of in_frame
  bool finest = false;             ///< of in_frame
};

}  // namespace pairtwist
