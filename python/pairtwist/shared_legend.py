# SPDX-License-Identifier: BSD-3-Clause
"""The one legend of several plots in the same axes; dashes for those of their curves that coincide."""

import numpy as np
from matplotlib.lines import Line2D

from pairtwist.carried_axes import hides_nothing, place_legend
from pairtwist.earlier_plots import in_these
from pairtwist.readability import SAME, groups_of
from pairtwist.script_curves import DASH

PLACES = ("upper right", "upper left", "lower left", "lower right", "center right", "center left",
          "lower center", "upper center", "center")  # fmt: skip


def show_legend(axes, plots, ink, size):
    """Curves, each closed approximation once, and what the caller has named.

    An approximation has the colour of its curve, since each plot may have brought its own. axes:
    those that lie on one another, of which the last is on top.
    """
    curves = [line for one in plots for line, _ in one.curves]
    dashed = dash_coinciding(axes, plots)
    names = {line.get_label(): line for line in curves}
    for one in plots:
        for line in one.companions:
            if len(one.curves) == 1 and len(line.get_xdata()):
                line.set_color(one.curves[0][0].get_color())
            if line.get_label() not in names:
                style = {"linestyle": line.get_linestyle(), "linewidth": line.get_linewidth()}
                names[line.get_label()] = Line2D([], [], color=ink, **style)
    for ax in axes:
        for handle, name in zip(*ax.get_legend_handles_labels()):
            names.setdefault(name, handle)
        if ax.get_legend() is not None:
            ax.get_legend().remove()
    style = {"handles": list(names.values()), "labels": list(names)}
    style |= {"fontsize": size, "labelcolor": ink}
    if len(axes) == 1:
        draw_solid(place_legend(axes[0], "best", **style), dashed)
        return
    axes[0].figure.canvas.figure.draw_without_rendering()
    hidden = {}  # by the legend at a place: axes of which it covers something
    for place in PLACES:
        legend = draw_solid(axes[-1].legend(loc=place, **style), dashed)
        hidden[place] = sum(not hides_nothing(legend, ax) for ax in axes)
        if not hidden[place]:
            return
    draw_solid(axes[-1].legend(loc=min(hidden, key=hidden.get), **style), dashed)


def dash_coinciding(axes, plots):
    """Dashes curves that lie on others of the same axes; returns the names of these."""
    found = []
    for ax in axes:
        lines = [
            line
            for one in plots
            if one.kind == "curves" and one in in_these(ax)
            for line, _ in one.curves
            if line.get_linestyle() != "None"
        ]
        for group in groups_of(list(map(as_seen, lines)), SAME * height_of(ax)):
            for place, i in enumerate(group if len(group) > 1 else []):
                dashes = (DASH * place, (DASH, DASH * (len(group) - 1)))
                lines[i].set_linestyle(dashes if place else "-")
                found.append(lines[i].get_label())
    return found


def draw_solid(legend, names):
    """The legend, with solid lines for curves of these names: a gap may be longer than its lines."""
    for line, text in zip(legend.get_lines(), legend.get_texts()):
        if text.get_text() in names:
            line.set_linestyle("-")
    return legend


def as_seen(line):
    """x and y of a curve, as they are between straight lines on its axes' scales."""
    scales = line.axes.get_xscale(), line.axes.get_yscale()
    return [
        np.log(np.where(values > 0, values, np.nan)) if scale == "log" else values
        for values, scale in zip(np.asarray(line.get_xydata(), dtype=float).T, scales)
    ]


def height_of(ax):
    low, high = sorted(ax.get_ylim())
    return np.log(high / low) if ax.get_yscale() == "log" else high - low
