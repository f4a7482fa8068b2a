# SPDX-License-Identifier: BSD-3-Clause
"""Scans divided among shards, and merged."""

import shutil

import h5py
import numpy as np
import pytest
from calls import run, run_shards
from scans_in_parts import (  # noqa: F401, fixtures
    FROM_LIGHT,
    POINTS,
    datasets,
    finish,
    folder,
    interrupt,
    start,
    whole,
    write_light,
)
from test_run import names


def test_shards_come_to_the_same_file(program, folder, whole):
    messages = run_shards(program, folder, 3)
    assert names(folder) == ["scan.h5", "scan.toml"], messages
    assert datasets(folder / "scan.h5") == datasets(whole)


def test_a_shard_alone_leaves_the_others_to_do(program, folder, whole):
    done = run(program, folder, "run", "scan.toml", "--shard", "1/3")
    assert done.returncode == 0 and "shard 1/3 is done" in done.stderr, done.stderr
    refused = run(program, folder, "merge", "scan.h5.parts")
    assert refused.returncode == 4
    assert "points are missing" in refused.stderr and "--partial" in refused.stderr
    # Divided in another way, or not at all, the rest is done.
    assert run(program, folder, "run", "scan.toml", "--shard", "0/2").returncode == 0
    finish(program, folder, whole)


def test_merge_joins_what_is_complete(program, folder, whole):
    for i in range(2):
        process = start(program, folder, "--shard", f"{i}/2", parts_wanted=1 + 2 * i)
        process.kill()
        process.communicate()
    interrupt(program, folder, arguments=["--shard", "0/2"], parts_wanted=4)
    partial = run(program, folder, "merge", "scan.h5.parts", "-o", "partial.h5", "--partial")
    assert partial.returncode == 3, partial.stderr
    with h5py.File(folder / "partial.h5") as file, h5py.File(whole) as all_points:
        status = file["status"][...]
        missing = status == 9
        assert 0 < missing.sum() < POINTS
        assert int(file.attrs["missing_points"]) == missing.sum()
        flags = dict(zip(file["status"].attrs["flag_meanings"].split(), file["status"].attrs["flag_values"]))
        assert flags["missing"] == 9
        for name in ("qfi", "purity", "tau_Q"):
            assert np.isnan(file[name][...][missing]).all()
            assert (file[name][...][~missing] == all_points[name][...][~missing]).all()
    assert run(program, folder, "info", "partial.h5").returncode == 0
    refused = run(program, folder, "run", "scan.toml", "-o", "partial.h5")
    assert refused.returncode == 4 and "lacks" in refused.stderr

    (folder / "partial.h5").unlink()
    for i in range(2):
        assert run(program, folder, "run", "scan.toml", "--shard", f"{i}/2").returncode == 0
    assert datasets(folder / "scan.h5") == datasets(whole)


@pytest.mark.parametrize(
    "text", ["3", "3/3", "-1/3", "0/0", "a/b", "1/2/3", "0/", "/3", "0/10000000", "1 /3"]
)
def test_bad_shards(program, folder, text):
    refused = run(program, folder, "run", "scan.toml", f"--shard={text}")
    assert refused.returncode == 2 and "--shard" in refused.stderr, refused.stderr
    assert names(folder) == ["scan.toml"]


def test_a_bad_shard_is_refused_beside_a_complete_file(program, folder, whole):
    (folder / "scan.h5").write_bytes(whole.read_bytes())
    refused = run(program, folder, "run", "scan.toml", "--shard", "4/4")
    assert refused.returncode == 2 and '--shard: found "4/4"' in refused.stderr, refused.stderr


def solve_in_shards(program, folder, ballast=0):
    """The first of two shards of a scan from light.h5; the bytes of that file."""
    write_light(folder / "light.h5", [0.5, 0.5])
    with h5py.File(folder / "light.h5", "a") as file:
        file["ballast"] = np.zeros(ballast)
    (folder / "scan.toml").write_text(FROM_LIGHT.replace("2.0, 400", "2.0, 20"))
    done = run(program, folder, "run", "scan.toml", "--shard", "0/2")
    assert done.returncode == 0, done.stderr
    return (folder / "light.h5").read_bytes()


def test_a_merged_result_holds_its_start_files(program, folder):
    """Also without them on the disk; it can be solved from again, and has the bits of one run."""
    light = solve_in_shards(program, folder)
    shutil.copytree(folder / "scan.h5.parts", folder / "copy.h5.parts")
    done = run(program, folder, "run", "scan.toml", "--shard", "1/2")
    assert done.returncode == 0, done.stderr
    with h5py.File(folder / "scan.h5") as file:
        assert file["start_files/light"][...].tobytes() == light
    (folder / "light.h5").unlink()
    merged = run(program, folder, "merge", "copy.h5.parts", "--partial")
    assert merged.returncode == 3, merged.stderr
    assert "light" not in merged.stderr
    with h5py.File(folder / "copy.h5") as file, h5py.File(folder / "scan.h5") as whole:
        assert file["start_files/light"][...].tobytes() == light
        assert file.attrs["light_sha256"] == whole.attrs["light_sha256"]
    again = run(program, folder, "run", "copy.h5", "-o", "again.h5")
    assert again.returncode == 0, again.stderr
    assert datasets(folder / "again.h5") == datasets(folder / "scan.h5")
    assert not (folder / "scan.h5.parts").exists()


@pytest.mark.parametrize("harm", ["removed", "damaged"])
def test_a_start_file_that_parts_have_lost_comes_from_its_path(program, folder, harm):
    light = solve_in_shards(program, folder)
    copy = folder / "scan.h5.parts" / "start.light"
    assert copy.read_bytes() == light
    copy.unlink() if harm == "removed" else copy.write_bytes(light[:-1] + b"x")
    for name in ("there.h5", "gone.h5"):
        if name == "gone.h5":
            (folder / "light.h5").unlink()
        merged = run(program, folder, "merge", "scan.h5.parts", "--partial", "-o", name)
        assert merged.returncode == 3, merged.stderr
        assert ("light.path" in merged.stderr) == (name == "gone.h5"), merged.stderr
        with h5py.File(folder / name) as file:
            assert ("start_files" in file) == (name == "there.h5")
            assert file.attrs["light_sha256"]
    if harm == "removed":
        return
    (folder / "light.h5").write_bytes(light)  # whoever goes on mends the copy
    assert run(program, folder, "run", "scan.toml", "--shard", "0/2").returncode == 0
    assert copy.read_bytes() == light


def test_a_large_start_file_is_not_copied(program, folder):
    solve_in_shards(program, folder, ballast=600_000)
    assert (folder / "light.h5").stat().st_size > 4 << 20
    assert not (folder / "scan.h5.parts" / "start.light").exists()
    merged = run(program, folder, "merge", "scan.h5.parts", "--partial")
    assert merged.returncode == 3 and "light" not in merged.stderr, merged.stderr
    with h5py.File(folder / "scan.h5") as file:
        assert "start_files" not in file and file.attrs["light_sha256"]
