# SPDX-License-Identifier: BSD-3-Clause
"""libhdf5 is not for two threads: whatever reads and writes files takes turns."""

import os
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pytest
from calls import run

# So dear that each point is a batch.
TRAJECTORIES = """\
model = { atoms = 4, eta = 1.0, tunnelling = 1.5, W0 = 0.4, kappa = 5.0, thermal_photons = 0.3 }
light = { state = "coherent", alpha = 0.8 }
time = { stop = 2.0, samples = 5 }
scan.axes = [{ key = "model.W0", linspace = [0.1, 1.0, 4] }]
solve = { trajectories = 400, first_trajectory = 0 }
output.quantities = ["purity", "rho"]
"""

OWN_LIGHT = """\
model = { atoms = 4, eta = 1.0 }
time = { stop = 2.0, samples = 101 }
light = { state = "file", path = "light.h5" }
scan.axes = [{ key = "model.W0", linspace = [0.1, 1.0, 300] }]
output.quantities = ["purity", "rho"]
"""


@pytest.fixture(scope="module")
def turns(program, tmp_path_factory):
    """The environment of a program that ends with code 99 where two threads meet in libhdf5."""
    if "libhdf5" not in subprocess.run(["ldd", program], capture_output=True, text=True).stdout:
        pytest.skip("libhdf5 is linked into the program")
    library = tmp_path_factory.mktemp("turns") / "turns.so"
    source = Path(__file__).with_name("hdf5_turns.c")
    subprocess.run(
        [os.environ.get("CC", "cc"), "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC",
         "-o", library, source, "-ldl"],
        check=True,
    )  # fmt: skip
    return os.environ | {"LD_PRELOAD": str(library)}


def done(outcome):
    assert outcome.returncode == 0, outcome.stderr


def test_trajectories_are_merged_in_turns(program, tmp_path, turns):
    (tmp_path / "scan.toml").write_text(TRAJECTORIES)
    done(run(program, tmp_path, "run", "scan.toml", "-o", "a.h5"))
    done(run(program, tmp_path, "run", "scan.toml", "-o", "b.h5", "--set", "solve.first_trajectory=400"))
    done(run(program, tmp_path, "merge", "a.h5", "b.h5", "-o", "c.h5", env=turns))
    with h5py.File(tmp_path / "a.h5") as a, h5py.File(tmp_path / "b.h5") as b, h5py.File(tmp_path / "c.h5") as c:
        assert np.allclose(a["runtime"][()] + b["runtime"][()], c["runtime"][()], rtol=1e-12)


def test_a_scan_reads_and_writes_in_turns(program, tmp_path, turns):
    with h5py.File(tmp_path / "light.h5", "w") as file:
        file["density_re"], file["density_im"] = np.diag([0.5, 0.0, 0.5]), np.zeros((3, 3))
    (tmp_path / "scan.toml").write_text(OWN_LIGHT)
    done(run(program, tmp_path, "run", "scan.toml", "-o", "scan.h5", env=turns))
    done(run(program, tmp_path, "verify", "scan.h5", "--points", "20", env=turns))
    done(run(program, tmp_path, "reproduce", "scan.h5", env=turns))
