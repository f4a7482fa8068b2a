// SPDX-License-Identifier: BSD-3-Clause
// What FILE.parts says in texts: the lines of a manifest, or, behind a byte 'h', scan.json.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "fuzzing.hpp"
#include "io/output_file.hpp"
#include "io/parts_header.hpp"
#include "io/parts_manifest.hpp"
#include "io/parts_names.hpp"

namespace pairtwist::fuzzing {
namespace {

/// A folder of this process, removed at its end.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("fuzz_parts." + number() + ".parts")) {
    std::filesystem::create_directory(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path() const { return path_.string(); }

 private:
  static std::string number() { return std::to_string(::getpid()); }
  std::filesystem::path path_;
};

void read_header(const std::string& text) {
  static const Folder folder;
  const std::string path = folder.path() + "/" + header_name;
  std::filesystem::remove(path);
  write_whole_file(path, text, false);
  refused([&] { read_parts_header(folder.path()); });
}

/// Lines that are read are written again as they are meant.
void read_lines(const std::string& text) {
  static MemoryFile file;
  file.write(text);
  Manifest manifest;
  if (refused([&] { manifest = read_manifest(file.path()); })) return;
  std::string written;
  for (const PartRecord& part : manifest.parts) {
    part.points.size();
    part.origin.text();
    written += to_line(part);
  }
  file.write(written);
  const Manifest again = read_manifest(file.path());
  expect(again.problems.empty() && again.parts.size() == manifest.parts.size(),
         "lines that were read can be read again", written);
  std::string twice;
  for (const PartRecord& part : again.parts) twice += to_line(part);
  expect(twice == written, "lines that were read come back", written + "---\n" + twice);
}

}  // namespace
}  // namespace pairtwist::fuzzing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (text.starts_with('h'))
    pairtwist::fuzzing::read_header(text.substr(1));
  else
    pairtwist::fuzzing::read_lines(text);
  return 0;
}
