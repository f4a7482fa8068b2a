# SPDX-License-Identifier: BSD-3-Clause
"""How these tests call the program."""

import subprocess


def run(program, folder, *arguments, timeout=300, **options):
    """What it says, and its exit code; `timeout`, in seconds, is for a program that hangs."""
    return subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, timeout=timeout, **options
    )
