"""Opens and plots result files of the program pairtwist.

    import pairtwist
    data = pairtwist.open("fig2c.h5")       # an xarray.Dataset: named dimensions and coordinates
    figure = pairtwist.plot(data)           # a matplotlib Figure
    figure = pairtwist.plot("map.h5", "bell", at={"time": 0.02})

The file needs none of this: xarray.open_dataset reads it as it is. What is not here: anything that
computes. The program's `plot` command is in pairtwist/plot.py.
"""

from pairtwist.dataset import open
from pairtwist.errors import ChoiceError, FileError, PairtwistError
from pairtwist.plotting import plot

__all__ = ["ChoiceError", "FileError", "PairtwistError", "open", "plot"]
