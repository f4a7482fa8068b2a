// SPDX-License-Identifier: BSD-3-Clause
#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>
#include <utility>

#include "cli/command_options.hpp"
#include "cli/command_words.hpp"
#include "cli/completion.hpp"
#include "cli/manual_pages.hpp"
#include "cli/misspelt.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/version.hpp"

namespace pairtwist::cli {
namespace {

int print_help(const CLI::App& app, const std::string& name) {
  // help() of the program itself would be that of the command which runs.
  const std::string text = name.empty() ? app.get_formatter()->make_help(&app, app.get_name(),
                                                                         CLI::AppFormatMode::Normal)
                                        : find_command(app, name).help(app.get_name());
  std::fputs(text.c_str(), stdout);
  return static_cast<int>(Exit::done);
}

}  // namespace

const CLI::App& find_command(const CLI::App& app, const std::string& name) {
  std::string names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == name) return *command;
    names += (names.empty() ? "" : ", ") + command->get_name();
  }
  const std::string hint = hint_of_command(program_words(app), name);
  throw UsageError(fmt::format("unknown command \"{}\"{}{} are {}", name, hint,
                               hint.empty() ? "; there" : " There", names));
}

CommandLine::CommandLine()
    : app_("pairtwist: entanglement of cavity-coupled atom pairs, scanned over parameters") {
  app_.set_version_flag("--version", std::string("pairtwist ") + std::string(version) + " (" +
                                         std::string(git_commit) +
                                         ")\nLicence: BSD-3-Clause, the pairtwist authors");
  app_.require_subcommand(1);
  // In the order in which help names them.
  add_run();
  add_plan_and_config();
  add_looks();
  add_lists();
  add_help();
  add_merge();
  add_checks();
  add_lab();
  add_completion();
}

CLI::App& CommandLine::add(const std::string& name, const std::string& help,
                           std::function<int()> action) {
  CLI::App* const command = app_.add_subcommand(name, help);
  command->callback([this, action = std::move(action)] { command_ = action; });
  return *command;
}

void CommandLine::add_run() {
  CLI::App& run_app =
      add("run", "solve a scan, write its result file", [this] { return run(run_); });
  add_config_options(run_app, run_.config, true);
  add_unset(run_app, run_.config);
  run_app.add_option("-o,--output", run_.output, "result file (default: CONFIG's stem + .h5)");
  add_solver_options(run_app, run_.config, run_.threads);
  run_app.add_flag("--force", run_.force, "overwrite an existing result file");
  run_app.add_flag("--quiet", run_.quiet, "no progress, no summary");
  run_app.add_option("--shard", run_.shard, "solve one of N shares, I = 0 ... N-1")
      ->type_name("I/N");
  run_app.add_option("--max-hours", run_.max_hours, "stop in order after so long")
      ->check(number_from(0.0, false, "POSITIVE"));
  run_app.add_flag("--allow-mixed", run_.allow_mixed,
                   "go on with parts of another build, backend or SIMD level");
}

void CommandLine::add_plan_and_config() {
  CLI::App& plan_app = add("plan", "what a run would do and cost", [this] { return plan(plan_); });
  add_config_options(plan_app, plan_.config, true);
  add_unset(plan_app, plan_.config);
  add_solver_options(plan_app, plan_.config, plan_.threads);
  add_slurm_options(plan_app, plan_);

  CLI::App& config_app =
      add("config", "print the resolved config with every default; without CONFIG a template",
          [this] { return config(config_); });
  add_config_options(config_app, config_, false);
  add_unset(config_app, config_);
}

void CommandLine::add_looks() {
  CLI::App& info_app = add("info", "what a result file holds", [this] { return info(info_); });
  info_app.add_option("FILE", info_.file, "result file, or FILE.parts")->required();
  info_app.add_flag("--failed", info_.failed,
                    "the points that lack values, with their parameters and the reasons");
  info_app.add_flag("--json", info_.json, "as JSON");

  add_plot_options(add("plot", "picture of result files, and the script that makes it",
                       [this] { return plot(plot_); }),
                   plot_);

  CLI::App& explore_app = add("explore", "one page of HTML with sliders, maps and curves of a file",
                              [this] { return explore(explore_); });
  explore_app.add_option("FILE", explore_.file, "result file")->required();
  explore_app.add_option("-o,--output", explore_.output, "page, .html")->type_name("PAGE");
}

void CommandLine::add_lists() {
  const auto add_list = [this](const char* name, const char* help, int (*list)(bool)) {
    add(name, help, [this, list] { return list(json_); }).add_flag("--json", json_, "as JSON");
  };
  add_list("doctor", "this build, this machine, what is missing", doctor);
  add_list("quantities", "what can be computed, a line each", list_quantities);
  add_list("keys", "every key of the config, a line each", list_keys);
}

void CommandLine::add_help() {
  add("help", "this text, or that of a command", [this] {
    return print_help(app_, help_of_);
  }).add_option("COMMAND", help_of_, "whose help");
  add("version", "as --version", [this] {
    std::puts(app_.version().c_str());
    return static_cast<int>(Exit::done);
  });
}

void CommandLine::add_merge() {
  CLI::App& merge_app = add("merge", "join the parts of a scan, or results of its trajectories",
                            [this] { return merge(merge_); });
  merge_app
      .add_option("FILE", merge_.inputs,
                  "a folder FILE.parts, or results of ranges of trajectories")
      ->required();
  merge_app.add_option("-o,--output", merge_.output,
                       "result file (default: FILE of FILE.parts; of results none)");
  merge_app.add_flag("--partial", merge_.partial,
                     "even if points are missing: NaN there, and a status");
  merge_app.add_flag("--force", merge_.force, "overwrite an existing result file");
  merge_app.add_flag("--quiet", merge_.quiet, "no summary");
}

void CommandLine::add_checks() {
  CLI::App& verify_app =
      add("verify", "solve random points of a result again, alone and in another way",
          [this] { return verify(verify_); });
  add_verify_options(verify_app, verify_);
  verify_app.add_option("--points", verify_.points, "how many (default: 10)")
      ->check(number_from(0.0, false, "POSITIVE"));
  verify_app.add_option("--seed", verify_.seed, "draws the same points again")
      ->check(number_from(0.0, true, ""));

  add_verify_options(
      add("reproduce", "run the stored config of a result again, compare bits or values",
          [this] { return reproduce(reproduce_); }),
      reproduce_);
}

void CommandLine::add_lab() {
  CLI::App& lab_app =
      add("lab", "laboratory numbers to a [model] section", [this] { return lab_command(lab_); });
  add_config_options(lab_app, lab_, true, "laboratory numbers (TOML, docs/lab.md)");
  add_unset(lab_app, lab_);
  lab_app.add_flag("--json", lab_.json, "as JSON");
}

void CommandLine::add_completion() {
  add("completion", "the script that completes its commands in a shell",
      [this] { return print_completion(shell_); })
      .add_option("SHELL", shell_, "whose script")
      ->required()
      ->check(CLI::IsMember(completed_shells()));
  add("manpages", "writes its man pages into a folder",
      [this] { return write_manual_pages(program_words(app_), manual_folder_); })
      .add_option("FOLDER", manual_folder_, "a folder that is there")
      ->required();
}

}  // namespace pairtwist::cli
