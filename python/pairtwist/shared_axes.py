# SPDX-License-Identifier: BSD-3-Clause
"""Plots into the caller's axes: a later one adds to what earlier ones drew there.

The curves of all are named by what differs between the plots; what is common stays above them.
Axes that lie on one another (twinx, twiny) are one picture: one title, one legend.
"""

import dataclasses
import itertools
import typing
import weakref

import numpy as np
from matplotlib.lines import Line2D

from pairtwist import labels
from pairtwist.callers import colours_taken, has_callers_title, note_our_title, note_ours
from pairtwist.carried_axes import hides_nothing, place_legend
from pairtwist.carried_texts import break_texts
from pairtwist.curve_names import MOST_KEYS
from pairtwist.errors import ChoiceError
from pairtwist.headings import common_title, says_atoms
from pairtwist.literal import points
from pairtwist.settings import different_keys, scanned_keys, settings
from pairtwist.warn import warn

FLAT = 50.0  # times what a curve spans: on such an axis it lies flat
PLACES = ("upper right", "upper left", "lower left", "lower right", "center right", "center left",
          "lower center", "upper center", "center")  # fmt: skip


@dataclasses.dataclass
class Plotted:
    """The curves that one plot drew into some axes."""

    number: int  # of all plots: later ones have larger numbers
    title: str
    title_asked: bool  # it stands alone
    atoms: str  # "$N$ = 100", where the title is to say so
    meaning: list[str]  # what is fixed, a text each
    config: dict  # {} of several files, whose curves are named by what differs
    scanned: set
    label: str  # of the quantity
    x_label: str
    curves: list[tuple[Line2D, str]]  # with their own names, "" of a single one
    companions: list[Line2D]  # closed approximations that have a name


_plots: typing.MutableMapping = weakref.WeakKeyDictionary()  # Axes: list of Plotted
_numbers = itertools.count()


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
    """The plots whose curves are still in these axes."""
    there = set(ax.get_lines())
    return [one for one in _plots.get(ax, []) if any(line in there for line, _ in one.curves)]


def earlier(ax):
    """The plots whose curves are still in these axes, or in some that lie on them."""
    found = [one for other in overlaid(ax) for one in in_these(other)]
    return sorted(found, key=lambda one: one.number)


def curves_in(ax):
    """How many curves earlier plots drew there."""
    return sum(len(one.curves) for one in earlier(ax))


def colours_in(ax):
    """How many colours those and the caller's curves have: later ones go on behind these."""
    return curves_in(ax) + colours_taken(overlaid(ax))


def refuse_other_axis(ax, panel):
    """Raises ChoiceError where curves in these axes are over something else."""
    along = ax.get_shared_x_axes()
    for other in overlaid(ax):
        for one in in_these(other) if other is ax or along.joined(ax, other) else []:
            if panel.kind == "curves" and one.x_label != panel.x.label:
                raise ChoiceError(
                    f"ax: it has curves over {one.x_label} of an earlier plot, and these are over "
                    f"{panel.x.label}; take other axes, or clear them"
                )


@dataclasses.dataclass
class Before:
    """Some axes before a plot."""

    plots: list[Plotted]
    lines: set
    limits: tuple
    titled: bool  # by the caller, whose title stays


def before(ax):
    titled = has_callers_title(overlaid(ax))
    return Before(earlier(ax), set(ax.get_lines()), ax.get_xlim(), titled)


def after(ax, state, picture, panel, files, choices):
    """Notes what a plot drew into axes that were in a state; the names of several then fit."""
    note_ours(line for line in ax.get_lines() if line not in state.lines)
    if panel.heading:
        note_our_title(ax)
    if panel.kind != "curves":
        return
    own = plotted(ax, state, panel, files, choices)
    plots = [*state.plots, own]
    here = _plots[ax] = [one for one in plots if one is own or one in _plots.get(ax, [])]
    if len(plots) == 1:
        return
    if choices.xlim is None:
        keep_in_sight(ax, own, state.limits)
    ink, size = "white" if picture.dark else "black", points(picture, 9)
    give_names(plots)
    together = overlaid(ax)
    if not state.titled or choices.title is not None:
        entitle(together, plots, size)
    ax.set_ylabel(", ".join(dict.fromkeys(one.label for one in here)))
    show_legend(together, plots, ink, size)
    warn_of_flat(ax, here)


def entitle(axes, plots, size):
    """One title over axes that lie on one another, above the first plot's."""
    for ax in axes:
        ax.set_title("")
    host = plots[0].curves[0][0].axes
    break_texts([(host, host.set_title(above(plots), fontsize=size))], [])
    for ax in axes:
        note_our_title(ax)


