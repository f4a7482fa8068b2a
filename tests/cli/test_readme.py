# SPDX-License-Identifier: BSD-3-Clause
"""The README's first door: what it shows of the program, run as it stands."""

import os
import pathlib
import re
import shlex
import sys

from calls import run

ROOT = pathlib.Path(__file__).resolve().parents[2]


def block_after(text, words):
    """The indented block that follows a line with these words."""
    match = re.search(rf"^.*{re.escape(words)}.*\n\n((?:    .*\n|\n)+)", text, re.MULTILINE)
    assert match, f"README.md has no {words}"
    return "".join(line.removeprefix("    ") for line in match[1].splitlines(keepends=True)).strip()


def test_the_programs_door_opens(program, tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(block_after(readme, "Save this as `mine.toml`"))
    door = block_after(readme, "**The program**").splitlines()
    assert 3 <= len(door) <= 5
    environment = {**os.environ, "PAIRTWIST_PYTHON": sys.executable}
    for line in door:
        first, *arguments = shlex.split(line, comments=True)
        assert first == "build/pairtwist"
        done = run(program, tmp_path, *arguments, env=environment)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    for name in ("mine.h5", "mine.png", "mine.plot.py", "photons.pdf"):
        assert (tmp_path / name).stat().st_size > 1000, name
