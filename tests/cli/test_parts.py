# SPDX-License-Identifier: BSD-3-Clause
"""Scans that survive: parts on the disk, resume, other configs, time limits."""

import json
import os
import re
import shutil
import signal
import subprocess
import time

import h5py
import pytest
from calls import run
from scans_in_parts import (  # noqa: F401, fixtures
    FROM_LIGHT,
    POINTS,
    SCAN,
    attributes,
    datasets,
    finish,
    folder,
    interrupt,
    present,
    start,
    whole,
    write_light,
)
from test_run import names


@pytest.mark.parametrize(
    "which", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long), signal.SIGUSR1]
)
def test_an_interrupted_scan_goes_on(program, folder, whole, which):
    messages = interrupt(program, folder, which)
    assert "interrupted" in messages and "scan.h5.parts" in messages and "goes on" in messages
    kept = int(re.search(r"([\d ]+) of 1 200 points of the scan", messages).group(1).replace(" ", ""))
    assert 0 < kept < POINTS
    assert names(folder) == ["scan.h5.parts", "scan.toml"]

    info = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)
    assert info["unfinished"] and info["points"] == POINTS and info["done"] == kept
    assert info["idle_work_seconds"] > 0 and info["seconds_left"] is None
    text = run(program, folder, "info", "scan.h5.parts").stdout
    assert "nobody at work" in text and "the command that began it goes on" in text

    messages = finish(program, folder, whole)
    assert present(messages) == kept
    assert re.search(r"scan\.h5: 1 200 points, ([\d ]+) of them now in \S+ ", messages), messages


def test_a_scan_in_parts_says_how_long_it_took(program, folder):
    done = run(program, folder, "run", "scan.toml", "--set", "scan.axes=[]", "--set",
               "time.samples=2001", "--set", "output.part_seconds=1e-6")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert re.search(r"scan\.h5: 1 point in \S+ s\n", done.stderr), done.stderr


def test_a_killed_scan_goes_on(program, folder, whole):
    interrupt(program, folder, signal.SIGKILL)
    done = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)["done"]
    assert present(finish(program, folder, whole)) == done > 0


def test_the_result_says_what_an_uninterrupted_one_does(program, folder, whole):
    interrupt(program, folder)
    finish(program, folder, whole)
    there, here = attributes(whole), attributes(folder / "scan.h5")
    for text in (there, here):
        for key in ("config", "resolved_config"):
            text[key] = re.sub(r"part_seconds = \S+", "", text[key])
    assert here == there


def test_progress_at_work_is_shown(program, folder):
    process = start(program, folder)
    info = json.loads(run(program, folder, "info", "scan.h5.parts", "--json").stdout)
    assert str(process.pid) in info["shards"][0]["at_work"]
    assert info["seconds_left"] > 0
    process.kill()
    process.communicate()


def test_the_second_process_is_refused(program, folder):
    process = start(program, folder)
    second = run(program, folder, "run", "scan.toml")
    assert second.returncode == 4
    assert str(process.pid) in second.stderr and os.uname().nodename in second.stderr
    other_division = run(program, folder, "run", "scan.toml", "--shard", "0/3")
    assert other_division.returncode == 4 and "twice" in other_division.stderr
    assert process.poll() is None
    process.kill()
    process.communicate()


def test_a_second_process_before_the_first_part_is_refused(program, folder):
    late = ["--set", "output.part_seconds=1e6"]
    process = subprocess.Popen(
        [program, "run", "scan.toml", *late, "--threads", "1"], cwd=folder, stderr=subprocess.PIPE
    )
    while not any(name.endswith(".tmp") for name in names(folder)):
        time.sleep(0.002)
    second = run(program, folder, "run", "scan.toml", *late)
    assert second.returncode == 4 and "another run is writing it" in second.stderr
    process.kill()
    process.communicate()
    assert any(name.endswith(".tmp") for name in names(folder))
    third = run(program, folder, "run", "scan.toml", *late)
    assert third.returncode == 0 and "removed" in third.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]


