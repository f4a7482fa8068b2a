# SPDX-License-Identifier: BSD-3-Clause
"""What the caller has put into axes that a plot is to go into: colours that are taken, texts."""

import typing
import weakref

import matplotlib
from matplotlib import colors
from matplotlib.collections import PathCollection

GREY = 0.15  # saturation of a colour that no curve of a plot has

_ours: typing.MutableSet = weakref.WeakSet()  # lines of plots
_titles: typing.MutableMapping = weakref.WeakKeyDictionary()  # Axes: what a plot called them
_labels: typing.MutableMapping = weakref.WeakKeyDictionary()  # Axes: what plots called x and y


def note_ours(lines):
    """These lines are of a plot, and of no caller."""
    for line in lines:
        _ours.add(line)


def colours_taken(axes):
    """How many colours the caller's curves and points have in axes; greys and black are free."""
    found = set()
    for ax in axes:
        for line in ax.get_lines():
            if line not in _ours and line.get_transform() == ax.transData:  # no line across
                found.add(colors.to_hex(line.get_color()))
        for points in ax.collections:
            shades = points.get_facecolor() if isinstance(points, PathCollection) else []
            if len(shades) == 1:
                found.add(colors.to_hex(shades[0]))
    return sum(colors.rgb_to_hsv(colors.to_rgb(colour))[1] > GREY for colour in found)


def title_of(ax):
    """What stands where set_title() puts it."""
    return ax.get_title(loc=matplotlib.rcParams["axes.titlelocation"])


def note_our_title(ax):
    """What these axes are called by now is a plot's title."""
    _titles[ax] = title_of(ax)


def has_callers_title(axes):
    """Whether some of the axes have a title that is of no plot."""
    return any(title_of(ax) not in ("", _titles.get(ax)) for ax in axes)


def labels_of(ax):
    return {"x": ax.get_xlabel(), "y": ax.get_ylabel()}


def note_our_labels(ax, callers):
    """The labels of these axes by now are a plot's, but for those that are the caller's."""
    _labels[ax] = {name: text for name, text in labels_of(ax).items() if name not in callers}


def callers_labels(ax, overlaid):
    """The names, "x" and "y", of those axes that the caller has labelled.

    overlaid: these axes and those that lie on them: they may have a label of a shared axis.
    """
    shared = {"x": ax.get_shared_x_axes(), "y": ax.get_shared_y_axes()}
    return {
        name
        for one in overlaid
        for name, text in labels_of(one).items()
        if text not in ("", _labels.get(one, {}).get(name))
        and (one is ax or shared[name].joined(ax, one))
    }