def warn_of_flat(ax, plots):
    """Of quantities on one axis, where one spans so much that another lies flat."""
    if ax.get_yscale() != "linear" or len({one.label for one in plots}) == 1:
        return
    spans = {}
    for one in plots:
        values = np.concatenate([np.ravel(line.get_ydata()) for line, _ in one.curves])
        values = np.asarray(values, dtype=float)
        values = values[np.isfinite(values)]
        if values.size:
            spans[one.label] = max(spans.get(one.label, 0.0), float(np.ptp(values)))
    flat, wide = min(spans, key=spans.get), max(spans, key=spans.get)
    if 0 < FLAT * spans[flat] < spans[wide]:
        warn(
            f"{labels.plain(flat)} spans {spans[flat]:.2g} on an axis where {labels.plain(wide)} "
            f"spans {spans[wide]:.2g}: it lies flat; ax.twinx() has a scale of its own, and "
            "without ax= a list of quantities has a panel each"
        )


def plotted(ax, state, panel, files, choices):
    new = [line for line in ax.get_lines() if line not in state.lines]
    names = [name for layer in panel.layers for name in layer.curve_labels or [panel.label]]
    single = len(names) == 1 and not panel.layer.curve_labels
    curves = []
    for line in new:
        if names and line.get_label() == names[0]:
            curves.append((line, "" if single else names.pop(0)))
            if single:
                break
    approximations = {c.label for layer in panel.layers for c in layer.companions}
    config = settings(files[0]) if len(files) == 1 else {}
    return Plotted(
        number=next(_numbers),
        atoms="" if choices.title is not None else says_atoms(panel, files),
        title=labels.drawable(common_title(files) if choices.title is None else choices.title),
        title_asked=choices.title is not None,
        meaning=panel.layer.meaning.split(", ") if panel.layer.meaning else [],
        config=config,
        scanned=scanned_keys(files[0], config) if config else set(),
        label=panel.label,
        x_label=panel.x.label,
        curves=curves,
        companions=[line for line in new if line.get_label() in approximations],
    )


def keep_in_sight(ax, own, limits):
    """No plot's limits hide what an earlier one shows."""
    if ax.get_autoscalex_on():
        return
    ends = [*limits, *ax.get_xlim()]
    for line, _ in own.curves:
        ends += [min(line.get_xdata()), max(line.get_xdata())]
    ax.set_xlim(min(ends), max(ends))


def give_names(plots):
    """Labels of all curves: what differs between the plots, and the name within its own."""
    keys = different_keys([one.config for one in plots], [one.scanned for one in plots])
    keys = keys if len(keys) <= MOST_KEYS else []
    common = common_meaning(plots)
    titles, quantities = ({getattr(one, name) for one in plots} for name in ("title", "label"))
    for with_titles in (False, True):
        names = []
        for one in plots:
            parts = [one.title] if with_titles and len(titles) > 1 else []
            parts += [
                labels.setting_label(key, one.config)
                for key in keys
                if key in one.config and key not in one.scanned
            ]
            parts += [text for text in one.meaning if text not in common]
            parts += [one.label] if len(quantities) > 1 else []
            names += [joined([*parts, own]) or one.label for _, own in one.curves]
        if len(set(names)) == len(names):
            break
    lines = [line for one in plots for line, _ in one.curves]
    for line, name in zip(lines, names):
        line.set_label(name)


def common_meaning(plots):
    return [text for text in plots[0].meaning if all(text in one.meaning for one in plots)]


def above(plots):
    """The title over all: the last that was asked for, else what is common."""
    asked = [one.title for one in plots if one.title_asked]
    if asked:
        return asked[-1]
    titles = {one.title for one in plots}
    atoms = {one.atoms for one in plots}
    common = [found.pop() for found in (titles, atoms) if len(found) == 1]
    return joined([*common, *common_meaning(plots)])


def show_legend(axes, plots, ink, size):
    """Curves, each closed approximation once, and what the caller has named.

    An approximation has the colour of its curve, since each plot may have brought its own. axes:
    those that lie on one another, of which the last is on top.
    """
    curves = [line for one in plots for line, _ in one.curves]
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
        place_legend(axes[0], "best", **style)
        return
    axes[0].figure.canvas.figure.draw_without_rendering()
    hidden = {}  # by the legend at a place: axes of which it covers something
    for place in PLACES:
        legend = axes[-1].legend(loc=place, **style)
        hidden[place] = sum(not hides_nothing(legend, ax) for ax in axes)
        if not hidden[place]:
            return
    axes[-1].legend(loc=min(hidden, key=hidden.get), **style)


def joined(parts):
    return ", ".join(part for part in parts if part)
