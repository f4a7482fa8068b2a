# SPDX-License-Identifier: BSD-3-Clause
"""What `info` and a second `run` say of a result file in which a byte has changed."""

import functools
import json
import struct

import h5py
import pytest
from calls import run

GRID = """\
title = "A title to be damaged"
[model]
atoms = 4
eta = 3.0
[time]
stop = 0.1
samples = 3
[scan]
axes = [{ key = "model.kappa", values = [0.625, 1.0, 2.0] }]
[output]
quantities = ["qfi", "spin_mean"]
"""
ONE_POINT = """\
[model]
atoms = 4
eta = 3.0
kappa = 0.8125
[time]
stop = 0.1
samples = 3
[output]
over_time = "final"
"""


@pytest.fixture
def call(program, tmp_path):
    return functools.partial(run, program, tmp_path)


@pytest.fixture
def solve(call, tmp_path):
    """solve(text) -> path of the result of a config."""

    def solve_text(text):
        (tmp_path / "job.toml").write_text(text)
        assert call("run", "job.toml", "--quiet").returncode == 0
        return tmp_path / "job.h5"

    return solve_text


def flip(path, offset):
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def flip_within(path, content):
    """Changes a byte of these, which the file holds exactly once."""
    assert path.read_bytes().count(content) == 1
    flip(path, path.read_bytes().index(content) + len(content) - 1)


def chunk_offset(path, name):
    with h5py.File(path) as file:
        dataset = file[name]
        return dataset.id.get_offset() or dataset.id.get_chunk_info(0).byte_offset


def expect_damage(call, *words):
    info = call("info", "job.h5")
    assert info.returncode == 4, info.stdout
    assert info.stdout == ""
    again = call("run", "job.toml")
    assert again.returncode == 4, again.stderr
    for word in ("job.h5", "damaged", *words):
        assert word in info.stderr, info.stderr
        assert word in again.stderr, again.stderr
    assert "--force" in again.stderr and "-o FILE" in again.stderr
    assert call("run", "job.toml", "--force").returncode == 0
    assert call("info", "job.h5").returncode == 0


@pytest.mark.parametrize("name", ["kappa", "time", "qfi", "status", "runtime"])
def test_a_damaged_dataset_is_named(solve, call, name):
    path = solve(GRID)
    flip(path, chunk_offset(path, name))
    expect_damage(call, name)


def test_every_dataset_with_a_dimension_has_a_checksum(solve):
    with h5py.File(solve(GRID)) as file:
        for name, dataset in file.items():
            assert dataset.dtype.kind == "O" or dataset.fletcher32, name


@pytest.mark.parametrize("text", [b"A title to be damaged", b"good not_converged", b"mean collective spin"])
def test_a_damaged_attribute_is_noticed(solve, call, text):
    path = solve(GRID)
    flip(path, path.read_bytes().index(text))
    expect_damage(call, "attributes_sha256")


def test_a_damaged_single_number_is_noticed(solve, call):
    path = solve(ONE_POINT)
    flip_within(path, struct.pack("<d", 0.8125))
    expect_damage(call, "attributes_sha256")


def test_a_file_without_the_hash_is_read_and_said_to_be_unprotected(solve, call):
    path = solve(GRID)
    whole = call("info", "job.h5")
    assert whole.returncode == 0 and "every number and attribute" in whole.stdout
    assert json.loads(call("info", "job.h5", "--json").stdout)["protected_by_hash"] is True
    with h5py.File(path, "a") as file:  # as files of earlier versions are
        del file.attrs["attributes_sha256"]
    info = call("info", "job.h5")
    assert info.returncode == 0 and "not protected by a hash" in info.stdout
    assert json.loads(call("info", "job.h5", "--json").stdout)["protected_by_hash"] is False
    again = call("run", "job.toml")
    assert again.returncode == 0
    assert "nothing to do" in again.stderr and "not protected by a hash" in again.stderr


def test_damage_is_said_before_another_config(solve, call):
    path = solve(GRID)
    flip(path, chunk_offset(path, "qfi"))
    other = call("run", "job.toml", "--set", "model.U=2.0")
    assert other.returncode == 4 and "damaged" in other.stderr and "qfi" in other.stderr
