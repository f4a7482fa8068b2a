// SPDX-License-Identifier: BSD-3-Clause
// The configs of the benchmarks.
#pragma once

#include <string>

namespace pairtwist::stages {

/// The map of the paper's Fig. 2c, a million points of it.
inline const std::string map_of_qfi = R"(
  model = { atoms = 100 }
  time = { stop = 0.03, samples = 100 }
  scan.axes = [{ key = "model.kappa", logspace = [1.0, 1000.0, 1000] },
               { key = "model.eta", linspace = [10.0, 400.0, 1000] }]
  output = { quantities = ["qfi"], over_time = "extrema" }
)";

/// A point of it.
inline const std::string point_of_map = R"(
  model = { atoms = 100, eta = 320.0, kappa = 8.8 }
  time = { stop = 0.03, samples = 100 }
)";
inline const std::string qfi = point_of_map + R"(output.quantities = ["qfi"])";
/// So strict that double-double is needed.
inline const std::string strict_qfi = qfi + "\nsolve.tolerance = 1e-13";
inline const std::string density_matrix = point_of_map + R"(output.quantities = ["rho"])";

inline const std::string bell = R"(
  model = { atoms = 50, eta = 320.0, kappa = 8.8 }
  time = { stop = 0.03, samples = 21 }
  output.quantities = ["bell"]
)";

inline const std::string thermal = R"(
  model = { atoms = 50, eta = 100.0, kappa = 8.8 }
  light = { state = "thermal", n = 1.0 }
  time.stop = 0.03
  output.quantities = ["qfi", "photon_number"]
)";
/// By method `gaussian`, as in a thermal bath.
inline const std::string integrated_thermal = thermal + R"(solve.method = "gaussian")";

inline const std::string kerr_cavity = R"(
  model = { atoms = 1, W0 = 0.0, detuning = -0.1, eta = [0.0, 1.0], kappa = 1.0, kerr = 0.05 }
  time.stop = 10.0
  output.quantities = ["photon_number"]
  solve = { method = "fock", cutoff_exact = 24, frame = )";
inline const std::string kerr_in_the_laboratory = kerr_cavity + R"("laboratory" })";
inline const std::string kerr_in_the_moving_frame = kerr_cavity + R"("moving" })";

/// A thousand times the block of compare.py's row "Fock 3".
inline const std::string three_photons = R"(
  model = { atoms = 2, U = 0.0, W0 = 4.0, detuning = 1.0, eta = 320.0, kappa = 25.4 }
  light = { state = "fock", n = 3 }
  time = { stop = 0.03, samples = 31 }
  scan.axes = [{ key = "model.tilt", linspace = [0.0, 0.1, 1000] }]
  solve.method = "fock"
  output.quantities = ["rho"]
)";

}  // namespace pairtwist::stages
