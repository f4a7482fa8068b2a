# SPDX-License-Identifier: BSD-3-Clause
"""`merge` of results: ranges of trajectories of one scan, solved apart, become one result."""

import h5py
import numpy as np
import pytest
from calls import run

CONFIG = """\
title = "more of them"
[model]
atoms = 4
eta = 1.0
tunnelling = 0.5
kappa = 0.8
[time]
stop = 1.0
samples = 6
[scan]
axes = [{ key = "model.U", values = [0.5, 1.0] }]
[solve]
trajectories = 40
seed = 5
[output]
quantities = ["qfi", "mandel_q", "purity"]
"""


def solve(program, folder, name, first, count, *more, config=CONFIG):
    """A result of so many trajectories."""
    (folder / "scan.toml").write_text(config)
    settings = ["--set", f"solve.trajectories={count}", *more]
    if first is not None:
        settings += ["--set", f"solve.first_trajectory={first}"]
    done = run(program, folder, "run", "scan.toml", "-o", name, "--backend", "cpu", "--quiet", *settings)
    assert done.returncode == 0, done.stderr
    return name


@pytest.fixture(scope="module")
def folder(program, tmp_path_factory):
    """a: 0 ... 39, b: 40 ... 99, c: 100 ... 119, whole: 0 ... 119"""
    where = tmp_path_factory.mktemp("trajectories")
    for name, first, count in (("a", 0, 40), ("b", 40, 60), ("c", 100, 20), ("whole", 0, 120)):
        solve(program, where, f"{name}.h5", first, count)
    return where


def merge(program, folder, *arguments, code=0):
    done = run(program, folder, "merge", *arguments)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    return done.stderr


def same(folder, name, other):
    """Datasets alike, but for rounding and times."""
    with h5py.File(folder / name) as a, h5py.File(folder / other) as b:
        datasets = [key for key in b if isinstance(b[key], h5py.Dataset)]
        assert sorted(key for key in a if isinstance(a[key], h5py.Dataset)) == sorted(datasets)
        for key in datasets:
            if key in ("runtime", "error_estimate"):
                continue
            if b[key].dtype.kind == "f":
                np.testing.assert_allclose(a[key][...], b[key][...], rtol=1e-10, atol=1e-12, err_msg=key)
            else:
                assert (a[key][...] == b[key][...]).all(), key


def test_a_merged_result_is_that_of_one_run(program, folder):
    said = merge(program, folder, "c.h5", "a.h5", "b.h5", "-o", "abc.h5")
    assert "0 ... 119" in said and "3 files" in said
    same(folder, "abc.h5", "whole.h5")
    with h5py.File(folder / "abc.h5") as file, h5py.File(folder / "whole.h5") as whole:
        assert file.attrs["resolved_config"] == whole.attrs["resolved_config"]
        assert file.attrs["title"] == "more of them"
        assert file.attrs["merged_trajectories"] == "0 ... 39, 40 ... 99, 100 ... 119"
        parts = [h5py.File(folder / name)["runtime"][...] for name in ("a.h5", "b.h5", "c.h5")]
        np.testing.assert_allclose(file["runtime"][...], sum(parts), rtol=1e-12)


def test_it_can_be_merged_again(program, folder):
    merge(program, folder, "a.h5", "b.h5", "-o", "ab.h5", "--quiet")
    merge(program, folder, "ab.h5", "c.h5", "-o", "ab_c.h5", "--quiet")
    same(folder, "ab_c.h5", "whole.h5")
    with h5py.File(folder / "ab_c.h5") as file:
        assert file.attrs["merged_trajectories"] == "0 ... 39, 40 ... 99, 100 ... 119"


def test_it_is_the_result_of_the_scan(program, folder):
    merge(program, folder, "a.h5", "b.h5", "-o", "first.h5", "--quiet")
    done = run(program, folder, "run", "scan.toml", "-o", "first.h5", "--backend", "cpu",
               "--set", "solve.trajectories=100", "--set", "solve.first_trajectory=0")  # fmt: skip
    assert done.returncode == 0 and "nothing to do" in done.stderr
    done = run(program, folder, "reproduce", "first.h5", "--backend", "cpu", "--quiet")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 ... 39, 40 ... 99" in done.stdout
    done = run(program, folder, "verify", "first.h5", "--backend", "cpu", "--quiet")
    assert done.returncode == 0, done.stdout + done.stderr
    done = run(program, folder, "info", "first.h5")
    assert done.returncode == 0 and "trajectory_means" in done.stdout


