# SPDX-License-Identifier: BSD-3-Clause
"""A run onto a finished result with a larger solve.max_seconds: what that ended is solved again."""

import json
import os
import subprocess

import h5py
import numpy as np
import pytest
from calls import run
from test_run import names

# The third takes most of a minute where nothing ends it, with many photons beside a loss.
SCAN = """\
[model]
atoms = 4
kappa = 1.0
kerr = 0.5
[time]
stop = 60.0
samples = 11
[scan]
axes = [{ key = "model.eta", values = [0.5, 1.0, 200.0, 1.5] }]
[solve]
backend = "cpu"
max_seconds = 0.5
"""
SHORT = [
    *["--set", "scan.axes=[{ key = 'model.eta', values = [0.5, 1.0, 12.0, 1.5] }]"],
    *["--set", "time.stop=1.0"],
]


@pytest.fixture
def ended(program, tmp_path):
    """A result whose third point was ended, and what it holds."""
    (tmp_path / "scan.toml").write_text(SCAN)
    done = run(program, tmp_path, "run", "scan.toml")
    assert done.returncode == 3 and "1 of 4 points took longer" in done.stderr, done.stderr
    return tmp_path


def numbers(path):
    with h5py.File(path) as file:
        return {name: file[name][...] for name in ("qfi", "qfi_status", "status", "runtime")}


def test_points_that_were_ended_are_solved_again_and_others_kept(program, ended):
    before = numbers(ended / "scan.h5")
    again = run(program, ended, "run", "scan.toml", "--set", "solve.max_seconds=1.5", "--json")
    said = "scan.h5: of solve.max_seconds = 0.5, a smaller one: 3 points kept, 1 to be solved again"
    assert again.returncode == 3 and said in again.stderr, again.stderr
    assert "scan.h5: 4 points, 1 of them now" in again.stderr
    report = json.loads(again.stdout)
    assert (report["points"], report["failed"], report["timed_out"]) == (4, 1, 1)
    assert names(ended) == ["scan.h5", "scan.toml"]
    after = numbers(ended / "scan.h5")
    kept = [0, 1, 3]
    for name, values in before.items():  # also how long they took
        np.testing.assert_array_equal(after[name][kept], values[kept])
    assert after["runtime"][2] > before["runtime"][2]
    info = run(program, ended, "info", "scan.h5").stdout
    assert "solve.max_seconds = 1.5" in info
    third = run(program, ended, "run", "scan.toml", "--set", "solve.max_seconds=1.5")
    assert third.returncode == 0 and "nothing to do" in third.stderr


def test_without_a_limit_the_record_of_what_it_ended_goes(program, tmp_path):
    (tmp_path / "scan.toml").write_text(SCAN)
    for more in (["--set", "solve.max_seconds=60"], ["--unset", "solve.max_seconds"]):
        done = run(program, tmp_path, "run", "scan.toml", *SHORT, *more)
        assert done.returncode == 0, done.stderr
    assert "4 points kept, 0 to be solved again" in done.stderr
    with h5py.File(tmp_path / "scan.h5") as file:
        assert "timed_out" not in file and np.isfinite(file["qfi"]).all()
    assert run(program, tmp_path, "verify", "scan.h5", "--points", "2").returncode == 0
    assert run(program, tmp_path, "reproduce", "scan.h5").returncode == 0


def test_shards_share_what_is_kept(program, ended):
    more = ["--set", "solve.max_seconds=1.0"]
    said = ""
    for shard in ("0/2", "1/2"):
        done = run(program, ended, "run", "scan.toml", *more, "--shard", shard)
        assert done.returncode in (0, 3), done.stderr
        said += done.stderr
    assert said.count("a smaller one") == 2
    assert names(ended) == ["scan.h5", "scan.toml"]
    assert "solve.max_seconds = 1.0" in run(program, ended, "info", "scan.h5").stdout


def test_it_goes_on_where_it_was_killed(program, ended):
    before = numbers(ended / "scan.h5")
    command = [program, "run", "scan.toml", "--set", "solve.max_seconds=1.5"]
    with subprocess.Popen(command, cwd=ended, stderr=subprocess.PIPE, text=True) as process:
        assert any("a smaller one" in line for line in process.stderr)
        process.kill()
    assert names(ended) == ["scan.h5", "scan.h5.parts", "scan.toml"]
    np.testing.assert_array_equal(numbers(ended / "scan.h5")["qfi"], before["qfi"])
    done = run(program, ended, *command[1:])
    assert done.returncode == 3 and "3 of 4 points are there already" in done.stderr, done.stderr
    assert names(ended) == ["scan.h5", "scan.toml"]
    np.testing.assert_array_equal(numbers(ended / "scan.h5")["qfi"][:2], before["qfi"][:2])


@pytest.mark.parametrize(
    "change", [["--set", "solve.max_seconds=0.1"], ["--set", "solve.max_seconds=2.0", "--set", "model.U=2"]]
)
def test_a_smaller_limit_and_another_scan_are_refused_as_ever(program, ended, change):
    refused = run(program, ended, "run", "scan.toml", *change)
    assert refused.returncode == 4 and "is the result of another config" in refused.stderr
    assert names(ended) == ["scan.h5", "scan.toml"]


def test_numbers_of_another_simd_level_are_not_mixed(program, ended):
    other = {**os.environ, "PAIRTWIST_SIMD": "scalar"}
    arguments = ["run", "scan.toml", "--set", "solve.max_seconds=1.0"]
    refused = run(program, ended, *arguments, env=other)
    assert refused.returncode == 4 and "--allow-mixed solves the points again" in refused.stderr
    assert names(ended) == ["scan.h5", "scan.toml"]
    mixed = run(program, ended, *arguments, "--allow-mixed", env=other)
    assert mixed.returncode == 3, mixed.stderr
