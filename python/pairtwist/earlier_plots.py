# SPDX-License-Identifier: BSD-3-Clause
"""What earlier plots drew into the caller's axes, and what a further one may be there.

Axes that lie on one another (twinx, twiny) are one picture.
"""

import dataclasses
import typing
import weakref

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.container import BarContainer

from pairtwist.callers import callers_labels, colours_taken, has_callers_title
from pairtwist.errors import ChoiceError
from pairtwist.given_axes import limits_of

KINDS = {"curves": "curves", "bars": "bars", "map": "a map", "sphere": "a sphere"}
WAY_OUT = "take other axes, or ax.clear() these"


@dataclasses.dataclass
class Plotted:
    """What one plot drew into some axes."""

    number: int  # of all plots: later ones have larger numbers
    kind: str  # of its panel
    title: str
    title_asked: bool  # it stands alone
    atoms: str  # "$N$ = 100", where the title is to say so
    selected: list[str]  # what one file was selected by, a text each
    meaning: list[str]  # what is fixed, a text each
    config: dict  # {} of several files, whose curves are named by what differs
    scanned: set
    source: str  # the stem of its only file; "" where there is none, or more
    label: str  # of the quantity
    x_label: str
    curves: list[tuple[Artist, str]]  # and bars, with their own names, "" of a single one
    companions: list[Artist]  # closed approximations that have a name
    artists: list[Artist]  # all that shows values
    errors: list[LineCollection]  # standard errors of bars
    has_colour_bar: bool


_plots: typing.MutableMapping = weakref.WeakKeyDictionary()  # Axes: list of Plotted
_colour_bars: typing.MutableMapping = weakref.WeakKeyDictionary()  # Axes: those beside them


@dataclasses.dataclass
class Before:
    """Some axes before a plot."""

    plots: list[Plotted]
    artists: list[Artist]
    all_axes: list  # of their figure
    limits: dict  # {"x": (low, high), "y": ...}; None where nothing is drawn yet
    titled: bool  # by the caller, whose title stays
    labelled: set  # "x" and "y", where the caller's labels stay


def before(ax):
    together = overlaid(ax)
    return Before(
        plots=earlier(ax),
        artists=artists_of(ax),
        all_axes=list(ax.figure.axes),
        limits={name: extent(ax, name) for name in "xy"},
        titled=has_callers_title(together),
        labelled=callers_labels(ax, together),
    )


def extent(ax, name):
    """What an axis shows: its limits, where plots have set them, or what it has curves between."""
    if in_these(ax):
        return limits_of(ax, name)
    ends = ax.dataLim.intervalx if name == "x" else ax.dataLim.intervaly
    return tuple(ends) if np.isfinite(ends).all() and ends[0] <= ends[1] else None


def artists_of(ax):
    """Lines, maps, images and groups of bars."""
    bars = [one for one in ax.containers if isinstance(one, BarContainer)]
    return [*ax.get_lines(), *ax.collections, *ax.images, *bars]


def new_artists(ax, state):
    known = {id(one) for one in state.artists}
    return [one for one in artists_of(ax) if id(one) not in known]


def remember(ax, state, own):
    """Notes a plot into axes that were in a state; returns all that are in these by now."""
    known = _plots.get(ax, [])
    _plots[ax] = [*(one for one in state.plots if one in known), own]
    new = [one for one in ax.figure.axes if one not in state.all_axes]
    for bar in [one for one in new if one.get_label() == "<colorbar>"]:
        _colour_bars[ax] = bar
    return _plots[ax]


def place_of_colour_bar(ax):
    """Keywords of colorbar(): that of axes which were cleared is drawn again in its place."""
    bar = None if isinstance(ax, list) else _colour_bars.get(ax)
    if bar is None or bar not in ax.figure.axes:
        return {"ax": ax}
    bar.clear()
    return {"cax": bar}


def overlaid(ax):
    """The axes that lie on these, which share one of their scales, and these: as they are drawn."""
    shared = ax.get_shared_x_axes(), ax.get_shared_y_axes()
    return [
        other
        for other in ax.figure.axes
        if other is ax
        or any(group.joined(ax, other) for group in shared)
        and have_one_place(ax, other)
    ]


def have_one_place(ax, other):
    """By the grid they are in, where they are: a layout (constrained) may have moved one so far."""
    spec = ax.get_subplotspec()
    if spec is not None and spec == other.get_subplotspec():
        return True
    return np.allclose(other.get_position().bounds, ax.get_position().bounds)


def in_these(ax):
    """The plots of which something is still in these axes."""
    there = {id(one) for one in artists_of(ax)}
    return [one for one in _plots.get(ax, []) if any(id(a) in there for a in one.artists)]


def earlier(ax):
    """The plots of which something is still in these axes, or in some that lie on them."""
    found = [one for other in overlaid(ax) for one in in_these(other)]
    return sorted(found, key=lambda one: one.number)


def curves_in(ax):
    """How many curves earlier plots drew there."""
    return sum(len(one.curves) for one in earlier(ax))


def colours_in(ax):
    """How many colours those and the caller's curves have: later ones go on behind these."""
    return curves_in(ax) + colours_taken(overlaid(ax))


def refuse_beside_earlier(ax, panel):
    """Raises ChoiceError where a panel would hide what is in these axes, or means something else."""
    along = ax.get_shared_x_axes()
    for other in overlaid(ax):
        for one in in_these(other):
            refuse_map(one, panel)
            over_another = panel.x.label != one.x_label
            if (other is ax or along.joined(ax, other)) and over_another:
                raise ChoiceError(
                    f"ax: it has {KINDS[one.kind]} over {one.x_label} of an earlier plot, and these "
                    f"{panel.kind} are over {panel.x.label}; {WAY_OUT}"
                )


def refuse_map(one, panel):
    """Raises ChoiceError where a map or a sphere would be on something, or the reverse."""
    if {one.kind, panel.kind} & {"map", "sphere"}:
        on_map = one.kind == "map" and panel.kind == "curves"
        raise ChoiceError(
            f"ax: it has {KINDS[one.kind]} of an earlier plot, and {KINDS[panel.kind]} of "
            f"{panel.layer.variable} cannot have the same place and y axis; {WAY_OUT}"
            + (", or draw a line of your own on the map: ax.plot(x, y)" if on_map else "")
        )
    if panel.colourbar and one.has_colour_bar:
        raise ChoiceError(
            f"ax: it has curves with a colour bar of an earlier plot, and these of "
            f"{panel.layer.variable} would have another; cut "
            f"{panel.layer.curves.coordinate} at a few values with --at, or {WAY_OUT}"
        )
