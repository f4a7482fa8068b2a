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

#include "cli/command_line.hpp"
#include "cli/command_words.hpp"
#include "cli/completion.hpp"
#include "cli/misspelt.hpp"
#include "cli/streams.hpp"
#include "cli/text.hpp"
#include "io/h5_room.hpp"
#include "pairtwist/error.hpp"

namespace {

using namespace pairtwist::cli;
using pairtwist::Exit;

/// CLI11 would only say that a command is missing.
void refuse_unknown_command(const CLI::App& app, int argc, char** argv) {
  if (argc >= 2 && argv[1][0] != '-') find_command(app, argv[1]);
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
  CommandLine line;
  if (argc >= 2 && std::string_view(argv[1]) == completion_request)
    return carry_out([&] {
      return answer_completion(program_words(line.app()), {argv + std::min(argc, 3), argv + argc});
    });
  refuse_unknown_command(line.app(), argc, argv);
  try {
    line.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help and version are no errors; everything else is bad usage.
    std::ostringstream text;
    if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::Success)) {
      const std::string hint = hint_of_option(program_words(line.app()), {argv + 1, argv + argc});
      say_error(fmt::format("{}{}{} --help says what there is", error.what(), hint,
                            hint.ends_with('?') ? "" : ";"));
      return static_cast<int>(Exit::usage);
    }
    line.app().exit(error, text);
    std::fputs(text.str().c_str(), stdout);
    return with_output(0);
  }
  return carry_out(line.command());
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
