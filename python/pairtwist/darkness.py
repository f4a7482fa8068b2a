# SPDX-License-Identifier: BSD-3-Clause
"""Whether a picture's background is dark, so that what is written there is light."""

import matplotlib
import matplotlib.style
from matplotlib import colors

HALF = 0.5  # of the luminance of white


def is_dark(style, ax=None):
    """Of given axes, else of those that a style of matplotlib, or what is set now, makes."""
    if ax is not None:
        return luminance(ax.get_facecolor(), ax.figure.canvas.figure.get_facecolor()) < HALF
    now = matplotlib.rcParamsDefault if style == "default" else matplotlib.rcParams
    own = matplotlib.style.library.get(style, {})
    axes, figure = (own.get(name, now[name]) for name in ("axes.facecolor", "figure.facecolor"))
    return luminance(axes, figure) < HALF


def luminance(colour, behind):
    """From 0, black, to 1, white; behind: the colour that is seen through it."""
    *above, alpha = colors.to_rgba(colour)
    below = colors.to_rgb("white") if colors.to_rgba(behind)[3] == 0 else colors.to_rgb(behind)
    weights = 0.299, 0.587, 0.114
    return sum(w * (alpha * a + (1 - alpha) * b) for w, a, b in zip(weights, above, below))
