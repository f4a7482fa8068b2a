# SPDX-License-Identifier: BSD-3-Clause
"""Texts of a file that matplotlib, or anything else, stumbles over.

Drawn by a Python that is loaded already (tests/warm_python.py): what the program hands on to it are
the names of files alone.
"""

import shutil
import subprocess

import h5py
import pytest
from calls import run

CONFIG = """\
[model]
atoms = 4
eta = 3.0
[time]
stop = 0.1
samples = 3
[scan]
axes = [{ key = "model.kappa", values = [0.625, 1.0, 2.0] }]
"""
ODD = ["$$", "$x", r"$\frac{$", r"\frac{", "a$b$", "\x1b[31m", "{" * 50, "$" + "{" * 2000 + "$"]


@pytest.fixture
def result(program, tmp_path):
    (tmp_path / "job.toml").write_text(CONFIG)
    subprocess.run([program, "run", "job.toml", "--quiet"], cwd=tmp_path, check=True)
    with h5py.File(tmp_path / "job.h5", "a") as file:
        del file.attrs["attributes_sha256"]
    return tmp_path / "job.h5"


@pytest.fixture
def plot(warm_python):
    """plot(result): what `pairtwist plot` says of it, and its exit code."""

    def drawn(result):
        return warm_python.module("pairtwist.plot", result, cwd=result.parent)

    return drawn


# Each draws a picture; those like another are for `scripts/test.sh all`.
@pytest.mark.parametrize(
    "text",
    [pytest.param(text, marks=pytest.mark.long if text in ("$x", "a$b$", "{" * 50) else ()) for text in ODD],
)
def test_any_text_is_drawn(plot, result, text):
    """In every place at once: a process for each would tell no more."""
    with h5py.File(result, "a") as file:
        file.attrs["title"] = text
        for name, place in (("kappa", "units"), ("time", "units"), ("kappa", "symbol")):
            file[name].attrs[place] = text
    told = plot(result)
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr


def test_a_long_title_is_cut_and_said(plot, result):
    with h5py.File(result, "a") as file:
        file.attrs["title"] = "x" * 20000
    told = plot(result)
    assert told.returncode == 0, told.stderr
    assert "20000 characters" in told.stderr


@pytest.mark.parametrize("text", ["this is = no toml", "model = 3", "[model]\natoms = 'x'", "a=" + "[" * 5000])
def test_a_config_that_is_none_is_said(plot, result, text):
    with h5py.File(result, "a") as file:
        file.attrs["resolved_config"] = text
    told = plot(result)
    assert told.returncode == 4, told.stderr
    assert "resolved_config" in told.stderr and "Traceback" not in told.stderr


def test_missing_attributes(plot, result):
    with h5py.File(result, "a") as file:
        for name in set(file.attrs) - {"format"}:
            del file.attrs[name]
        for name in set(file["qfi"].attrs) - {"DIMENSION_LIST"}:
            del file["qfi"].attrs[name]
    told = plot(result)
    assert told.returncode in (0, 4) and "Traceback" not in told.stderr, told.stderr


def test_no_text_becomes_code(plot, warm_python, result):
    code = '"""\nimport pathlib; pathlib.Path("owned").touch()\n"""'
    with h5py.File(result, "a") as file:
        file.attrs["title"] = code
        for name in ("units", "long_name", "symbol"):
            file["kappa"].attrs[name] = code
    told = plot(result)
    assert told.returncode == 0, told.stderr
    warm_python.script(result.with_name("job.plot.py"), cwd=result.parent)
    assert not (result.parent / "owned").exists()


def test_a_name_like_an_option_is_that_of_a_file(program, result):
    shutil.copy(result, result.parent / "-x.h5")
    done = run(program, result.parent, "plot", "--", "-x.h5", timeout=120)
    assert done.returncode == 0, done.stderr
    assert (result.parent / "-x.png").exists() and (result.parent / "-x.plot.py").exists()
