# SPDX-License-Identifier: BSD-3-Clause
"""The site's tutorial of a cluster scan: its commands come to what the text says of them."""

import os
import pathlib
import re
import subprocess

PAGE = pathlib.Path(__file__).resolve().parents[2] / "site/tutorials/cluster-scan.md"
CELL = re.compile(r"^```\{code-cell\} python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def said(program, folder, cell):
    """What the commands of a cell print, those that begin with "!"."""
    commands = "\n".join(line[1:] for line in cell.splitlines() if line.startswith("!"))
    environment = {**os.environ, "PATH": f"{pathlib.Path(program).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", commands], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    return done.stdout


def test_the_second_worker_is_stopped_and_goes_on(program, tmp_path):
    cells = CELL.findall(PAGE.read_text(encoding="utf-8"))
    (config,) = [cell for cell in cells if cell.startswith("%%writefile bell.toml\n")]
    (tmp_path / "bell.toml").write_text(config.partition("\n")[2])
    shards, info, rest = [cell for cell in cells if cell.startswith("!") and "plan" not in cell]

    stopped = said(program, tmp_path, shards)
    assert "exit code 75\n" in stopped and "bell.h5.parts\n" in stopped and "bell.h5\n" not in stopped
    table = said(program, tmp_path, info)
    left = {i: int(n.replace(" ", "")) for i, n in re.findall(r"shard (\d)/3 .*?([\d ]+) left", table)}
    assert left["1"] > 0 == left["0"] == left["2"], table
    assert "bell.h5\n" in said(program, tmp_path, rest) and not (tmp_path / "bell.h5.parts").exists()
