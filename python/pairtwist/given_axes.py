# SPDX-License-Identifier: BSD-3-Clause
"""The caller's axes keep what the caller, or a choice of an earlier plot, has set: limits and scales.

Limits that a plot sets by itself fit what it draws, and a later plot may widen them.
"""

import dataclasses
import typing
import weakref

import matplotlib.axes

_ours: typing.MutableMapping = weakref.WeakKeyDictionary()  # Axes: {"x": limits, "y": limits}


def limits_of(ax, name):
    return ax.get_xlim() if name == "x" else ax.get_ylim()


def fits_itself(ax, name):
    """Whether the axis goes as far as whatever is drawn."""
    return ax.get_autoscalex_on() if name == "x" else ax.get_autoscaley_on()


def asked_limits(ax, name):
    """Those of an axis that somebody asked for; None where it has others."""
    limits = limits_of(ax, name)
    shared = ax.get_shared_x_axes() if name == "x" else ax.get_shared_y_axes()
    ours = (_ours.get(one, {}).get(name) for one in shared.get_siblings(ax))
    return None if fits_itself(ax, name) or limits in ours else limits


def note_limits(ax, choices):
    """Which limits a plot with these choices has left that nobody asked for."""
    asked = {"x": choices.xlim, "y": choices.ylim}
    _ours[ax] = {name: limits_of(ax, name) for name in "xy" if asked[name] is None}


def as_axes_are(choices, ax):
    """The Choices with the limits and the logarithms that all of the caller's axes have."""
    axes = [one for one in ax if isinstance(one, matplotlib.axes.Axes)]
    if len(axes) < len(ax):
        return choices  # which are refused later
    changes = {}
    for name in "xy":
        limits = {asked_limits(one, name) for one in axes}
        if getattr(choices, f"{name}lim") is None and len(limits) == 1:
            changes[f"{name}lim"] = limits.pop()
    scales = {"x": {one.get_xscale() for one in axes}, "y": {one.get_yscale() for one in axes}}
    if choices.log is not None:
        changes["log"] = choices.log | {name for name in "xy" if scales[name] == {"log"}}
    return dataclasses.replace(choices, **changes)
