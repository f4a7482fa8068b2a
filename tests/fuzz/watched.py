# SPDX-License-Identifier: BSD-3-Clause
"""The program run once, under limits, and what of that is a finding."""

import os
import re
import resource
import signal
import socket
import struct
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

# A reader that libhdf5 never returns to is ended after 10 s of processor time, or where the program
# itself has less; on a machine with many others at work that takes minutes of the clock.
PROCESSOR_SECONDS = 60
SECONDS = 600
ADDRESSES = 4 << 30  # bytes; a reader may have 1 GiB beyond what the program has
# done, bad usage, failed points, files: docs/interface.md. No device is asked for, no signal sent.
DOCUMENTED = (0, 2, 3, 4)
# All that commands a terminal but line ends and tabs.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass
class Outcome:
    code: int  # minus a signal's number
    hung: bool  # until a limit of time
    bytes: int  # of memory, at the most
    out: str
    err: str

    def finding(self):
        """What must not be; "" if nothing."""
        if self.hung:
            return f"no end within its processor time, or {SECONDS} s"
        if self.code < 0:
            return f"died of {signal.Signals(-self.code).name}"
        if self.code not in DOCUMENTED:
            return f"exit code {self.code}"
        if "Traceback" in self.err or "Traceback" in self.out:
            return "a traceback"
        if self.code in (2, 4) and not self.err.strip():
            return f"exit code {self.code} without a message"
        if CONTROL.search(self.out) or CONTROL.search(self.err):
            return "what was printed commands a terminal"
        return ""


def _limit(processor_seconds):
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    if processor_seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Timer(threading.Timer):
    """Ends the session of a process when its time is over."""

    def __init__(self, process):
        super().__init__(SECONDS, self._end)
        self.process, self.over = process, False

    def _end(self):
        self.over = True
        os.killpg(self.process, signal.SIGKILL)


def run(command, folder, seconds=PROCESSOR_SECONDS):
    """Runs the command in the folder, for so many seconds of processor time at most; its output goes
    through files outside of it."""
    out, err = (open(os.memfd_create(name), "w+b") for name in ("out", "err"))
    with out, err:
        child = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            preexec_fn=lambda: _limit(seconds), start_new_session=True,
        )  # fmt: skip
        timer = Timer(child.pid)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        code = child.returncode = os.waitstatus_to_exitcode(status)
        limited = timer.over or code == -signal.SIGKILL

        def text(stream):
            stream.seek(0)
            return stream.read().decode(errors="replace")

        return Outcome(code, limited, usage.ru_maxrss * 1024, text(out), text(err))


def build_server(folder):
    """What makes a server of the program, for Served."""
    library = Path(folder) / "serve.so"
    source = Path(__file__).with_name("serve.c")
    subprocess.run(
        [os.environ.get("CC", "cc"), "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC",
         "-o", library, source, "-ldl"],
        check=True,
    )  # fmt: skip
    return library


class Served:
    """Runs the program as run() does, but for loading it each time. For one thread."""

    def __init__(self, program, library, scratch, seconds=PROCESSOR_SECONDS):
        self.seconds = seconds
        self.socket, theirs = socket.socketpair()
        environment = os.environ | {"LD_PRELOAD": str(library), "PAIRTWIST_SERVE": str(theirs.fileno())}
        self.process = subprocess.Popen(
            [program], env=environment, pass_fds=[theirs.fileno()], preexec_fn=lambda: _limit(None)
        )
        theirs.close()
        self.outputs = [Path(scratch) / name for name in ("out", "err")]

    def run(self, words, folder):
        words = [str(self.seconds), str(folder), *map(str, self.outputs), *map(str, words)]
        request = b"".join(os.fsencode(word) + b"\0" for word in words)
        self.socket.sendall(struct.pack("=I", len(request)) + request)
        timer = Timer(self._numbers(1)[0])
        timer.start()
        status, kibibytes = self._numbers(2)
        timer.cancel()
        code = os.waitstatus_to_exitcode(status)
        out, err = (path.read_bytes().decode(errors="replace") for path in self.outputs)
        return Outcome(code, timer.over or code == -signal.SIGKILL, kibibytes * 1024, out, err)

    def _numbers(self, count):
        answer = b""
        while len(answer) < 4 * count:
            more = self.socket.recv(4 * count - len(answer))
            if not more:
                raise RuntimeError("the server of the program has ended")
            answer += more
        return struct.unpack(f"={count}i", answer)

    def close(self):
        self.socket.close()
        self.process.wait()
