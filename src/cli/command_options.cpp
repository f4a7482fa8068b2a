// SPDX-License-Identifier: BSD-3-Clause
#include "cli/command_options.hpp"

#include <fmt/format.h>

#include <vector>

#include "cli/devices.hpp"

namespace pairtwist::cli {

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

void add_config_options(CLI::App& command, ConfigOptions& options, bool required,
                        const char* what) {
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

}  // namespace pairtwist::cli
