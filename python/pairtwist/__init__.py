# SPDX-License-Identifier: BSD-3-Clause
"""Entanglement of atoms in a pumped, lossy cavity: solves scans, opens and plots their results.

    import pairtwist
    data = pairtwist.solve("fig2c.toml")    # an xarray.Dataset: named dimensions and coordinates
    data = pairtwist.open("fig2c.h5")       # the same of a result file of the program
    figure = pairtwist.plot(data)           # a matplotlib Figure
    figure = pairtwist.plot("map.h5", "bell", at={"time": 0.02})
    figure = data.pairtwist.plot()          # the same, as xarray's users write it
    page = pairtwist.explore("map.h5")      # a page of HTML with sliders; needs plotly

The file needs none of this: xarray.open_dataset reads it as it is. The program's `plot` command is
in pairtwist/plot.py.

Nothing big is imported before it is used: xarray with the first file, matplotlib with the first
picture. data.pairtwist is known where xarray is imported, before or after this.
"""

import importlib
import typing

from pairtwist import with_xarray

if typing.TYPE_CHECKING:
    from pairtwist.config import Config
    from pairtwist.dataset import open  # noqa: A004, the name users type is pairtwist.open
    from pairtwist.errors import (
        ChoiceError,
        DeviceError,
        FileError,
        OutOfMemoryError,
        PairtwistError,
        PairtwistWarning,
        UsageError,
    )
    from pairtwist.exploring import explore
    from pairtwist.keys import scan
    from pairtwist.plotting import plot
    from pairtwist.qutip_states import to_qutip
    from pairtwist.solving import Solver, plan, solve

# name: the module it is in.
LAZY = {
    "ChoiceError": "errors",
    "Config": "config",
    "DeviceError": "errors",
    "FileError": "errors",
    "OutOfMemoryError": "errors",
    "PairtwistError": "errors",
    "PairtwistWarning": "errors",
    "Solver": "solving",
    "UsageError": "errors",
    "explore": "exploring",
    "open": "dataset",
    "plan": "solving",
    "plot": "plotting",
    "scan": "keys",
    "solve": "solving",
    "to_qutip": "qutip_states",
}

__all__ = [
    "ChoiceError",
    "Config",
    "DeviceError",
    "FileError",
    "OutOfMemoryError",
    "PairtwistError",
    "PairtwistWarning",
    "Solver",
    "UsageError",
    "explore",
    "open",
    "plan",
    "plot",
    "scan",
    "solve",
    "to_qutip",
]


def __getattr__(name):
    if name == "__version__":
        metadata = importlib.import_module("importlib.metadata")
        try:
            return metadata.version("pairtwist")
        except metadata.PackageNotFoundError:  # help() and hasattr() look for it everywhere
            raise AttributeError("a source tree of pairtwist that is not installed has no version")
    if name not in LAZY:
        raise AttributeError(f"module 'pairtwist' has no attribute {name!r}")
    found = getattr(importlib.import_module(f"pairtwist.{LAZY[name]}"), name)
    globals()[name] = found
    return found


def __dir__():
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})


with_xarray.make_known()
