// SPDX-License-Identifier: BSD-3-Clause
// Options that several commands have, and those that are many.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/commands.hpp"

namespace pairtwist::cli {

/// CLI11's own message would have the largest double in it, digit by digit.
CLI::Validator number_from(double least, bool included, const std::string& name);

void add_config_options(
    CLI::App& command, ConfigOptions& options, bool required,
    const char* what = "config file (TOML), result file (its config), or - (stdin)");
void add_unset(CLI::App& command, ConfigOptions& options);
/// --backend, --device, --threads, --json
void add_solver_options(CLI::App& command, ConfigOptions& options, int& threads);
void add_slurm_options(CLI::App& command, PlanOptions& options);
void add_verify_options(CLI::App& command, VerifyOptions& options);
/// What they mean is Python's: here they get their help, and an unknown one is refused.
void add_plot_options(CLI::App& command, PlotOptions& options);

}  // namespace pairtwist::cli
