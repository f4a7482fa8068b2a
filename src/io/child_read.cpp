// SPDX-License-Identifier: BSD-3-Clause
#include "io/child_read.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>

#include "io/descriptor.hpp"
#include "io/posix_error.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

/// How a child ended that could say so; what Exit calls them, and one beyond.
enum class Kind : char { texts, error, failure };

struct Answer {
  Kind kind = Kind::failure;
  int code = 0;  ///< of an Error
  Texts texts;   ///< what was read, or the message
};

// --- What the child does ---

void limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
  struct rlimit now = {};
  if (::getrlimit(resource, &now) != 0) return;
  now.rlim_cur = std::min({soft, now.rlim_cur, now.rlim_max});
  now.rlim_max = std::min(hard, now.rlim_max);
  ::setrlimit(resource, &now);
}

/// What the process has by now, in bytes of addresses; devices and sanitizers reserve terabytes.
std::optional<std::uint64_t> addresses_in_use() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t pages = 0;
  if (!(statm >> pages)) return std::nullopt;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void restrain(const ReadLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // What ends or stops the program is its own to decide; then the child goes with it.
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGQUIT})
    std::signal(number, SIG_IGN);
  // The program counts on this one; here it is the end.
  for (const int number : {SIGXCPU, SIGSEGV, SIGABRT, SIGBUS, SIGFPE}) std::signal(number, SIG_DFL);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 2);
  if (const auto used = addresses_in_use())
    limit(RLIMIT_AS, *used + limits.bytes, *used + limits.bytes);
}

bool write_all(int descriptor, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(descriptor, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

bool send(int descriptor, const Answer& answer) {
  const std::array<std::uint64_t, 3> head = {static_cast<std::uint64_t>(answer.kind),
                                             static_cast<std::uint64_t>(answer.code),
                                             answer.texts.size()};
  if (!write_all(descriptor, reinterpret_cast<const char*>(head.data()), sizeof(head)))
    return false;
  for (const std::string& text : answer.texts) {
    const std::uint64_t size = text.size();
    if (!write_all(descriptor, reinterpret_cast<const char*>(&size), sizeof(size)) ||
        !write_all(descriptor, text.data(), text.size()))
      return false;
  }
  return true;
}

Answer answer_of(const std::string& path, const ReadLimits& limits,
                 const std::function<Texts()>& read) {
  try {
    return {Kind::texts, 0, read()};
  } catch (const Error& error) {
    return {Kind::error, static_cast<int>(error.code()), {error.what()}};
  } catch (const std::bad_alloc&) {
    return {Kind::error,
            static_cast<int>(Exit::io),
            {fmt::format("{} cannot be read: it takes more memory than the {} MiB that a file of "
                         "its size may; it is damaged, or was made to do harm",
                         path, limits.bytes >> 20)}};
  } catch (const std::exception& error) {
    return {Kind::failure, 0, {error.what()}};
  }
}

// --- What the parent does ---

/// The next so many bytes of what came.
class Received {
 public:
  explicit Received(const std::string& bytes) : rest_(bytes) {}
  std::optional<std::uint64_t> number() {
    std::uint64_t value = 0;
    if (rest_.size() < sizeof(value)) return std::nullopt;
    std::memcpy(&value, rest_.data(), sizeof(value));
    rest_.remove_prefix(sizeof(value));
    return value;
  }
  std::optional<std::string> text() {
    const auto size = number();
    if (!size || *size > rest_.size()) return std::nullopt;
    std::string text(rest_.substr(0, *size));
    rest_.remove_prefix(*size);
    return text;
  }

 private:
  std::string_view rest_;
};

std::optional<Answer> parse(const std::string& bytes) {
  Received received(bytes);
  const auto kind = received.number();
  const auto code = received.number();
  const auto count = received.number();
  if (!kind || *kind > static_cast<std::uint64_t>(Kind::failure) || !code || !count)
    return std::nullopt;
  Answer answer{static_cast<Kind>(*kind), static_cast<int>(*code), {}};
  for (std::uint64_t i = 0; i < *count; ++i) {
    auto text = received.text();
    if (!text) return std::nullopt;
    answer.texts.push_back(*std::move(text));
  }
  return answer;
}

/// What the child wrote until its end; nothing if it does nothing for too long. Time is counted in
/// looks, not by the clock, so that a program that was stopped meanwhile (Ctrl-Z) loses none.
std::optional<std::string> receive(int descriptor, const ReadLimits& limits) {
  std::string bytes;
  std::vector<char> buffer(std::size_t{1} << 16);
  constexpr int look = 1000;  // ms
  for (std::uint64_t idle = 0; idle < 60 + 10 * limits.cpu_seconds;) {
    struct pollfd ready = {descriptor, POLLIN, 0};
    const int found = ::poll(&ready, 1, look);
    if (found < 0 && errno == EINTR) continue;
    if (found <= 0) {
      ++idle;
      continue;
    }
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return std::nullopt;
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;  // somebody else's waitpid has taken it
  return status;
}

[[noreturn]] void refuse(const std::string& path, int status, const ReadLimits& limits) {
  const bool killed = status != -1 && WIFSIGNALED(status);
  const int number = killed ? WTERMSIG(status) : 0;
  const std::string how =
      number == SIGXCPU || number == SIGKILL
          ? fmt::format("libhdf5 was not done with it after {} s of processor time",
                        limits.cpu_seconds)
      : killed ? fmt::format("libhdf5 crashed on it (signal {}, {})", number, ::strsignal(number))
               : std::string("libhdf5 crashed on it");
  throw IoError(fmt::format(
      "{} cannot be read: {}; it is damaged, or was made to do harm: take another copy of it", path,
      how));
}

}  // namespace

ReadLimits read_limits(std::uint64_t file_bytes) {
  constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
  return {.cpu_seconds = 10 + file_bytes / mebibyte, .bytes = 1024 * mebibyte + 8 * file_bytes};
}

ReadLimits read_limits(const std::string& path) {
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(path, error);
  return read_limits(error ? std::uint64_t{0} : std::uint64_t{bytes});
}

Texts read_in_child(const std::string& path, const ReadLimits& limits,
                    const std::function<Texts()>& read) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw posix_error("make a pipe to read", path, errno);
  Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) throw posix_error("start a process to read", path, errno);
  if (child == 0) {
    from.close();
    restrain(limits);
    ::_exit(send(to.id(), answer_of(path, limits, read)) ? 0 : 1);
  }
  to.close();
  const std::optional<std::string> bytes = receive(from.id(), limits);
  if (!bytes) ::kill(child, SIGKILL);
  const int status = status_of(child);
  const std::optional<Answer> answer = bytes ? parse(*bytes) : std::nullopt;
  if (!answer) refuse(path, status, limits);
  if (answer->kind == Kind::texts) return answer->texts;
  const std::string message = answer->texts.empty() ? "" : answer->texts.front();
  if (answer->kind == Kind::failure) throw std::runtime_error(message);
  switch (static_cast<Exit>(answer->code)) {
    case Exit::usage:
      throw UsageError(message);
    case Exit::io:
      throw IoError(message);
    default:
      throw Error(static_cast<Exit>(answer->code), message);
  }
}

Texts read_in_child(const std::string& path, const std::function<Texts()>& read) {
  return read_in_child(path, read_limits(path), read);
}

}  // namespace pairtwist
