// SPDX-License-Identifier: BSD-3-Clause
#include "io/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>

#include "io/file_lock.hpp"
#include "io/posix_error.hpp"
#include "io/sha256.hpp"

namespace pairtwist {
namespace {

// What a signal handler may read: no string, whose memory may be in work when the signal comes.
struct Unfinished {
  std::atomic<const OutputFile*> owner{nullptr};
  std::atomic<bool> named{false};  ///< `name` is whole
  std::array<char, PATH_MAX> name{};
};
Unfinished unfinished;

void remember(const OutputFile* owner, const std::string& name) {
  const OutputFile* expected = nullptr;
  if (!unfinished.owner.compare_exchange_strong(expected, owner) && expected != owner) return;
  unfinished.named = false;
  if (name.size() >= unfinished.name.size()) return;  // open() takes none that is so long
  std::memcpy(unfinished.name.data(), name.c_str(), name.size() + 1);
  unfinished.named = true;
}

void forget(const OutputFile* owner) {
  if (unfinished.owner != owner) return;
  unfinished.named = false;
  unfinished.owner = nullptr;
}

constexpr std::size_t six_letters_long = 6;

/// ".NAME." of temporary files; of a name so long that they would be too long its beginning and its
/// hash.
std::string before_letters(const std::string& name) {
  constexpr std::size_t longest = NAME_MAX - 1 - 1 - six_letters_long - 4;  // ".NAME.XXXXXX.tmp"
  if (name.size() <= longest) return "." + name + ".";
  constexpr std::size_t of_hash = 16;
  return "." + name.substr(0, longest - 1 - of_hash) + "-" + sha256_of(name).substr(0, of_hash) +
         ".";
}

std::string six_letters() {
  static constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device random;  // unpredictable names: no other program can be waiting with one
  std::string text;
  for (std::size_t i = 0; i < six_letters_long; ++i)
    text += letters[random() % (sizeof(letters) - 1)];
  return text;
}

/// Refuses what a rename must not replace. lstat: a dangling link is an existing name, too.
void check_target(const std::string& path, bool force) {
  struct stat info;
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return;
    throw posix_error("write", path, errno);
  }
  if (S_ISDIR(info.st_mode)) {
    throw IoError(fmt::format("cannot write {}: it is a directory; name a file in it", path));
  }
  if (!S_ISREG(info.st_mode) && !S_ISLNK(info.st_mode)) {
    throw IoError(fmt::format("cannot write {}: it is not a regular file", path));
  }
  if (!force) throw posix_error("write", path, EEXIST);
}

/// Whatever has the name of one for this path.
std::vector<std::string> temporary_files(const std::string& path) {
  namespace fs = std::filesystem;
  std::vector<std::string> found;
  const fs::path target(path);
  const std::string before = before_letters(target.filename().string());
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  std::error_code ignored;  // a folder that cannot be read is who writes' to report
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(before) && name.ends_with(".tmp") &&
        name.size() == before.size() + six_letters_long + 4)
      found.push_back((target.parent_path() / name).string());
  }
  return found;
}

}  // namespace

OutputFile::OutputFile(std::string path, bool force) : path_(std::move(path)), force_(force) {
  check_target(path_, force_);
  const std::filesystem::path target(path_);
  directory_ = target.has_parent_path() ? target.parent_path().string() : ".";
  for (int attempt = 0; attempt < 100; ++attempt) {
    const std::string name =
        fmt::format("{}{}.tmp", before_letters(target.filename().string()), six_letters());
    temporary_ = (target.parent_path() / name).string();
    remember(this, temporary_);  // before it exists: a signal may come between
    // 0666: the umask decides, as for every file that a user writes.
    descriptor_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0 && errno != EEXIST) break;
    if (descriptor_ < 0) continue;
    // Locked, it is not taken for what a killed process has left; before that it may have been.
    struct stat info = {};
    if (lock_descriptor(descriptor_) && ::fstat(descriptor_, &info) == 0 && info.st_nlink > 0)
      return;
    ::close(std::exchange(descriptor_, -1));
    errno = EEXIST;
  }
  const int error = errno;
  forget(this);
  throw posix_error("write in the directory", directory_, error);
}

