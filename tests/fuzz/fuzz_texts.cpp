// SPDX-License-Identifier: BSD-3-Clause
// Small parsers and writers of texts, one after another on the same input: options of the command
// line, what is printed, words of TOML and of a shell, the last line of a result file.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "cli/devices.hpp"
#include "cli/shard_option.hpp"
#include "config/node.hpp"
#include "config/parse_toml.hpp"
#include "config/suggest.hpp"
#include "config/toml_text.hpp"
#include "fuzzing.hpp"
#include "io/file_seal.hpp"
#include "io/parts_names.hpp"
#include "plan/shell_words.hpp"

namespace pairtwist::fuzzing {
namespace {

bool has_control(std::string_view text) {
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte < 0x20 || byte == 0x7f) return true;
  }
  return false;
}

void read_options(const std::string& text) {
  Shard shard;
  if (!refused([&] { shard = cli::read_shard(text); })) {
    expect(shard.index < shard.count, "a share is one of those there are", text);
    const std::string part = part_name(shard, 7);
    expect(is_part_name(part) && number_of_part(part, shard) == 7, "a part has its number", part);
  }
  std::vector<int> devices;
  if (!refused([&] { devices = cli::read_devices(text); }))
    for (const int device : devices) expect(device >= 0, "devices have numbers from 0 on", text);
  const char* const set = text.c_str();
  cli::local_rank([set](const char*) { return set; });
  number_of_part(text, {3, 8});
  belongs_to_parts(text);
}

void print(const std::string& text) {
  const std::string shown = visible(text);
  expect(!has_control(shown), "what is printed commands no terminal", text);
  expect(visible(shown) == shown, "what is visible stays as it is", text);
  expect(visible_lines(text).size() <= shown.size(), "lines are broken where they were", text);
}

void quote(const std::string& text) {
  const std::string word = shell_word(text);
  expect(!has_control(word), "a word of a shell is in one line", text);
  const bool is_utf8 = visible(text).find("\\x") == std::string::npos;
  if (!is_utf8) return;
  const config::Node root = config::parse_toml("text = " + config::toml_string(text));
  const auto* read = root.find("text")->as<std::string>();
  expect(read != nullptr && *read == text, "a string of TOML comes back", text);
}

/// Distances are counted only of names, which are short.
void guess(const std::string& text) {
  static const std::vector<std::string> names = {"model.kappa", "model.eta", "light.alpha"};
  const std::string name = text.substr(0, 64);
  const int distance = config::edit_distance(name, names[0]);
  expect(distance == config::edit_distance(names[0], name), "distances go both ways", name);
  config::did_you_mean(name, names);
}

/// The text as a file; then sealed; then with another byte.
void seal(const std::string& text) {
  static MemoryFile file;
  file.write(text);
  problem_of_seal(file.path());
  seal_file(file.descriptor(), file.path());
  expect(problem_of_seal(file.path()).empty(), "a sealed file is undamaged", text);
  if (text.empty()) return;
  std::string damaged(text.size() + seal_length, '\0');
  expect(::pread(file.descriptor(), damaged.data(), damaged.size(), 0) ==
             static_cast<ssize_t>(damaged.size()),
         "the seal is of its length", text);
  damaged[text.size() / 2] = static_cast<char>(damaged[text.size() / 2] ^ 1);
  file.write(damaged);
  expect(!problem_of_seal(file.path()).empty(), "another byte is noticed", text);
}

}  // namespace
}  // namespace pairtwist::fuzzing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pairtwist::fuzzing;
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_options(text);
  print(text);
  quote(text);
  guess(text);
  seal(text);
  return 0;
}
