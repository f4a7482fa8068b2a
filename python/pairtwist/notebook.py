# SPDX-License-Identifier: BSD-3-Clause
"""The figure that plot() returns: free of pyplot, in its own style wherever it is drawn.

pyplot keeps every figure it made open, and in a notebook shows it by itself, beside the cell's
last value. This one is shown where it is the last value of a cell, once, and is gone when it is no
longer referred to. Ticks are made when a figure is drawn, and fonts embedded when it is saved:
both look at matplotlib's parameters at that time, so the figure brings its own.
"""

import io
import os
import pathlib
import typing

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from pairtwist.errors import UsageError
from pairtwist.whole import whole


class NotebookFigure(Figure):
    """A matplotlib Figure with an Agg canvas; savefig, axes and all else as usual."""

    def __init__(self, *arguments: typing.Any, **keywords: typing.Any) -> None:
        super().__init__(*arguments, **keywords)
        FigureCanvasAgg(self)
        self.parameters: dict[str, typing.Any] = {}

    def draw(self, renderer: typing.Any) -> None:
        with matplotlib.rc_context(self.parameters):
            super().draw(renderer)

    def savefig(
        self, fname: str | os.PathLike[str] | typing.IO[bytes], **keywords: typing.Any
    ) -> None:
        """As matplotlib's; a file is there when it is whole, and not before."""
        with matplotlib.rc_context(self.parameters):
            ending = pathlib.Path(fname).suffix[1:] if isinstance(fname, str | os.PathLike) else ""
            if not ending:  # a stream, or a name that matplotlib will add an ending to
                super().savefig(fname, **keywords)
                return
            with whole(fname) as (unfinished,):
                super().savefig(unfinished, **{"format": ending.lower(), **keywords})

    def show(self, warn: bool = True) -> None:
        """Windows are pyplot's. Raises UsageError, which names the ways to see the figure."""
        raise UsageError(
            "figure.show(): pyplot opens the windows, and does not know a figure of plot(). "
            'figure.savefig("name.png") writes it; in a notebook it is shown as the last value of '
            "a cell; plot(..., ax=ax) draws into axes of plt.subplots(), which plt.show() shows"
        )

    def _repr_png_(self) -> bytes:
        image = io.BytesIO()
        self.savefig(image, format="png", dpi=120)
        return image.getvalue()


def style_since(before):
    """matplotlib's parameters that are no longer as in `before`."""
    names = [name for name in before if name != "backend"]  # to ask for that one starts it
    return {
        name: matplotlib.rcParams[name]
        for name in names
        if matplotlib.rcParams[name] != before[name]
    }
