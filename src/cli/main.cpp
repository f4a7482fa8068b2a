// SPDX-License-Identifier: BSD-3-Clause
// The program: reads the command line, calls one command, turns errors into exit codes.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>
#include <new>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

#include "cli/command_words.hpp"
#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/devices.hpp"
#include "cli/manual_pages.hpp"
#include "cli/misspelt.hpp"
#include "cli/streams.hpp"
#include "cli/text.hpp"
#include "io/h5_room.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/version.hpp"

namespace {

using namespace pairtwist::cli;
using pairtwist::Exit;

/// CLI11's own message would have the largest double in it, digit by digit.
CLI::Validator number_from(double least, bool included, const std::string& name) {
  return CLI::Validator(
      [least, included](const std::string& text) -> std::string {
        double value = 0.0;
        const bool good =
            CLI::detail::lexical_cast(text, value) && (included ? value >= least : value > least);
        return good ? ""
                    : fmt::format("found {}, allowed: a number {} {:g}", text,
                                  included ? "from" : "above", least);
      },
      name);
}

void add_config_options(
    CLI::App& command, ConfigOptions& options, bool required,
    const char* what = "config file (TOML), result file (its config), or - (stdin)") {
  auto* config = command.add_option("CONFIG", options.config, what);
  if (required) config->required();
  command
      .add_option("--set", options.set,
                  "set a key of the config: --set model.kappa=0.1; repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

void add_unset(CLI::App& command, ConfigOptions& options) {
  command
      .add_option("--unset", options.unset,
                  "take a key or a section out of the config, before --set; repeatable")
      ->type_name("KEY")
      ->allow_extra_args(false);
}

void add_solver_options(CLI::App& command, ConfigOptions& options, int& threads) {
  command.add_option("--backend", options.backend, "auto, cpu or cuda")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
  command
      .add_option_function<std::string>(
          "--device", [&](const std::string& text) { options.devices = read_devices(text); },
          "auto (all), or numbers of CUDA devices: --device 0,2")
      ->type_name("auto|N,...");
  command.add_option("--threads", threads, "host threads (default: all)")
      ->check(CLI::Range(1, 4096));
  command.add_flag("--json", options.json, "print the outcome as JSON to stdout");
}

void add_slurm_options(CLI::App& command, PlanOptions& options) {
  auto* slurm =
      command.add_flag("--slurm", options.slurm, "print a batch script for sbatch instead");
  slurm->excludes("--json");
  auto* cpus = command.add_flag("--cpus", options.cpus, "its workers compute on CPUs");
  auto* gpus = command.add_flag("--gpus", options.gpus, "its workers have a CUDA device each");
  cpus->needs(slurm)->excludes(gpus)->excludes("--backend");
  gpus->needs(slurm)->excludes("--backend");
  command.add_option("--shards", options.shards, "its tasks (default: about an hour each)")
      ->check(CLI::Range(1, 1'000'000))
      ->needs(slurm);
  command
      .add_option("-o,--output", options.output,
                  "the script's result file (default: CONFIG's stem + .h5)")
      ->needs(slurm);
}

void add_verify_options(CLI::App& command, VerifyOptions& options) {
  command.add_option("FILE", options.config.config, "result file")->required();
  add_solver_options(command, options.config, options.threads);
  command.add_flag("--quiet", options.quiet, "no progress");
}

/// What they mean is Python's: here they get their help, and an unknown one is refused.
void add_plot_options(CLI::App& command, PlotOptions& options) {
  command.add_option("FILE", options.files, "result files")->required();
  const auto forward = [&](const std::string& flag, const char* type, const char* help) {
    const std::string name = flag.substr(flag.find("--"));
    command
        .add_option_function<std::vector<std::string>>(
            flag,
            [&options, name](const std::vector<std::string>& values) {
              for (const std::string& value : values) options.words.push_back(name + "=" + value);
            },
            help)
        ->type_name(type)
        ->allow_extra_args(false);
  };
  forward("-o,--output", "IMAGE", "image: .png, .pdf or .svg");
  forward("--quantity", "Q,...", "which ones, a panel each (default: the first)");
  forward("--at", "AXIS=VALUE,...", "fix axes, or cut: --at kappa=0.1,1; repeatable");
  forward("--log", "x,y,z|none", "logarithmic axes; z: the colours of a map");
  forward("--xlim", "A,B", "ends of the x axis; one may be left out");
  forward("--ylim", "A,B", "ends of the y axis");
  forward("--title", "T", "instead of the file's");
  forward("--size", "W,H|column", "in inches, or for one column of a journal");
  forward("--style", "S", "a style of matplotlib");
  forward("--hline", "V[:LABEL],...", "lines across, also by name: bound; repeatable");
  forward("--vline", "V[:LABEL],...", "lines upward, also by name: tau_Q; repeatable");
  forward("--contour", "V[:LABEL],...", "of maps, also of an event by name; repeatable");
  forward("--scale", "1|N|N^2", "divide the quantity by this");
  forward("--fit", "power", "y = a x^b through each curve, with its exponent");
  command.add_flag_callback(
      "--flat", [&options] { options.words.emplace_back("--flat"); },
      "husimi as a map, not as a sphere");
}

/// The command of that name; throws a list of all if there is none.
const CLI::App& find_command(const CLI::App& app, const std::string& name) {
  std::string names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == name) return *command;
    names += (names.empty() ? "" : ", ") + command->get_name();
  }
  const std::string hint = hint_of_command(program_words(app), name);
  throw pairtwist::UsageError(fmt::format("unknown command \"{}\"{}{} are {}", name, hint,
                                          hint.empty() ? "; there" : " There", names));
}

/// CLI11 would only say that a command is missing.
void refuse_unknown_command(const CLI::App& app, int argc, char** argv) {
  if (argc >= 2 && argv[1][0] != '-') find_command(app, argv[1]);
}

int print_help(const CLI::App& app, const std::string& name) {
  // help() of the program itself would be that of the command which runs.
  const std::string text = name.empty() ? app.get_formatter()->make_help(&app, app.get_name(),
                                                                         CLI::AppFormatMode::Normal)
                                        : find_command(app, name).help(app.get_name());
  std::fputs(text.c_str(), stdout);
  return static_cast<int>(Exit::done);
}

/// The exit code of what has printed, or of not having been able to.
int with_output(int code) { return output_has_arrived() ? code : static_cast<int>(Exit::io); }

int carry_out(const std::function<int()>& command) {
  try {
    return with_output(command());
  } catch (const std::system_error& failure) {  // fmt::print's, of more than a buffer
    if (!output_has_arrived(failure.code().value())) return static_cast<int>(Exit::io);
    throw;
  }
}

int run_program(int argc, char** argv) {
  CLI::App app("pairtwist: entanglement of cavity-coupled atom pairs, scanned over parameters");
  app.set_version_flag("--version", std::string("pairtwist ") + std::string(pairtwist::version) +
                                        " (" + std::string(pairtwist::git_commit) +
                                        ")\nLicence: BSD-3-Clause, the pairtwist authors");
  app.require_subcommand(1);
  std::function<int()> command;

  RunOptions run_options;
  auto* run_app = app.add_subcommand("run", "solve a scan, write its result file");
  add_config_options(*run_app, run_options.config, true);
  add_unset(*run_app, run_options.config);
  run_app->add_option("-o,--output", run_options.output,
                      "result file (default: CONFIG's stem + .h5)");
  add_solver_options(*run_app, run_options.config, run_options.threads);
  run_app->add_flag("--force", run_options.force, "overwrite an existing result file");
  run_app->add_flag("--quiet", run_options.quiet, "no progress, no summary");
  run_app->add_option("--shard", run_options.shard, "solve one of N shares, I = 0 ... N-1")
      ->type_name("I/N");
  run_app->add_option("--max-hours", run_options.max_hours, "stop in order after so long")
      ->check(number_from(0.0, false, "POSITIVE"));
  run_app->add_flag("--allow-mixed", run_options.allow_mixed,
                    "go on with parts of another build, backend or SIMD level");
  run_app->callback([&] { command = [&] { return run(run_options); }; });

  PlanOptions plan_options;
  auto* plan_app = app.add_subcommand("plan", "what a run would do and cost");
  add_config_options(*plan_app, plan_options.config, true);
  add_unset(*plan_app, plan_options.config);
  add_solver_options(*plan_app, plan_options.config, plan_options.threads);
  add_slurm_options(*plan_app, plan_options);
  plan_app->callback([&] { command = [&] { return plan(plan_options); }; });

  ConfigOptions config_options;
  auto* config_app = app.add_subcommand(
      "config", "print the resolved config with every default; without CONFIG a template");
  add_config_options(*config_app, config_options, false);
  add_unset(*config_app, config_options);
  config_app->callback([&] { command = [&] { return config(config_options); }; });

  FileOptions info_options;
  auto* info_app = app.add_subcommand("info", "what a result file holds");
  info_app->add_option("FILE", info_options.file, "result file, or FILE.parts")->required();
  info_app->add_flag("--failed", info_options.failed,
                     "the points that lack values, with their parameters and the reasons");
  info_app->add_flag("--json", info_options.json, "as JSON");
  info_app->callback([&] { command = [&] { return info(info_options); }; });

  PlotOptions plot_options;
  auto* plot_app =
      app.add_subcommand("plot", "picture of result files, and the script that makes it");
  add_plot_options(*plot_app, plot_options);
  plot_app->callback([&] { command = [&] { return plot(plot_options); }; });

  ExploreOptions explore_options;
  auto* explore_app =
      app.add_subcommand("explore", "one page of HTML with sliders, maps and curves of a file");
  explore_app->add_option("FILE", explore_options.file, "result file")->required();
  explore_app->add_option("-o,--output", explore_options.output, "page, .html")->type_name("PAGE");
  explore_app->callback([&] { command = [&] { return explore(explore_options); }; });

  bool doctor_json = false;
  auto* doctor_app = app.add_subcommand("doctor", "this build, this machine, what is missing");
  doctor_app->add_flag("--json", doctor_json, "as JSON");
  doctor_app->callback([&] { command = [&] { return doctor(doctor_json); }; });

  bool list_json = false;
  auto* quantities_app = app.add_subcommand("quantities", "what can be computed, a line each");
  quantities_app->add_flag("--json", list_json, "as JSON");
  quantities_app->callback([&] { command = [&] { return list_quantities(list_json); }; });
  auto* keys_app = app.add_subcommand("keys", "every key of the config, a line each");
  keys_app->add_flag("--json", list_json, "as JSON");
  keys_app->callback([&] { command = [&] { return list_keys(list_json); }; });

  std::string help_of;
  auto* help_app = app.add_subcommand("help", "this text, or that of a command");
  help_app->add_option("COMMAND", help_of, "whose help");
  help_app->callback([&] { command = [&] { return print_help(app, help_of); }; });
  app.add_subcommand("version", "as --version")->callback([&] {
    command = [&] {
      std::puts(app.version().c_str());
      return static_cast<int>(Exit::done);
    };
  });

  MergeOptions merge_options;
  auto* merge_app =
      app.add_subcommand("merge", "join the parts of a scan, or results of its trajectories");
  merge_app
      ->add_option("FILE", merge_options.inputs,
                   "a folder FILE.parts, or results of ranges of trajectories")
      ->required();
  merge_app->add_option("-o,--output", merge_options.output,
                        "result file (default: FILE of FILE.parts; of results none)");
  merge_app->add_flag("--partial", merge_options.partial,
                      "even if points are missing: NaN there, and a status");
  merge_app->add_flag("--force", merge_options.force, "overwrite an existing result file");
  merge_app->add_flag("--quiet", merge_options.quiet, "no summary");
  merge_app->callback([&] { command = [&] { return merge(merge_options); }; });

  VerifyOptions verify_options;
  auto* verify_app = app.add_subcommand(
      "verify", "solve random points of a result again, alone and in another way");
  add_verify_options(*verify_app, verify_options);
  verify_app->add_option("--points", verify_options.points, "how many (default: 10)")
      ->check(number_from(0.0, false, "POSITIVE"));
  verify_app->add_option("--seed", verify_options.seed, "draws the same points again")
      ->check(number_from(0.0, true, ""));
  verify_app->callback([&] { command = [&] { return verify(verify_options); }; });

  VerifyOptions reproduce_options;
  auto* reproduce_app = app.add_subcommand(
      "reproduce", "run the stored config of a result again, compare bits or values");
  add_verify_options(*reproduce_app, reproduce_options);
  reproduce_app->callback([&] { command = [&] { return reproduce(reproduce_options); }; });

  ConfigOptions lab_options;
  auto* lab_app = app.add_subcommand("lab", "laboratory numbers to a [model] section");
  add_config_options(*lab_app, lab_options, true, "laboratory numbers (TOML, docs/lab.md)");
  add_unset(*lab_app, lab_options);
  lab_app->add_flag("--json", lab_options.json, "as JSON");
  lab_app->callback([&] { command = [&] { return lab_command(lab_options); }; });

  std::string shell;
  auto* completion_app =
      app.add_subcommand("completion", "the script that completes its commands in a shell");
  completion_app->add_option("SHELL", shell, "whose script")
      ->required()
      ->check(CLI::IsMember(completed_shells()));
  completion_app->callback([&] { command = [&] { return print_completion(shell); }; });

  std::string manual_folder;
  auto* manual_app = app.add_subcommand("manpages", "writes its man pages into a folder");
  manual_app->add_option("FOLDER", manual_folder, "a folder that is there")->required();
  manual_app->callback(
      [&] { command = [&] { return write_manual_pages(program_words(app), manual_folder); }; });

  if (argc >= 2 && std::string_view(argv[1]) == completion_request)
    return carry_out([&] {
      return answer_completion(program_words(app), {argv + std::min(argc, 3), argv + argc});
    });
  refuse_unknown_command(app, argc, argv);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help and version are no errors; everything else is bad usage.
    std::ostringstream text;
    if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::Success)) {
      const std::string hint = hint_of_option(program_words(app), {argv + 1, argv + argc});
      say_error(fmt::format("{}{}{} --help says what there is", error.what(), hint,
                            hint.ends_with('?') ? "" : ";"));
      return static_cast<int>(Exit::usage);
    }
    app.exit(error, text);
    std::fputs(text.str().c_str(), stdout);
    return with_output(0);
  }
  return carry_out(command);
}

}  // namespace

int main(int argc, char** argv) {
  // A limit on the size of files and a reader that has gone are errors of writing, not the end of
  // the program: a run goes on without its messages. Python ignores both signals as well.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    occupy_standard_streams();
    pairtwist::h5::end_without_looking_back();
    return run_program(argc, argv);
  } catch (const pairtwist::Error& error) {
    say_error(error.what());
    return static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    say_error("out of memory");
    return static_cast<int>(Exit::usage);
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::resource_unavailable_try_again) {
      say_error(error.what());
      return 1;
    }
    say_error(
        "a thread could not be started: the memory or the number of processes is limited "
        "(ulimit -v, ulimit -u); --threads asks for fewer");
    return static_cast<int>(Exit::usage);
  } catch (const std::exception& error) {
    say_error(error.what());
    return 1;
  }
}
