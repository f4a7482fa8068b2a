"""Opens and plots result files of the program pairtwist.

    import pairtwist
    data = pairtwist.open("fig2c.h5")       # an xarray.Dataset: named dimensions and coordinates
    figure = pairtwist.plot(data)           # a matplotlib Figure
    figure = pairtwist.plot("map.h5", "bell", at={"time": 0.02})
    figure = data.pairtwist.plot()          # the same, as xarray's users write it

The file needs none of this: xarray.open_dataset reads it as it is. The program's `plot` command is
in pairtwist/plot.py.

Nothing big is imported before it is used: xarray with the first file, matplotlib with the first
picture. Where xarray is there already, data.pairtwist is known at once, else from then on.
"""

import importlib
import sys
import typing

if typing.TYPE_CHECKING:
    from pairtwist.dataset import open  # noqa: A004, the name users type is pairtwist.open
    from pairtwist.errors import ChoiceError, FileError, PairtwistError
    from pairtwist.plotting import plot

# name: the module it is in.
LAZY = {
    "open": "dataset",
    "plot": "plotting",
    "ChoiceError": "errors",
    "FileError": "errors",
    "PairtwistError": "errors",
}

__all__ = ["ChoiceError", "FileError", "PairtwistError", "open", "plot"]


def __getattr__(name):
    if name not in LAZY:
        raise AttributeError(f"module 'pairtwist' has no attribute {name!r}")
    found = getattr(importlib.import_module(f"pairtwist.{LAZY[name]}"), name)
    globals()[name] = found
    return found


def __dir__():
    return sorted({*globals(), *__all__})


if "xarray" in sys.modules:
    importlib.import_module("pairtwist.accessor")
