// SPDX-License-Identifier: BSD-3-Clause
// The command line: every command with its options, and the one that was asked for.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "cli/commands.hpp"

namespace pairtwist::cli {

/// The command of that name; throws UsageError with a list of all if there is none.
const CLI::App& find_command(const CLI::App& app, const std::string& name);

class CommandLine {
 public:
  CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  /// Throws CLI::ParseError; of help and version, too.
  void parse(int argc, char** argv) { app_.parse(argc, argv); }
  const CLI::App& app() const { return app_; }
  /// Of a line that was parsed: carries it out, and returns the exit code.
  const std::function<int()>& command() const { return command_; }

 private:
  CLI::App& add(const std::string& name, const std::string& help, std::function<int()> action);
  void add_run();
  void add_plan_and_config();
  void add_looks();
  void add_merge();
  void add_checks();
  void add_lab();
  void add_lists();
  void add_help();
  void add_completion();

  CLI::App app_;
  std::function<int()> command_;
  RunOptions run_;
  PlanOptions plan_;
  ConfigOptions config_, lab_;
  FileOptions info_;
  PlotOptions plot_;
  ExploreOptions explore_;
  MergeOptions merge_;
  VerifyOptions verify_, reproduce_;
  bool json_ = false;  ///< of a command that has no other option
  std::string help_of_, shell_, manual_folder_;
};

}  // namespace pairtwist::cli
