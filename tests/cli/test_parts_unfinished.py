# SPDX-License-Identifier: BSD-3-Clause
"""What is said of a scan that is not finished, and what a dear point among cheap ones costs it."""

import json
import pathlib
import re
import shutil
import signal
import subprocess
import time

import pytest
from calls import run
from scans_in_parts import (  # noqa: F401, fixtures
    IN_ONE,
    POINTS,
    SCAN,
    finish,
    folder,
    interrupt,
    present,
    start,
)
from test_run import LONG_RUNS, names


def grouped(number):
    return f"{number:,}".replace(",", " ")


@pytest.mark.parametrize("arguments", [["plot", "-o", "a.png"], ["explore"], ["verify"], ["reproduce"]])
def test_what_needs_a_result_says_how_far_it_is(program, folder, arguments):
    interrupt(program, folder)
    info = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)
    command, *options = arguments
    for name in ("scan.h5", "scan.h5.parts", "scan.h5.parts/"):
        done = run(program, folder, command, name, *options)
        assert done.returncode == 4
        assert re.search(
            rf"scan.h5 is unfinished: {grouped(info['done'])} of {grouped(POINTS)} points are solved, in scan.h5.parts/?; the "
            r"same `pairtwist run` goes on, and `pairtwist merge scan.h5.parts/? --partial -o OTHER.h5` joins",
            done.stderr,
        ), done.stderr
    assert names(folder) == ["scan.h5.parts", "scan.toml"]


def test_a_result_that_is_being_solved_says_by_whom(program, folder):
    process = start(program, folder)
    done = run(program, folder, "plot", "scan.h5")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert done.returncode == 4 and f"process {process.pid}" in done.stderr, done.stderr


# The third of five takes years; all five would fit into one batch.
DEAR_AMONG_CHEAP = LONG_RUNS["one block, laboratory"] + """
[scan]
axes = [{ key = "time.stop", values = [1.0, 2.0, 3e8, 3.0, 4.0] }]
[output]
part_seconds = 1.0
"""


def test_finished_points_do_not_wait_for_a_dear_one(program, tmp_path):
    """They are on the disk when a part is due, and stay there whatever ends the run."""
    (tmp_path / "scan.toml").write_text(DEAR_AMONG_CHEAP)
    for which in (signal.SIGKILL, signal.SIGTERM):
        process = start(program, tmp_path, parts_wanted=1)
        process.send_signal(which)
        time.sleep(0.2)
        process.send_signal(which)  # nobody has to wait for the 20 s that batches in work have
        _, messages = process.communicate(timeout=60)
        assert process.returncode == -which, messages
        info = json.loads(run(program, tmp_path, "info", "scan.h5", "--json").stdout)
        assert info["done"] == 4, messages
        shutil.rmtree(tmp_path / "scan.h5.parts") if which == signal.SIGKILL else None


@pytest.mark.long
@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_keeps_what_is_finished_beside_a_dear_point(program, tmp_path, which):
    (tmp_path / "scan.toml").write_text(DEAR_AMONG_CHEAP)
    messages = interrupt(program, tmp_path, which, parts_wanted=1)
    assert "4 of 5 points of the scan are in scan.h5.parts; the same command goes on" in messages


def test_dear_points_come_last_with_the_same_bits(program, tmp_path):
    text = DEAR_AMONG_CHEAP.replace("3e8", "3e6").replace("= 1.0\n", "= 0.1\n")
    (tmp_path / "scan.toml").write_text(text.replace("part_seconds = 0.1", "part_seconds = 1e6"))
    assert run(program, tmp_path, "run", "scan.toml", "-o", "whole.h5").returncode == 0
    whole = tmp_path.parent / "whole.h5"
    (tmp_path / "whole.h5").rename(whole)
    (tmp_path / "scan.toml").write_text(text)
    interrupt(program, tmp_path, signal.SIGKILL, parts_wanted=1)
    assert present(finish(program, tmp_path, whole)) in (2, 4)  # neighbours, or all of the cheap ones


def test_merge_says_what_is_no_folder_of_parts(program, tmp_path):
    """A config, a result, the folder itself as the place of the result: what to do instead."""
    (tmp_path / "scan.toml").write_text(SCAN.replace("atoms = 1250", "atoms = 8"))
    assert run(program, tmp_path, "run", "scan.toml", "--shard", "0/2").returncode == 0

    def refused(*arguments):
        said = run(program, tmp_path, "merge", *arguments)
        assert said.returncode == 2 and names(tmp_path) == before, said.stderr
        return said.stderr

    before = names(tmp_path)
    for more in ([], ["-o", "other.h5"], ["--partial"]):
        said = refused("scan.toml", *more)
        assert "scan.toml: is a file" in said and "`pairtwist run scan.toml` solves it" in said
    for place in ("scan.h5.parts", "scan.h5.parts/"):
        said = refused("scan.h5.parts", "--partial", "-o", place)
        assert "is the folder of the parts" in said and "-o scan.h5, say" in said
    assert run(program, tmp_path, "merge", "scan.h5.parts", "--partial").returncode == 3
    before = names(tmp_path)
    for more in ([], ["-o", "scan.h5"], ["-o", "other.h5"]):
        said = refused("scan.h5", "--partial", *more)
        assert "scan.h5: is a result" in said
        assert "`pairtwist merge scan.h5.parts --partial -o OTHER.h5`" in said


def is_locked(paths):
    """Whether any of these files is; until the program has locked its own it may be anybody's."""
    locks = pathlib.Path("/proc/locks").read_text()
    return any(f":{path.stat().st_ino} " in locks for path in paths)


def test_before_its_first_part_a_scan_is_said_to_be_in_work(program, tmp_path):
    (tmp_path / "scan.toml").write_text(IN_ONE)
    process = subprocess.Popen(
        [program, "run", "scan.toml"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while not is_locked(tmp_path.glob(".scan.h5.*.tmp")) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGSTOP)
    asked = run(program, tmp_path, "info", "scan.h5")
    as_json = run(program, tmp_path, "info", "--json", "scan.h5")
    others = [run(program, tmp_path, *command, "scan.h5") for command in (["plot"], ["verify"])]
    process.send_signal(signal.SIGCONT)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60) and process.returncode == 75

    says = r"scan.h5 is being written by another process, in \S*\.scan\.h5\.\w{6}\.tmp; none of its points is on the disk yet"
    assert asked.returncode == 0 and re.match(says, asked.stdout), asked
    assert json.loads(as_json.stdout) == {"path": "scan.h5", "unfinished": True, "done": 0}
    for refused in others:
        assert refused.returncode == 4 and re.search(says, refused.stderr), refused.stderr
    # What a killed run has left is nobody's work.
    (tmp_path / ".scan.h5.abcdef.tmp").write_bytes(b"left")
    gone = run(program, tmp_path, "info", "scan.h5")
    assert gone.returncode == 4 and "No such file" in gone.stderr
    assert (tmp_path / ".scan.h5.abcdef.tmp").exists()
