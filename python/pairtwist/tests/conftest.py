# SPDX-License-Identifier: BSD-3-Clause
"""What these tests share: small configs, and the program that was installed beside the package."""

import pathlib
import shutil
import subprocess
import sys

import matplotlib
import pytest

matplotlib.use("Agg")


@pytest.fixture
def config():
    """Twenty atoms at five times; a new dict for each test."""
    return {
        "model": {"atoms": 20, "eta": 100.0, "kappa": 1.0},
        "time": {"stop": 0.1, "samples": 5},
        "output": {"quantities": ["qfi", "spin_mean", "photon_number"]},
    }


@pytest.fixture
def program(tmp_path):
    """program("run", "job.toml") runs the program of this environment in tmp_path."""
    beside = pathlib.Path(sys.executable).parent / "pairtwist"
    path = str(beside) if beside.exists() else shutil.which("pairtwist")
    if not path:
        pytest.skip("the program pairtwist is not installed here")

    def run(*arguments):
        done = subprocess.run(
            [path, *map(str, arguments)], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done

    return run
