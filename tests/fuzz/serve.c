// SPDX-License-Identifier: BSD-3-Clause
// Preloaded into the program, this makes a server of it, for who runs it a hundred thousand times
// (watched.py): loading it takes four times as long as reading a small file. For each request the
// program, loaded once and not begun, is forked, and the fork runs its main.
//
// The socket PAIRTWIST_SERVE names brings a request's length in bytes (32 bits), then words that
// end in NUL each: seconds of processor time, folder, file for stdout, file for stderr, argv from 1
// on. Back come the fork's process number, and when it has ended what wait4() says of it and its
// most memory in KiB (three times 32 bits).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int (*Main)(int, char**, char**);
typedef int (*Start)(Main, int, char**, void (*)(void), void (*)(void), void (*)(void), void*);

enum { most_words = 256, before_arguments = 4, failed = 127 };

static Main program;

static void fill(int from, void* to, size_t size) {
  for (size_t done = 0; done < size;) {
    const ssize_t got = read(from, (char*)to + done, size - done);
    if (got <= 0) _exit(got == 0 ? 0 : failed);  // whoever asks has gone
    done += (size_t)got;
  }
}

static void say(int to, int32_t number) {
  if (write(to, &number, sizeof(number)) != sizeof(number)) _exit(failed);
}

static void redirect(int descriptor, const char* path, int flags) {
  const int file = open(path, flags, 0600);
  if (file < 0 || dup2(file, descriptor) < 0) _exit(failed);
  if (file != descriptor) close(file);
}

static void run(char** words, int count, char* name) {
  const rlim_t seconds = (rlim_t)atol(words[0]);
  const struct rlimit limit = {seconds, seconds};
  setrlimit(RLIMIT_CPU, &limit);
  setsid();
  if (chdir(words[1]) != 0) _exit(failed);
  redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
  redirect(STDOUT_FILENO, words[2], O_WRONLY | O_CREAT | O_TRUNC);
  redirect(STDERR_FILENO, words[3], O_WRONLY | O_CREAT | O_TRUNC);
  char** arguments = words + before_arguments - 1;
  arguments[0] = name;
  exit(program(count - before_arguments + 1, arguments, environ));
}

static int serve(int argc, char** argv, char** environment) {
  const char* number = getenv("PAIRTWIST_SERVE");
  if (number == NULL) return program(argc, argv, environment);
  const int socket = atoi(number);
  unsetenv("LD_PRELOAD");
  unsetenv("PAIRTWIST_SERVE");
  for (;;) {
    uint32_t size = 0;
    fill(socket, &size, sizeof(size));
    char* text = malloc(size + 1);
    char* words[most_words + 1] = {NULL};
    if (text == NULL) _exit(failed);
    fill(socket, text, size);
    text[size] = '\0';
    int count = 0;
    for (char* at = text; at < text + size && count < most_words; at += strlen(at) + 1)
      words[count++] = at;
    if (count < before_arguments) _exit(failed);
    const pid_t fork_of_it = fork();
    if (fork_of_it < 0) _exit(failed);
    if (fork_of_it == 0) {
      close(socket);
      run(words, count, argv[0]);
    }
    free(text);
    say(socket, fork_of_it);
    int status = 0;
    struct rusage usage;
    if (wait4(fork_of_it, &status, 0, &usage) != fork_of_it) _exit(failed);
    say(socket, status);
    say(socket, (int32_t)usage.ru_maxrss);
  }
}

int __libc_start_main(Main begin, int argc, char** argv, void (*init)(void), void (*fini)(void),
                      void (*rtld_fini)(void), void* stack_end) {
  program = begin;
  Start start;
  *(void**)&start = dlsym(RTLD_NEXT, "__libc_start_main");
  return start(serve, argc, argv, init, fini, rtld_fini, stack_end);
}
