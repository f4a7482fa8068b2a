# SPDX-License-Identifier: BSD-3-Clause
"""The figure that plot() returns: free of pyplot, in its own style wherever it is drawn.

pyplot keeps every figure it made open, and in a notebook shows it by itself, beside the cell's
last value. This one is shown where it is the last value of a cell, once, and is gone when it is no
longer referred to. Ticks are made when a figure is drawn, and fonts embedded when it is saved:
both look at matplotlib's parameters at that time, so the figure brings its own.
"""

import io

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


class NotebookFigure(Figure):
    """A matplotlib Figure with an Agg canvas; savefig, axes and all else as usual."""

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        FigureCanvasAgg(self)
        self.parameters = {}

    def draw(self, renderer):
        with matplotlib.rc_context(self.parameters):
            super().draw(renderer)

    def savefig(self, *arguments, **keywords):
        with matplotlib.rc_context(self.parameters):
            super().savefig(*arguments, **keywords)

    def _repr_png_(self):
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
