# SPDX-License-Identifier: BSD-3-Clause
"""How these tests call the program."""

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
