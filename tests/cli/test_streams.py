# SPDX-License-Identifier: BSD-3-Clause
"""Standard streams that are closed, full or without a reader: the result file keeps clear of them,
and what was asked for is written or is an error."""

import os
import signal
import subprocess
import time

import h5py
import numpy as np
import pytest
from test_run import HEAVY, SMALL, names, run

CLOSED = {"stdin": [0], "stdout": [1], "stderr": [2], "all three": [0, 1, 2]}


def closing(descriptors):
    """What the child does before it becomes the program."""

    def close():
        for descriptor in descriptors:
            os.close(descriptor)

    return close


def numbers(path):
    """{name: values} of a result file, without how long each point took."""
    found = {}

    def collect(name, item):
        if isinstance(item, h5py.Dataset) and name != "runtime":
            found[name] = item[()]

    with h5py.File(path) as file:
        file.visititems(collect)
    return found


@pytest.mark.parametrize("closed", CLOSED)
def test_a_run_with_closed_streams_writes_the_same_file(program, tmp_path, closed):
    (tmp_path / "small.toml").write_text(SMALL)
    assert run(program, tmp_path, "run", "small.toml", "-o", "usual.h5").returncode == 0
    done = run(program, tmp_path, "run", "small.toml", preexec_fn=closing(CLOSED[closed]))
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["small.h5", "small.toml", "usual.h5"]
    usual, other = numbers(tmp_path / "usual.h5"), numbers(tmp_path / "small.h5")
    assert usual.keys() == other.keys() and "qfi" in usual
    for name in usual:
        np.testing.assert_array_equal(other[name], usual[name], err_msg=name)


@pytest.mark.parametrize("closed", CLOSED)
def test_no_file_of_a_run_is_a_standard_stream(program, tmp_path, closed):
    """Hours later a line of progress would be written into it."""
    (tmp_path / "long.toml").write_text(HEAVY)
    process = subprocess.Popen(
        [program, "run", "long.toml"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=closing(CLOSED[closed]),
    )
    try:
        deadline = time.monotonic() + 60
        while names(tmp_path) == ["long.toml"] and time.monotonic() < deadline:
            time.sleep(0.02)
        streams = [os.readlink(f"/proc/{process.pid}/fd/{number}") for number in CLOSED[closed]]
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=60)
    assert streams == ["/dev/null"] * len(streams)
    assert code == 75
    assert names(tmp_path) == ["long.toml"]


# Each prints something to stdout.
PRINTING = {
    "run": ["run", "small.toml", "--json", "--force", "--quiet"],
    "nothing to do": ["run", "small.toml", "--json", "--quiet"],
    "plan": ["plan", "small.toml"],
    "config": ["config", "small.toml"],
    "info": ["info", "small.h5"],
    "doctor": ["doctor", "--json"],  # more than a buffer of the C library
    "version": ["--version"],
    "help": ["run", "--help"],
}


@pytest.fixture
def solved(program, tmp_path):
    """A folder with a config and its result."""
    (tmp_path / "small.toml").write_text(SMALL)
    assert run(program, tmp_path, "run", "small.toml").returncode == 0
    return tmp_path


def run_onto(program, folder, arguments, stdout, **options):
    return subprocess.run(
        [program, *arguments], cwd=folder, stdout=stdout, stderr=subprocess.PIPE, text=True,
        timeout=300, **options,
    )  # fmt: skip


@pytest.mark.parametrize("command", PRINTING)
def test_output_that_was_asked_for_is_not_lost_in_silence(program, solved, command):
    before = numbers(solved / "small.h5")
    closed = run_onto(program, solved, PRINTING[command], None, preexec_fn=closing([1]))
    with open("/dev/full", "w") as full:
        on_full = run_onto(program, solved, PRINTING[command], full)
    for done, reason in ((closed, "Bad file descriptor"), (on_full, "No space left")):
        assert done.returncode == 4, done.stderr
        assert done.stderr.count("\n") == 1
        assert "stdout" in done.stderr and reason in done.stderr
    assert names(solved) == ["small.h5", "small.toml"]
    after = numbers(solved / "small.h5")
    for name in before:
        np.testing.assert_array_equal(after[name], before[name], err_msg=name)


@pytest.mark.parametrize("command", PRINTING)
def test_a_reader_that_went_away_is_an_error_without_words(program, solved, command):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = run_onto(program, solved, PRINTING[command], writer)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (4, "")
    assert names(solved) == ["small.h5", "small.toml"]
