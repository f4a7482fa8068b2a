// SPDX-License-Identifier: BSD-3-Clause
// The validated config as a value: what the file and --set say, defaults filled in, nothing yet
// resolved per point. Reading and refusing happen in src/config; nothing here can be invalid once
// read_config returned it.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "pairtwist/method.hpp"
#include "pairtwist/model.hpp"

namespace pairtwist {

enum class TimeUnit { one, tau_Q, tau_C };
enum class Spacing { list, linear, logarithmic };

/// Sample times in the config's unit. values.empty(): uniform, 0 ... stop, both included.
struct TimeSpec {
  std::vector<double> values;
  Spacing spacing = Spacing::list;  ///< of the values
  bool start_added = false;         ///< spaced ones do not begin at 0, which is put in front
  std::int64_t samples = 101;
  TimeUnit unit = TimeUnit::one;  ///< also of pump.switch_off and pump.segments.until
};

enum class ScanMode { grid, zip };

struct ScanAxis {
  std::string key;             ///< "model.kappa"
  std::vector<double> values;  ///< of an axis over words: each word's number among those there are
  Spacing spacing = Spacing::list;
  /// As many were asked for: of an integer key spaced values are rounded, and in a grid each value
  /// is there once.
  std::int64_t asked = 0;
  std::vector<std::string> words = {};  ///< as the config spells them; empty over numbers
};

struct ScanSpec {
  ScanMode mode = ScanMode::grid;
  std::vector<ScanAxis> axes;  ///< grid: outer product, first axis slowest
};

enum class BackendChoice { automatic, cpu, cuda };

/// Photon levels beyond which no cutoff goes.
inline constexpr std::int64_t kLargestCutoff = 1024;

/// Groups of trajectories of equal size, from which standard errors come.
inline constexpr std::int64_t kTrajectoryGroups = 20;

/// Of solve.tolerance.
inline constexpr double kLowestTolerance = 1e-14;
inline constexpr double kHighestTolerance = 0.1;

struct SolveSpec {
  Method method = Method::automatic;
  BackendChoice backend = BackendChoice::automatic;
  Frame frame = Frame::automatic;
  double tolerance = 1e-8;                   ///< on every quantity, relative to its scale
  std::optional<std::int64_t> cutoff;        ///< photon levels: a ceiling; none: "auto"
  std::optional<std::int64_t> cutoff_exact;  ///< fixes the cutoff; never both
  std::int64_t trajectories = 0;             ///< 0: density matrices; a multiple of their groups
  std::int64_t seed = 1;                     ///< of the trajectories
  /// The number of the first one, a multiple of their groups. Given, though it be 0, the result
  /// keeps what other trajectories of the same scan can be added to.
  std::optional<std::int64_t> first_trajectory = {};
  /// That solving one point may take; one that takes longer is given up. Infinite: no limit.
  double max_seconds = std::numeric_limits<double>::infinity();
};

enum class OverTime { all, final, extrema };
enum class EventScale { one, N, N_squared };

/// First time at which quantity >= level * scale, or <= where it is `below`.
struct EventSpec {
  std::string name;
  std::string quantity;
  double level = 0.0;
  EventScale scale = EventScale::one;
  bool below = false;
  std::string label = {};  ///< for people; empty: the file's own words
};

/// Rotation angles of cfi, in radians; linear or a list.
struct AngleSpec {
  std::vector<double> values;
  Spacing spacing = Spacing::list;
};

/// Points of the Husimi function: theta from 0 to pi and phi from -pi to pi, both ends included.
struct HusimiGrid {
  std::int64_t theta = 91;
  std::int64_t phi = 181;
};

struct OutputSpec {
  std::vector<std::string> quantities = {"qfi"};
  OverTime over_time = OverTime::all;
  std::vector<EventSpec> events;
  double part_seconds = 30.0;
  std::int64_t photons_max = 20;  ///< of photon_distribution, its last n
  AngleSpec angles;               ///< of cfi
  HusimiGrid husimi_grid;
};

struct Job {
  std::string title;
  std::string rate_unit = "1";
  Parameters base;  ///< the point of which every scan point is a variation
  TimeSpec time;
  ScanSpec scan;
  SolveSpec solve;
  OutputSpec output;
  std::string config_text;  ///< the file as it was read, for provenance
  /// What the user is to be told: keys that the overrides left without a meaning, values dropped.
  std::vector<std::string> notes;
};

/// Names as the config spells them ("closed_form", "tau_Q", ...).
std::string to_string(TimeUnit);
std::string to_string(Method);
std::string to_string(BackendChoice);
std::string to_string(Frame);
std::string to_string(OverTime);
std::string to_string(EventScale);
std::string to_string(LightState);
std::string to_string(AtomsState);
std::string to_string(Spacing);

/// What the command line says over a config.
struct ConfigChanges {
  std::vector<std::string> set;    ///< "key=value" of --set, applied in order
  std::vector<std::string> unset;  ///< keys of --unset, taken out before
  /// Absolute paths of start files that need not exist: their contents are known otherwise.
  std::vector<std::string> known_files;
};

/// Reads and validates a TOML 1.0 config. `overrides` are "key=value" of --set, applied in order.
/// Throws UsageError (naming file, line, key, what was found, what is allowed), IoError if the file
/// cannot be read.
Job read_config(const std::string& path, const std::vector<std::string>& overrides = {});
Job read_config(const std::string& path, const ConfigChanges& changes);

/// The same from a text; `name` stands for the file in messages.
Job parse_config(const std::string& text, const std::string& name,
                 const std::vector<std::string>& overrides = {});
Job parse_config(const std::string& text, const std::string& name, const ConfigChanges& changes);

/// The resolved config, every default written out, as TOML that parse_config accepts and reads back
/// to the same Job (bit for bit).
std::string to_toml(const Job& job);

}  // namespace pairtwist
