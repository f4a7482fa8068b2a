// SPDX-License-Identifier: BSD-3-Clause
#include "io/parts_header.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "io/file_lock.hpp"
#include "io/json_numbers.hpp"
#include "io/output_file.hpp"
#include "io/parts_names.hpp"
#include "io/posix_error.hpp"

namespace pairtwist {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* parts_format = "pairtwist parts 1";
constexpr std::string_view suffix = ".parts";

std::string header_path(const std::string& folder) { return folder + "/" + header_name; }

PartsHeader header_of(const Json& json) {
  PartsHeader header;
  header.identity.config = json.at("identity");
  header.identity.sha256 = json.at("config_sha256");
  for (const Json& file : json.at("files"))
    header.identity.files.push_back(
        {file.at("key"), file.at("path"), file.at("attribute"), file.at("sha256")});
  header.config = json.at("config");
  header.resolved_config = json.at("resolved_config");
  header.points = whole_number<std::size_t>(json.at("points"), 0, most_points);
  header.origin = part_origin_of(json.at("origin"));
  return header;
}

/// As it is just before its header is written, and just after that was removed.
bool holds_nothing(const std::string& folder) {
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator(folder, gone)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with('.') && name != merge_lock_name) return false;
  }
  return true;
}

void remove_file(const fs::path& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT && errno != EISDIR && errno != EPERM)
    throw posix_error("remove", path.string(), errno);
}

}  // namespace

std::string parts_path(const std::string& result) { return result + std::string(suffix); }

std::string result_of_parts(const std::string& folder) {
  std::string_view name = folder;
  while (name.size() > 1 && name.ends_with('/')) name.remove_suffix(1);
  if (!name.ends_with(suffix) || name.size() == suffix.size()) return "";
  name.remove_suffix(suffix.size());
  return name.ends_with('/') ? "" : std::string(name);
}

PartsHeader parts_header(const Job& job, const std::vector<StartFile>& files, std::size_t points,
                         const PartOrigin& origin) {
  return {scan_identity(job, files), job.config_text, to_toml(job), points, origin};
}

std::optional<PartsHeader> read_parts_header(const std::string& folder) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (!fs::exists(status)) return std::nullopt;
  if (!fs::is_directory(status))
    throw IoError(
        fmt::format("{}: is in the place of the folder for finished parts, and no "
                    "folder; move it away, or choose another FILE with -o",
                    folder));
  const std::string path = header_path(folder);
  if (!fs::exists(path, error)) {
    if (holds_nothing(folder)) return std::nullopt;
    // Another worker may have begun between these two looks: the header comes before all else.
    if (fs::exists(path, error)) return read_parts_header(folder);
    throw IoError(
        fmt::format("{}: has no {}, which says what its parts are of; move the folder "
                    "away, or choose another FILE with -o",
                    folder, header_name));
  }
  const std::string text = read_whole_file(path);
  const auto damaged = [&](const std::exception& damage) {
    return IoError(fmt::format("{} is damaged ({}); move {} away to begin again", path,
                               damage.what(), folder));
  };
  try {
    const Json json = Json::parse(text);
    const std::string format = json.at("format");
    if (format != parts_format)
      throw IoError(
          fmt::format("{}: its format is \"{}\"; this version reads \"{}\": use the "
                      "version that wrote it",
                      path, format, parts_format));
    return header_of(json);
  } catch (const Json::exception& damage) {
    throw damaged(damage);
  } catch (const std::invalid_argument& damage) {
    throw damaged(damage);
  }
}

void make_parts_folder(const std::string& folder, const PartsHeader& header) {
  if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
    throw posix_error("make the folder", folder, errno);
  Json files = Json::array();
  for (const StartFile& file : header.identity.files)
    files.push_back({{"key", file.key},
                     {"path", file.path},
                     {"attribute", file.attribute},
                     {"sha256", file.sha256}});
  const Json json = {{"format", parts_format},
                     {"points", header.points},
                     {"config_sha256", header.identity.sha256},
                     {"identity", header.identity.config},
                     {"files", std::move(files)},
                     {"origin", to_json(header.origin)},
                     {"resolved_config", header.resolved_config},
                     {"config", header.config}};
  const std::string path = header_path(folder);
  std::error_code error;
  if (fs::exists(path, error)) return;
  try {
    write_whole_file(path, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", false);
  } catch (const IoError&) {
    if (fs::exists(path, error)) return;  // another process was faster
    throw;
  }
}

bool remove_parts_folder(const std::string& folder) {
  // The header almost last: with it the rest is known for what it is. Behind it the lock of those
  // who would find the scan complete.
  std::vector<fs::path> parts;
  std::vector<fs::path> others;
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator(folder, gone)) {
    const std::string name = entry.path().filename().string();
    if (!belongs_to_parts(name) || name == merge_lock_name) continue;
    (is_part_name(name) ? parts : others).push_back(entry.path());
  }
  for (const fs::path& path : parts) remove_file(path);
  for (const fs::path& path : others) remove_file(path);
  remove_file(header_path(folder));
  remove_file(folder + "/" + merge_lock_name);
  if (::rmdir(folder.c_str()) == 0 || errno == ENOENT) return true;
  // Who comes too late to join the parts may have made a lock again, and removes the rest.
  if (errno == ENOTEMPTY || errno == EEXIST) return holds_nothing(folder);
  throw posix_error("remove", folder, errno);
}

bool remove_needless_parts(const std::string& result, const ScanIdentity& identity) {
  const std::string folder = parts_path(result);
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator(folder, gone))
    if (is_lock_name(entry.path().filename().string()) && FileLock::is_held(entry.path().string()))
      return false;  // begun again with --force
  try {
    const std::optional<PartsHeader> header = read_parts_header(folder);
    return header && header->identity.sha256 == identity.sha256 && remove_parts_folder(folder);
  } catch (const IoError&) {
    return false;  // not ours
  }
}

}  // namespace pairtwist
