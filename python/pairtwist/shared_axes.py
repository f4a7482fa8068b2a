# SPDX-License-Identifier: BSD-3-Clause
"""Plots into the caller's axes: a later one adds to what earlier ones drew there.

The curves of all are named by what differs between the plots; what is common stays above them.
Axes that lie on one another (twinx, twiny) are one picture: one title, one legend. What was there
before is in earlier_plots.py.
"""

import itertools
import pathlib

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D

from pairtwist import labels
from pairtwist.bars_beside import put_beside
from pairtwist.callers import note_our_labels, note_our_title, note_ours
from pairtwist.carried_texts import break_texts
from pairtwist.earlier_plots import Plotted, in_these, new_artists, overlaid, remember
from pairtwist.given_axes import fits_itself, limits_of
from pairtwist.headings import common_title, says_atoms, selected_by
from pairtwist.literal import points
from pairtwist.settings import scanned_keys, settings
from pairtwist.shared_legend import show_legend
from pairtwist.shared_names import above, give_names
from pairtwist.warn import warn

FLAT = 50.0  # times what a curve spans: on such an axis it lies flat

_numbers = itertools.count()


def after(ax, state, picture, panel, files, choices):
    """Notes what a plot drew into axes that were in a state; the names of several then fit."""
    note_ours(one for one in new_artists(ax, state) if isinstance(one, Line2D))
    if panel.heading:
        note_our_title(ax)
    note_our_labels(ax, state.labelled)
    own = plotted(ax, state, panel, files, choices)
    here = [one for one in remember(ax, state, own) if one.curves]
    if panel.kind == "curves":
        for name, asked in (("x", choices.xlim), ("y", choices.ylim)):
            if asked is None and state.limits[name] and not fits_itself(ax, name):
                keep_in_sight(ax, name, own, state.limits[name])
    plots = [one for one in [*state.plots, own] if one.curves]
    if len(plots) < 2 or not own.curves:
        return
    put_beside([one for one in plots if one.kind == "bars"])
    ink, size = "white" if picture.dark else "black", points(picture, 9)
    give_names(plots)
    together = overlaid(ax)
    if not state.titled or choices.title is not None:
        entitle(together, plots, size)
    if "y" not in state.labelled:
        ax.set_ylabel(", ".join(dict.fromkeys(one.label for one in here)))
        note_our_labels(ax, state.labelled)
    show_legend(together, plots, ink, size)
    warn_of_flat(ax, here)


def entitle(axes, plots, size):
    """One title over axes that lie on one another, above the first plot's."""
    for ax in axes:
        ax.set_title("")
    host = next(ax for ax in axes if plots[0] in in_these(ax))
    break_texts([(host, host.set_title(above(plots), fontsize=size))], [])
    for ax in axes:
        note_our_title(ax)


def warn_of_flat(ax, plots):
    """Of quantities on one axis, where one spans so much that another lies flat."""
    if ax.get_yscale() != "linear" or len({one.label for one in plots}) == 1:
        return
    spans = {}
    for one in plots:
        values = np.concatenate([heights(curve) for curve, _ in one.curves])
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


def heights(curve):
    if isinstance(curve, BarContainer):
        return np.array([bar.get_height() for bar in curve.patches], dtype=float)
    return np.ravel(np.asarray(curve.get_ydata(), dtype=float))


def plotted(ax, state, panel, files, choices):
    new = new_artists(ax, state)
    config = settings(files[0]) if len(files) == 1 else {}
    approximations = {c.label for layer in panel.layers for c in layer.companions}
    in_bars = panel.kind == "bars"
    return Plotted(
        number=next(_numbers),
        kind=panel.kind,
        atoms="" if choices.title is not None else says_atoms(panel, files),
        title=labels.drawable(common_title(files) if choices.title is None else choices.title),
        title_asked=choices.title is not None,
        selected=selected_by(files),
        meaning=panel.layer.meaning.split(", ") if panel.layer.meaning else [],
        config=config,
        scanned=scanned_keys(files[0], config) if config else set(),
        source=pathlib.Path(files[0].encoding.get("source", "")).stem if len(files) == 1 else "",
        label=panel.label,
        x_label=panel.x.label,
        curves=named_curves(new, panel) if panel.kind in ("curves", "bars") else [],
        companions=[one for one in new if one.get_label() in approximations],
        artists=new,
        errors=[one for one in new if in_bars and isinstance(one, LineCollection)],
        has_colour_bar=panel.colourbar or panel.kind in ("map", "sphere"),
    )


def named_curves(new, panel):
    """The curves or bars among new artists, in the order of a panel's names, and these."""
    names = [name for layer in panel.layers for name in layer.curve_labels or [panel.label]]
    single = len(names) == 1 and not panel.layer.curve_labels
    curves = []
    for one in new:
        if names and one.get_label() == names[0]:
            curves.append((one, "" if single else names.pop(0)))
            if single:
                break
    return curves


def keep_in_sight(ax, name, own, limits):
    """No plot's own limits hide what was seen before, nor those of before its curves."""
    ends = [*limits, *limits_of(ax, name)]
    if limits_of(ax, name) == limits:  # it has set none
        for curve, _ in own.curves:
            values = np.ravel(np.asarray(curve.get_xdata() if name == "x" else curve.get_ydata(), float))
            values = values[np.isfinite(values) & ((values > 0) | (min(limits) <= 0))]
            ends += [values.min(), values.max()] if values.size else []
    (ax.set_xlim if name == "x" else ax.set_ylim)(min(ends), max(ends))
