# SPDX-License-Identifier: BSD-3-Clause
"""`pairtwist plot`: every option reaches Python as it was typed; each failure has its message."""

import subprocess

import pytest

from calls import run

JOB = """
[model]
atoms = 20
eta = 100.0
kappa = {kappa}

[time]
stop = 0.1
samples = 5

[output]
quantities = ["qfi", "bell", "photon_number"]
"""


@pytest.fixture(scope="module")
def folder(program, tmp_path_factory):
    """With a.h5 and b.h5, of different loss."""
    where = tmp_path_factory.mktemp("plots")
    for name, kappa in (("a", 0.0), ("b", 5.0)):
        (where / f"{name}.toml").write_text(JOB.format(kappa=kappa))
        done = run(program, where, "run", f"{name}.toml", "--quiet")
        assert done.returncode == 0, done.stderr
    return where


def plot(program, folder, *arguments):
    return run(program, folder, "plot", *arguments, stdin=subprocess.DEVNULL)


def test_every_option_at_once(program, folder):
    done = plot(
        program, folder, "a.h5", "b.h5", "-o", "both.png", "--quantity", "qfi,photon_number",
        "--log", "x", "--xlim", "0.02,0.1", "--ylim", "-1,40", "--title", "--two", "--size", "5,4",
        "--style", "ggplot", "--hline", "-0.5:below,3", "--hline", "4", "--vline", "0.05",
        "--fit", "power",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr.count("fit qfi / N^2 ~ time^b") == 2
    assert (folder / "both.png").exists()
    script = (folder / "both.plot.py").read_text()
    for text in ("bottom=-1, top=40", '"--two"', '"below"', '"ggplot"', r'"$\kappa$ = 5"'):
        assert text in script, text


def test_several_files_are_told_apart_by_what_differs(program, folder):
    done = plot(program, folder, "a.h5", "b.h5", "-o", "two.svg")
    assert done.returncode == 0, done.stderr
    assert r'"$\kappa$ = 0"' in (folder / "two.plot.py").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["a.h5", "nowhere.h5"], 4, "nowhere.h5"),
        (["a.h5", "--quantity", "photon_numbr"], 2, "did you mean 'photon_number'?"),
        (["a.h5", "--unknown"], 2, "--unknown"),
        ([], 2, "FILE"),
    ],
)
def test_what_is_wrong_is_named(program, folder, arguments, code, message):
    before = sorted(path.name for path in folder.iterdir())
    done = plot(program, folder, *arguments)
    assert done.returncode == code, done.stderr
    assert message in done.stderr and "Traceback" not in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["a.h5", "a.toml"], 4, "a.toml"),
        (["a.h5", "--at", "kappa=1"], 2, "qfi has no axis 'kappa'; its axes are: time"),
        (["a.h5", "--quantity", "husimi"], 2, "no quantity 'husimi'"),
        (["a.h5", "--log", "q"], 2, "log 'q'"),
        (["a.h5", "--xlim", "3"], 2, "expected two numbers"),
        (["a.h5", "--fit", "line"], 2, "there is power"),
        (["a.h5", "--fit", "power", "--at", "time=0"], 2, "nothing to draw"),
        (["a.h5", "--size", "0,1"], 2, "size: 0 inches"),
    ],
)
def test_what_is_wrong_with_a_result_is_named(warm_python, folder, arguments, code, message):
    """By the Python that `pairtwist plot` starts, which is loaded here already."""
    before = sorted(path.name for path in folder.iterdir())
    done = warm_python.module("pairtwist.plot", *arguments, cwd=folder)
    assert done.returncode == code, done.stderr
    assert message in done.stderr and "Traceback" not in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == before


def test_help_names_every_option(program, folder):
    text = plot(program, folder, "-h").stdout
    for option in ("--quantity", "--at", "--log", "--xlim", "--ylim", "--title", "--size"):
        assert option in text
    for option in ("--style", "--hline", "--vline", "--fit", "--flat"):
        assert option in text