OTHER_CONFIGS = [
    ("model.detuning", "2.0"),
    ("time.samples", "50"),
    ("solve.tolerance", "1e-7"),
    ("light.state", "thermal"),
    ("scan.axes", '[{ key = "model.kappa", linspace = [0.0, 100.0, 1200] }]'),
    ("output.quantities", '["qfi"]'),
]


def test_another_config_is_refused_with_the_key(program, folder, whole):
    """Each of them, and none leaves a trace in what is there."""
    interrupt(program, folder)
    for key, value in OTHER_CONFIGS:
        extra = ["--set", "light.n=1.0"] if key == "light.state" else []
        refused = run(program, folder, "run", "scan.toml", "--set", f"{key}={value}", *extra)
        assert refused.returncode == 4, refused.stderr
        assert "another config" in refused.stderr and key in refused.stderr
        assert "--force" in refused.stderr
    finish(program, folder, whole)


def test_what_decides_no_number_may_change(program, folder):
    interrupt(program, folder)
    done = run(
        program, folder, "run", "scan.toml", "--threads", "1",
        "--set", "title=Later", "--set", "output.part_seconds=5", "--set", "solve.backend=auto",
    )  # fmt: skip
    assert done.returncode == 0 and "there already" in done.stderr, done.stderr
    with h5py.File(folder / "scan.h5") as file:
        assert file.attrs["title"] == "Later"


def test_force_begins_another_config_again(program, folder):
    interrupt(program, folder)
    done = run(program, folder, "run", "scan.toml", "--set", "model.detuning=2.0", "--force")
    assert done.returncode == 0 and "held parts of another config" in done.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]


def test_simd_levels_are_not_mixed(program, folder):
    # The scalar level takes several times as long as the others: fewer atoms.
    (folder / "scan.toml").write_text(SCAN.replace("atoms = 1250", "atoms = 500"))
    interrupt(program, folder)
    scalar = {"env": dict(os.environ, PAIRTWIST_SIMD="scalar")}
    refused = run(program, folder, "run", "scan.toml", **scalar)
    assert refused.returncode == 4
    assert "scalar" in refused.stderr and "--allow-mixed" in refused.stderr
    done = run(program, folder, "run", "scan.toml", "--allow-mixed", **scalar)
    assert done.returncode == 0, done.stderr
    with h5py.File(folder / "scan.h5") as file:
        assert len(file.attrs["simd"].split(", ")) == 2 and "scalar" in file.attrs["simd"]


def test_another_start_file_is_another_config(program, folder):
    write_light(folder / "light.h5", [0.5, 0.5])
    (folder / "scan.toml").write_text(FROM_LIGHT)
    interrupt(program, folder)
    write_light(folder / "light.h5", [0.25, 0.75])
    refused = run(program, folder, "run", "scan.toml")
    assert refused.returncode == 4 and "light.path" in refused.stderr, refused.stderr


def test_max_hours_stop_in_time_and_lose_nothing(program, folder, whole):
    """Also when the time is up before a part is due, or while parts are checked or joined."""
    rounds = 0
    while True:
        done = run(program, folder, "run", "scan.toml", "--max-hours", "0.00004", "--set",
                   "output.part_seconds=0.6", "--threads", "1")  # fmt: skip
        rounds += 1
        if done.returncode == 0:
            break
        assert done.returncode == 75, done.stderr
        assert "time is up" in done.stderr
        if "while its parts were joined; all of its points (1 200)" in done.stderr:
            # That may take longer than this each time.
            assert run(program, folder, "run", "scan.toml").returncode == 0
            break
        assert "goes on" in done.stderr
        assert rounds < 60
    assert rounds > 1
    assert datasets(folder / "scan.h5") == datasets(whole)
    assert names(folder) == ["scan.h5", "scan.toml"]


def test_parts_left_beside_the_complete_file_are_removed(program, folder, whole, tmp_path_factory):
    """As an end between the renaming and the removal leaves them."""
    interrupt(program, folder)
    kept = tmp_path_factory.mktemp("kept") / "parts"
    shutil.copytree(folder / "scan.h5.parts", kept)
    finish(program, folder, whole)
    shutil.copytree(kept, folder / "scan.h5.parts")
    again = run(program, folder, "run", "scan.toml")
    assert again.returncode == 0 and "nothing to do" in again.stderr and "removed" in again.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]
