# SPDX-License-Identifier: BSD-3-Clause
"""`plot` and `doctor` start Python in the user's folder: nothing that lies there may be run."""

import os
import shutil
import subprocess
import sys

import pytest
from test_run import SMALL, names, run

# Modules that the plot, its libraries or Python itself import, and this program's own package.
PLANTED = [
    "PIL", "argparse", "difflib", "h5netcdf", "hashlib", "importlib", "matplotlib", "numpy",
    "pathlib", "readline", "runpy", "site", "sitecustomize", "tomllib", "usercustomize", "xarray",
]  # fmt: skip


@pytest.fixture
def planted(program, tmp_path):
    """A folder with a result PIL.h5 and modules that leave a file in the folder beside when run."""
    folder, ran = tmp_path / "folder", tmp_path / "ran"
    folder.mkdir()
    ran.mkdir()
    (folder / "small.toml").write_text(SMALL)
    assert run(program, folder, "run", "small.toml", "-o", "PIL.h5").returncode == 0
    (folder / "pairtwist").mkdir()
    for name in [*PLANTED, "pairtwist/__init__"]:
        mark = ran / name.partition("/")[0]
        (folder / f"{name}.py").write_text(f"open({str(mark)!r}, 'w').close()\n")
    return folder, ran


def interpreter():
    """The Python of the program as a path."""
    return shutil.which(os.environ.get("PAIRTWIST_PYTHON", sys.executable))


def wrapped(folder, line):
    """A Python that is started by this line of shell."""
    path = folder / "wrapped_python"
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture(
    params=[
        pytest.param("this Python", marks=pytest.mark.long),  # the stricter ones see what it would
        "one that knows no safe path",
        "one told to inspect",
    ]
)
def environment(request, tmp_path):
    chosen = dict(os.environ)
    if request.param == "one that knows no safe path":  # as before 3.11
        line = f'unset PYTHONSAFEPATH; exec {interpreter()} "$@"'
        chosen["PAIRTWIST_PYTHON"] = wrapped(tmp_path, line)
    elif request.param == "one told to inspect":  # it imports readline before anything else
        chosen["PYTHONINSPECT"] = "1"
    return chosen


def test_nothing_in_the_current_folder_is_executed(program, planted, environment):
    folder, ran = planted
    environment["PYTHONPATH"] = f":{folder.parent / 'elsewhere'}:."
    here = names(folder)
    for _ in range(2):  # the script of the first must not be a module of the second
        done = run(program, folder, "plot", "PIL.h5", env=environment, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stderr
        assert names(ran) == []
    assert names(folder) == sorted([*here, "PIL.png", "PIL.plot.py"])
    done = run(program, folder, "doctor", env=environment, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    assert "plot:" not in done.stdout
    assert names(ran) == []


@pytest.mark.parametrize(
    "path", [None, "", ":", "{own}:", ":{own}", ".", "./:{own}", "{own}::.//.", "own/.."]
)
def test_no_entry_of_pythonpath_is_the_current_folder(program, planted, path):
    """Python imports sitecustomize from them before any code of ours."""
    folder, ran = planted
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if path is not None:
        environment["PYTHONPATH"] = path.format(own=folder.parent / "elsewhere")
    done = run(program, folder, "doctor", env=environment)
    assert done.returncode == 0, done.stderr
    assert names(ran) == []


def test_modules_in_the_current_folder_do_not_count_as_installed(program, planted, environment):
    folder, ran = planted
    # Without the packages of its site, Python has its standard library alone.
    line = f'unset PYTHONSAFEPATH; exec {interpreter()} -S "$@"'
    environment |= {"PAIRTWIST_PYTHON": wrapped(folder.parent, line), "PYTHONPATH": ":."}
    done = run(program, folder, "doctor", env=environment, stdin=subprocess.DEVNULL)
    assert "lacks numpy, xarray, matplotlib, h5netcdf" in done.stdout
    done = run(program, folder, "plot", "PIL.h5", env=environment, stdin=subprocess.DEVNULL)
    assert done.returncode == 4 and "lacks numpy" in done.stderr
    assert names(ran) == []


def test_folders_that_the_user_names_are_used(program, planted, environment):
    folder, _ = planted
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "sitecustomize.py").write_text(f"open({str(elsewhere / 'used')!r}, 'w').close()\n")
    environment["PYTHONPATH"] = f":{elsewhere}:."
    done = run(program, folder, "plot", "PIL.h5", env=environment, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "used").exists()
