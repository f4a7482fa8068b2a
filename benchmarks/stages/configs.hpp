// The configs of the benchmarks.
#pragma once

namespace pairtwist::stages {

/// The map of the paper's Fig. 2c: a million points of it for what is done before solving, one for
/// what solves.
inline constexpr char map_of_qfi[] = R"(
  model = { atoms = 100 }
  time = { stop = 0.03, samples = 100 }
  scan.axes = [{ key = "model.kappa", logspace = [1.0, 1000.0, 1000] },
               { key = "model.eta", linspace = [10.0, 400.0, 1000] }]
  output = { quantities = ["qfi"], over_time = "extrema" }
)";

inline constexpr char qfi[] = R"(
  model = { atoms = 100, eta = 320.0, kappa = 8.8 }
  time = { stop = 0.03, samples = 100 }
  output.quantities = ["qfi"]
)";

/// So strict that double-double is needed.
inline constexpr char strict_qfi[] = R"(
  model = { atoms = 100, eta = 320.0, kappa = 8.8 }
  time = { stop = 0.03, samples = 100 }
  solve.tolerance = 1e-13
  output.quantities = ["qfi"]
)";

inline constexpr char bell[] = R"(
  model = { atoms = 50, eta = 320.0, kappa = 8.8 }
  time = { stop = 0.03, samples = 21 }
  output.quantities = ["bell"]
)";

inline constexpr char thermal[] = R"(
  model = { atoms = 50, eta = 100.0, kappa = 8.8 }
  light = { state = "thermal", n = 1.0 }
  time.stop = 0.03
  output.quantities = ["qfi", "photon_number"]
)";

inline constexpr char kerr_in_the_laboratory[] = R"(
  model = { atoms = 1, W0 = 0.0, detuning = -0.1, eta = [0.0, 1.0], kappa = 1.0, kerr = 0.05 }
  time.stop = 10.0
  solve = { method = "fock", frame = "laboratory", cutoff_exact = 24 }
  output.quantities = ["photon_number"]
)";

inline constexpr char kerr_in_the_moving_frame[] = R"(
  model = { atoms = 1, W0 = 0.0, detuning = -0.1, eta = [0.0, 1.0], kappa = 1.0, kerr = 0.05 }
  time.stop = 10.0
  solve = { method = "fock", frame = "moving", cutoff_exact = 24 }
  output.quantities = ["photon_number"]
)";

inline constexpr char density_matrix[] = R"(
  model = { atoms = 100, eta = 320.0, kappa = 8.8 }
  time = { stop = 0.03, samples = 100 }
  output.quantities = ["rho"]
)";

}  // namespace pairtwist::stages
