#include "io/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <random>
#include <utility>

#include "io/posix_error.hpp"

namespace pairtwist {
namespace {

std::string six_letters() {
  static constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device random;  // unpredictable names: no other program can be waiting with one
  std::string text;
  for (int i = 0; i < 6; ++i) text += letters[random() % (sizeof(letters) - 1)];
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

}  // namespace

OutputFile::OutputFile(std::string path, bool force) : path_(std::move(path)), force_(force) {
  check_target(path_, force_);
  const std::filesystem::path target(path_);
  directory_ = target.has_parent_path() ? target.parent_path().string() : ".";
  for (int attempt = 0; attempt < 100; ++attempt) {
    const std::string name = fmt::format(".{}.{}.tmp", target.filename().string(), six_letters());
    temporary_ = (target.parent_path() / name).string();
    // 0666: the umask decides, as for every file that a user writes.
    descriptor_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ >= 0) return;
    if (errno != EEXIST) break;
  }
  throw posix_error("write in the directory", directory_, errno);
}

OutputFile::~OutputFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutputFile::publish() {
  if (::fsync(descriptor_) != 0) throw posix_error("write", path_, errno);
  close_descriptor();
  rename_to_path();
  temporary_.clear();

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

void OutputFile::rename_to_path() {
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
  // The file is complete: hours of work may be in it.
  const int error = errno;
  const std::string kept = std::exchange(temporary_, {});
  throw IoError(fmt::format("{}; the finished result is kept as {}",
                            posix_error("write", path_, error).what(), kept));
}

}  // namespace pairtwist
