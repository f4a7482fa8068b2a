# SPDX-License-Identifier: BSD-3-Clause
"""The program run once, under limits, and what of that is a finding."""

import os
import re
import resource
import signal
import subprocess
import threading
from dataclasses import dataclass

# A reader that libhdf5 never returns to is ended after 10 s of processor time, which on a machine
# with many others at work takes minutes of the clock.
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
            return f"no end within {PROCESSOR_SECONDS} s of processor time, or {SECONDS} s"
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


def _limit():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command, folder):
    """Runs the command in the folder; its output goes through files outside of it."""
    out, err = (open(os.memfd_create(name), "w+b") for name in ("out", "err"))
    with out, err:
        child = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            preexec_fn=_limit, start_new_session=True,
        )  # fmt: skip
        hung = threading.Event()

        def end():
            hung.set()
            os.killpg(child.pid, signal.SIGKILL)

        timer = threading.Timer(SECONDS, end)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        code = child.returncode = os.waitstatus_to_exitcode(status)
        limited = hung.is_set() or code == -signal.SIGKILL

        def text(stream):
            stream.seek(0)
            return stream.read().decode(errors="replace")

        return Outcome(code, limited, usage.ru_maxrss * 1024, text(out), text(err))