def test_shards_of_a_range_are_joined_as_ever(program, folder):
    for shard in ("0/2", "1/2"):
        solve(program, folder, "sharded.h5", 40, 60, "--set", "output.part_seconds=1e-9", "--shard", shard)
    with h5py.File(folder / "sharded.h5") as file, h5py.File(folder / "b.h5") as b:
        assert file["trajectory_means"][...].tobytes() == b["trajectory_means"][...].tobytes()
    merge(program, folder, "a.h5", "sharded.h5", "-o", "of_shards.h5", "--quiet")
    merge(program, folder, "a.h5", "b.h5", "-o", "ab_too.h5", "--quiet")
    same(folder, "of_shards.h5", "ab_too.h5")


def refused(program, folder, *arguments):
    """What it says; nothing is written."""
    said = merge(program, folder, *arguments, "-o", "refused.h5", code=2)
    assert not (folder / "refused.h5").exists()
    return said


def test_what_is_in_two_files_is_refused(program, folder):
    solve(program, folder, "overlapping.h5", 20, 40)
    said = refused(program, folder, "a.h5", "overlapping.h5")
    assert "20 ... 39" in said and "overlapping.h5" in said and "a.h5" in said
    assert "0 ... 39" in refused(program, folder, "a.h5", "a.h5")


def test_a_gap_is_refused_with_what_fills_it(program, folder):
    said = refused(program, folder, "a.h5", "c.h5")
    assert "40 ... 99" in said
    assert "solve.first_trajectory=40" in said and "solve.trajectories=60" in said


@pytest.mark.parametrize(
    "setting, key",
    [
        ("solve.seed=6", "solve.seed"),
        ("model.eta=1.1", "model.eta"),
        ('output.quantities=["qfi", "purity"]', "output.quantities"),
        ('scan.axes=[{ key = "model.U", values = [0.5, 2.0] }]', "scan.axes"),
    ],
    ids=lambda text: text.split("=")[0],
)
def test_another_scan_is_refused_by_its_key(setting, key, program, folder):
    solve(program, folder, "other.h5", 40, 60, "--force", "--set", setting)
    said = refused(program, folder, "a.h5", "other.h5")
    assert key in said and "a.h5" in said and "other.h5" in said


def test_a_result_that_keeps_nothing_is_refused_with_the_way_out(program, folder):
    solve(program, folder, "plain.h5", None, 40)
    said = refused(program, folder, "plain.h5", "b.h5")
    assert "plain.h5" in said and "solve.first_trajectory=0" in said
    solve(program, folder, "matrix.h5", None, 0, "--unset", "solve.seed")
    assert "solve.trajectories = 0" in refused(program, folder, "matrix.h5", "b.h5")


def test_a_result_is_not_written_over_what_it_is_made_of(program, folder):
    said = merge(program, folder, "a.h5", "b.h5", "-o", "a.h5", "--force", code=2)
    assert "would be overwritten" in said
    assert "-o" in merge(program, folder, "a.h5", "b.h5", code=2)
    assert "--partial" in refused(program, folder, "a.h5", "b.h5", "--partial")
    merge(program, folder, "a.h5", "b.h5", "-o", "there.h5", "--quiet")
    assert "there.h5" in merge(program, folder, "a.h5", "b.h5", "-o", "there.h5", code=4)
    merge(program, folder, "a.h5", "b.h5", "-o", "there.h5", "--force", "--quiet")


def test_a_damaged_file_is_refused(program, folder):
    data = bytearray((folder / "b.h5").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "damaged.h5").write_bytes(data)
    assert "damaged.h5" in merge(program, folder, "a.h5", "damaged.h5", "-o", "refused.h5", code=4)
    assert not (folder / "refused.h5").exists()


@pytest.mark.parametrize(
    "setting, part",
    [
        ("solve.first_trajectory=30", "multiple of 20"),
        ("solve.first_trajectory=-20", "solve.first_trajectory"),
        ("solve.first_trajectory=1000000000", "999999960"),
        ("solve.first_trajectory=0.5", "solve.first_trajectory"),
    ],
)
def test_a_first_trajectory_that_means_nothing_is_refused(setting, part, program, folder):
    done = run(program, folder, "config", "scan.toml", "--set", setting)
    assert done.returncode == 2 and part in done.stderr
    done = run(program, folder, "config", "scan.toml", "--set", "solve.first_trajectory=40")
    assert "first_trajectory = 40" in done.stdout


def test_without_trajectories_it_means_nothing(program, folder):
    (folder / "none.toml").write_text(
        CONFIG.replace("trajectories = 40\nseed = 5", "first_trajectory = 0"))  # fmt: skip
    done = run(program, folder, "config", "none.toml")
    assert done.returncode == 2
    assert "solve.first_trajectory" in done.stderr and "solve.trajectories" in done.stderr
    # Set on the command line, the number of trajectories takes it along.
    (folder / "some.toml").write_text(CONFIG.replace("seed = 5", "first_trajectory = 20"))
    done = run(program, folder, "config", "some.toml", "--set", "solve.trajectories=0")
    assert done.returncode == 0 and "first_trajectory" in done.stderr
    assert "first_trajectory" not in done.stdout
