# SPDX-License-Identifier: BSD-3-Clause
"""Sample result files in the layout of docs/file-format.md, and the real program if there is one.

PAIRTWIST_PROGRAM=/path/to/pairtwist: tests with the fixture `pairtwist` run it; they are skipped by
name without. Nothing here computes physics: the samples' values are made up.
"""

import functools
import json
import os
import pathlib
import subprocess
import sys

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pytest
import xarray
from matplotlib.mathtext import MathTextParser

# Of the formulas that it has set, Matplotlib remembers fifty; pictures of many tests have the same.
MathTextParser._parse_cached = functools.lru_cache(10000)(MathTextParser._parse_cached.__wrapped__)

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))

from pairtwist import computed, known_places

STATUSES = [
    "good",
    "not_converged",
    "below_precision",
    "diverged",
    "out_of_memory",
    "no_maximum",
    "partly",
]
PLACES = ["none", "inside", "start", "end", "lost"]


@pytest.fixture(autouse=True)
def close_figures():
    """Those of pyplot, which keeps each; of a test that made none there is none to close."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


def axis(name, values, symbol, key, spacing="list", units="1"):
    """A scan axis with the attributes the program writes."""
    attributes = {
        "units": units,
        "long_name": name,
        "symbol": symbol,
        "key": key,
        "spacing": spacing,
    }
    return xarray.Variable(name, np.asarray(values, dtype=float), attributes)


def coded(dims, values, names):
    """Flags as the program writes them, and as they are read from its file."""
    attributes = {"units": "1", "flag_values": np.arange(len(names), dtype=np.int8)}
    attributes["flag_meanings"] = " ".join(names)
    stored = {"dtype": np.dtype(np.int8)}
    return xarray.Variable(dims, np.asarray(values, np.int8), attributes, stored)


def time_axis(stop=0.03, samples=31, units="1"):
    return axis("time", np.linspace(0.0, stop, samples), "$t$", "time", "linear", units)


def kappa_axis(values):
    return axis("kappa_tau_Q", values, r"$\kappa\,\tau_Q$", "model.kappa_tau_Q")


KAPPA = kappa_axis([0.0, 0.1, 1.0, 10.0])


def sample(axes, quantities, atoms=100, time=None, extra=(), title="A sample"):
    """A Dataset as the program lays it out.

    axes: scan axes, slowest first; quantities: {name: function of the axes' values, time and extra
    dimensions, broadcast}, or {name: (function, symbol)}.
    """
    scan = [a.dims[0] for a in axes]
    everything = [*axes, *([time] if time is not None else []), *extra]
    dims = [a.dims[0] for a in everything]
    grids = np.meshgrid(
        *[np.arange(a.size) if a.dtype.kind in "UO" else a.values for a in everything],
        indexing="ij",
    )
    data = xarray.Dataset(coords={a.dims[0]: a for a in everything})
    for name, function in quantities.items():
        function, symbol = function if isinstance(function, tuple) else (function, f"${name[0]}$")
        values = np.broadcast_to(function(*grids), [a.size for a in everything])
        data[name] = (
            dims,
            values.astype(float),
            {"units": "1", "long_name": name, "symbol": symbol},
        )
        data[name].encoding["dtype"] = data[name].dtype  # as of every variable of a file
    shape = [a.size for a in axes]
    data["status"] = coded(scan, np.zeros(shape), STATUSES)
    names = ", ".join(f'"{name}"' for name in quantities)
    data.attrs = {
        "title": title,
        "format": "pairtwist result 1",
        "resolved_config": f"[model]\natoms = {atoms}\n[output]\nquantities = [{names}]\n",
    }
    return data


def thermal(last, limit=None):
    """P(n) of thermal light with one photon on average, half of which is at n = 0."""
    photons = axis("photons", range(last + 1), "$n$", "", units="1")
    data = sample(
        [], {"photon_distribution": (lambda t, n: 0.5 ** (n + 1) + 0 * t, "$P(n)$")},
        time=time_axis(samples=2), extra=[photons],
    )  # fmt: skip
    data.attrs["resolved_config"] += f"photons_max = {last if limit is None else limit}\n"
    return data


def qfi_values(kappa, time):
    return 5e3 * (1 - np.exp(-((time / 0.01) ** 2) / (1 + kappa)))


@pytest.fixture
def curves():
    """qfi and one-axis twisting over four loss rates and time: as in configs/paper/fig2c."""
    return sample(
        [KAPPA],
        {"qfi": (qfi_values, "$F_Q$"), "qfi_oat": (lambda k, t: 1e5 * t + 0 * k, "$F_Q$")},
        time=time_axis(),
    )


@pytest.fixture
def plane():
    """qfi at the final time over two logarithmic axes."""
    return sample(
        [
            axis("eta", np.geomspace(10.0, 1000.0, 9), r"$\eta$", "model.eta", "log", "kHz"),
            axis("kappa", np.geomspace(0.1, 100.0, 13), r"$\kappa$", "model.kappa", "log", "kHz"),
        ],
        {"qfi": (lambda eta, kappa: eta * 9 / (1 + kappa), "$F_Q$")},
    )


@pytest.fixture
def power():
    """A time that falls with the cube root of N over five decades, without noise."""
    atoms = axis("atoms", np.geomspace(100, 1e7, 6), "$N$", "model.atoms", "log")
    return sample([atoms], {"t45": (lambda n: 3 * n ** (-1 / 3), "$t_{45}$")})


@pytest.fixture
def ball():
    """Husimi functions at two times: a spot at +x, then one at -y."""
    theta = angle_axis("theta", 0, np.pi, 19)
    phi = angle_axis("phi", -np.pi, np.pi, 37)

    def spot(time, theta, phi):
        along_x, along_y = np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi)
        return np.exp(8 * (np.where(time > 0, -along_y, along_x) - 1))

    return sample([], {"husimi": (spot, "$Q$")}, time=time_axis(samples=2), extra=[theta, phi])


def angle_axis(name, low, high, count):
    return axis(name, np.linspace(low, high, count), rf"$\{name}$", "", "linear", "rad")


@pytest.fixture
def write(tmp_path):
    """write(dataset, name) -> path of the file."""

    def to_file(data, name="sample.h5"):
        data.to_netcdf(tmp_path / name, engine="h5netcdf")
        return tmp_path / name

    return to_file


@pytest.fixture
def forget(monkeypatch):
    """forget() makes this process another, which has not seen the results."""

    def begin_again():
        monkeypatch.setattr(known_places, "_values", known_places.Hashes())
        monkeypatch.setattr(known_places, "_coordinates", known_places.Hashes())
        monkeypatch.setattr(known_places, "_dimensions", {})
        monkeypatch.setattr(computed, "RUN", b"another")

    return begin_again


@pytest.fixture
def plot_command(tmp_path, warm_python):
    """plot_command(*arguments) is `python3 -m pairtwist.plot` in tmp_path; stderr: a descriptor."""

    def run(*arguments, stderr=None):
        return warm_python.module("pairtwist.plot", *arguments, cwd=tmp_path, stderr=stderr)

    return run


@pytest.fixture
def run_script(warm_python):
    """run_script(path, cwd) runs a written script with this package out of reach."""

    def run(path, cwd):
        done = warm_python.script(path, cwd=cwd)
        assert done.returncode == 0, done.stderr

    return run


class Program:
    """The real program: program("run", "job.toml", code=0) runs it in `folder`."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder

    def __call__(self, *arguments, code=0, timeout=None):
        command = [self.path, *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, timeout=timeout
        )
        assert done.returncode == code, f"{arguments}: exit {done.returncode}\n{done.stderr}"
        return done


@pytest.fixture
def pairtwist(tmp_path):
    """The real program, in tmp_path; the test is skipped without one."""
    path = os.environ.get("PAIRTWIST_PROGRAM")
    if not path:
        pytest.skip("PAIRTWIST_PROGRAM does not name the program")
    return Program(str(pathlib.Path(path).resolve()), tmp_path)


@pytest.fixture
def registry(pairtwist):
    """{name: {"variables": [...], "extra": [further dimensions]}} of the program's quantities."""
    entries = json.loads(pairtwist("doctor", "--json").stdout)["quantities"]
    return {
        entry["name"]: {
            "variables": entry["variables"],
            "extra": [name for name in entry["extra"].split(", ") if name],
        }
        for entry in entries
    }
