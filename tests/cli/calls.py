# SPDX-License-Identifier: BSD-3-Clause
"""How these tests call the program."""

import os
import pty
import subprocess


def run_shards(program, folder, count):
    """All shards of scan.toml at once, each on a thread; what they say, if none failed."""
    workers = [
        subprocess.Popen([program, "run", "scan.toml", "--shard", f"{i}/{count}", "--threads", "1"],
                         cwd=folder, stderr=subprocess.PIPE, text=True)
        for i in range(count)
    ]  # fmt: skip
    messages = [worker.communicate(timeout=120)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * count, messages
    return messages


def run(program, folder, *arguments, timeout=300, **options):
    """What it says, and its exit code; `timeout`, in seconds, is for a program that hangs."""
    return subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, timeout=timeout, **options
    )


def on_terminal(program, folder, *arguments, code=0):
    """What stands on stderr, a terminal, until the end, which has that exit code."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([program, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    seen = ""
    try:
        while True:
            seen += os.read(ours, 65536).decode()
    except OSError:  # its end
        pass
    finally:
        os.close(ours)
    assert process.wait(timeout=60) == code, seen
    return seen
