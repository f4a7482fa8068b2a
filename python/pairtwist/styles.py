# SPDX-License-Identifier: BSD-3-Clause
"""What a style of matplotlib, or the caller's axes, ask of a picture: light ink, larger letters."""

import matplotlib
import matplotlib.style
from matplotlib import colors, font_manager

HALF = 0.5  # of the luminance of white
USUAL = 10.0  # points, of labels of axes beside which all other sizes are chosen


def is_dark(style, ax=None):
    """Of given axes, else of those that a style of matplotlib, or what is set now, makes."""
    if ax is not None:
        return luminance(ax.get_facecolor(), ax.figure.canvas.figure.get_facecolor()) < HALF
    return luminance(*parameters(style, "axes.facecolor", "figure.facecolor")) < HALF


def letters(style, ax=None):
    """How large they are beside the usual ones: in given axes, else in a style, by axes' labels."""
    if ax is not None:
        return ax.xaxis.label.get_size() / USUAL
    if style is None:
        return 1.0
    size, whole = parameters(style, "axes.labelsize", "font.size")
    scale = font_manager.font_scalings.get(size)  # of "large" and the like
    return (size if scale is None else scale * whole) / USUAL


def parameters(style, *names):
    """The values that a style, or what is set now where it says nothing, has of some parameters."""
    now = matplotlib.rcParamsDefault if style == "default" else matplotlib.rcParams
    own = matplotlib.style.library.get(style, {})
    return [own.get(name, now[name]) for name in names]


def luminance(colour, behind):
    """From 0, black, to 1, white; behind: the colour that is seen through it."""
    *above, alpha = colors.to_rgba(colour)
    below = colors.to_rgb("white") if colors.to_rgba(behind)[3] == 0 else colors.to_rgb(behind)
    weights = 0.299, 0.587, 0.114
    return sum(w * (alpha * a + (1 - alpha) * b) for w, a, b in zip(weights, above, below))
