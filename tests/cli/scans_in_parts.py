# SPDX-License-Identifier: BSD-3-Clause
"""A scan of half a second in parts, for tests: begun, interrupted, finished."""

import re
import signal
import subprocess
import time

import h5py
import numpy as np
import pytest
from calls import run
from test_run import names

# Half a second of two fast threads; parts come forty times a second.
SCAN = """\
[model]
atoms = 1250
eta = 320.0
[time]
stop = 0.03
[scan]
axes = [{ key = "model.kappa", linspace = [0.0, 100.0, 24] },
        { key = "model.eta", linspace = [100.0, 400.0, 50] }]
[solve]
backend = "cpu"
[output]
quantities = ["qfi", "purity"]
part_seconds = 0.025
"""
POINTS = 1200
IN_ONE = SCAN.replace("part_seconds = 0.025", "part_seconds = 1e6")
FROM_LIGHT = (
    SCAN.replace("atoms = 1250", "atoms = 8").replace("eta = 320.0", "eta = 1.0")
    .replace("[100.0, 400.0, 50]", "[1.0, 2.0, 400]").replace("0.0, 100.0, 24", "0.0, 1.0, 24")
    + '[light]\nstate = "file"\npath = "light.h5"\n'
)  # fmt: skip
# Of the run, not of the scan.
OF_THE_RUN = {"created", "host", "device", "attributes_sha256"}


def datasets(path):
    """{name: (type, shape, bytes)} of all but the runtime."""
    with h5py.File(path) as file:
        return {
            name: (str(data.dtype), data.shape, data[...].tobytes())
            for name, data in file.items()
            if isinstance(data, h5py.Dataset)
            and name != "runtime"
            and h5py.check_string_dtype(data.dtype) is None
        }


def attributes(path):
    with h5py.File(path) as file:
        return {name: value for name, value in file.attrs.items() if name not in OF_THE_RUN}


@pytest.fixture(scope="module")
def whole(program, tmp_path_factory):
    """The same scan, without an interruption and without parts."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "scan.toml").write_text(IN_ONE)
    done = run(program, folder, "run", "scan.toml")
    assert done.returncode == 0, done.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]
    return folder / "scan.h5"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scan.toml").write_text(SCAN)
    return tmp_path


def write_light(path, diagonal):
    with h5py.File(path, "w") as file:
        file["density_re"] = np.diag(diagonal)
        file["density_im"] = np.zeros((len(diagonal),) * 2)


def parts(folder, name="scan.h5"):
    return sorted((folder / f"{name}.parts").glob("part.*.h5"))


def start(program, folder, *arguments, parts_wanted=2):
    """A run in the middle: so many parts are there with their lines.

    On two threads, so that many cores are not through with it before the signal comes.
    """
    threads = [] if "--threads" in arguments else ["--threads", "2"]
    process = subprocess.Popen(
        [program, "run", "scan.toml", *threads, *arguments],
        cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        lines = [p.read_text().count("\n") for p in (folder / "scan.h5.parts").glob("manifest.*")]
        if sum(lines) >= parts_wanted:
            return process
        time.sleep(0.005)
    raise AssertionError(process.communicate()[1] if process.poll() is not None else "no parts")


def interrupt(program, folder, which=signal.SIGTERM, arguments=(), parts_wanted=2):
    """Begun, and interrupted when some parts are there; its messages."""
    process = start(program, folder, *arguments, parts_wanted=parts_wanted)
    process.send_signal(which)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == (-signal.SIGKILL if which == signal.SIGKILL else 75), messages
    return messages


def finish(program, folder, whole, *arguments):
    """The same command again: it goes on, and comes to the same numbers."""
    done = run(program, folder, "run", "scan.toml", *arguments)
    assert done.returncode == 0, done.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]
    assert datasets(folder / "scan.h5") == datasets(whole)
    assert run(program, folder, "info", "scan.h5").returncode == 0
    return done.stderr


def present(messages):
    """How many points a run has found."""
    return int(re.search(r"(\d+) of \d+ points are there already", messages).group(1))