OutputFile::~OutputFile() {
  if (!temporary_.empty()) {
    ::unlink(temporary_.c_str());
    forget(this);  // not before it is gone
  }
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutputFile::publish(Nameless otherwise) {
  if (::fsync(descriptor_) != 0) throw posix_error("write", path_, errno);
  close_descriptor();
  rename_to_path(otherwise);
  forget_temporary();

  // The name itself is safe only once the directory is. Some file systems cannot sync one (EINVAL).
  const int directory = ::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;  // a directory one may write but not read
  const int status = ::fsync(directory);
  const int error = errno;
  ::close(directory);
  if (status != 0 && error != EINVAL) throw posix_error("sync the directory", directory_, error);
}

void OutputFile::close_descriptor() {
  const int status = ::close(std::exchange(descriptor_, -1));
  // NFS reports a full disk here. After EINTR the descriptor is closed on Linux.
  if (status != 0 && errno != EINTR) throw posix_error("write", path_, errno);
}

void OutputFile::rename_to_path(Nameless otherwise) {
  int status;
  if (force_) {
    status = ::rename(temporary_.c_str(), path_.c_str());
  } else {
    status = ::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE);
    if (status != 0 && (errno == EINVAL || errno == ENOSYS)) {
      // A file system that cannot refuse to replace (NFS): a hard link refuses.
      status = ::link(temporary_.c_str(), path_.c_str());
      if (status == 0) ::unlink(temporary_.c_str());
    }
  }
  if (status == 0) return;
  const int error = errno;
  if (otherwise == Nameless::removed) throw posix_error("write", path_, error);
  // Under another name, so that no later run takes it for what was left unfinished.
  std::string kept = std::filesystem::path(temporary_).replace_extension(".kept").string();
  if (::rename(temporary_.c_str(), kept.c_str()) != 0) kept = temporary_;
  forget_temporary();
  throw IoError(fmt::format("{}; the finished result is kept as {}",
                            posix_error("write", path_, error).what(), kept));
}

void OutputFile::forget_temporary() {
  forget(this);
  temporary_.clear();
}

TemporaryFiles remove_stale_files(const std::string& path) {
  TemporaryFiles found;
  for (const std::string& temporary : temporary_files(path)) {
    const int descriptor = ::open(temporary.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) continue;
    struct stat info = {};
    const bool regular = ::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode);
    const bool stale = regular && lock_descriptor(descriptor);
    const int error = stale && ::unlink(temporary.c_str()) != 0 ? errno : 0;
    ::close(descriptor);
    if (error != 0 && error != ENOENT) throw posix_error("remove", temporary, error);
    if (regular) (stale ? found.removed : found.in_use).push_back(temporary);
  }
  return found;
}

std::vector<std::string> files_in_work(const std::string& path) {
  std::vector<std::string> found = temporary_files(path);
  std::erase_if(found, [](const std::string& name) {
    struct stat info = {};
    const bool regular = ::lstat(name.c_str(), &info) == 0 && S_ISREG(info.st_mode);
    return !regular || !FileLock::is_held(name);
  });
  return found;
}

void spare_input(const std::string& output, const std::string& input, std::string_view what) {
  std::error_code not_there;
  if (!std::filesystem::equivalent(output, input, not_there)) return;
  throw UsageError(
      fmt::format("{}: is {}, and would be overwritten; -o FILE writes elsewhere", output, what));
}

std::string read_whole_file(const std::string& path) {
  std::error_code unknown;  // then reading says why
  const auto kind = std::filesystem::status(path, unknown).type();
  if (kind != std::filesystem::file_type::regular && std::filesystem::exists(path, unknown))
    throw IoError(fmt::format("cannot read {}: it is not a regular file", path));
  std::ifstream stream(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) throw posix_error("read", path, EIO);
  return bytes;
}

void write_whole_file(const std::string& path, const std::string& bytes, bool force) {
  OutputFile file(path, force);
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = ::write(file.descriptor(), bytes.data() + done, bytes.size() - done);
    if (written < 0 && errno != EINTR) throw posix_error("write", path, errno);
    if (written > 0) done += static_cast<std::size_t>(written);
  }
  file.publish();
}

void remove_unfinished_file() noexcept {
  if (unfinished.named) ::unlink(unfinished.name.data());
}

}  // namespace pairtwist
