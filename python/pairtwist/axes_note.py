# SPDX-License-Identifier: BSD-3-Clause
"""The note on what a plot leaves out, at the caller's axes: below them, where it covers nothing."""

import typing
import weakref

from matplotlib.collections import QuadMesh
from matplotlib.path import Path

from pairtwist.carried_axes import name_at
from pairtwist.carried_texts import wrap

INSIDE = [  # places within the axes, for name_at()
    (x, y, 4 - 8 * x, 4 - 8 * y) for y in (0, 1) for x in (0, 1, 0.5)
]

_notes: typing.MutableMapping = weakref.WeakKeyDictionary()  # Axes: (texts, the note)


def add_note(ax, text, style):
    """Adds a text to the axes' note, which is drawn once, with all that plots there have to say."""
    texts, old = _notes.get(ax, ([], None))
    if old not in ax.texts:
        texts = []
    else:
        old.remove()
    texts = list(dict.fromkeys([*texts, text]))
    _notes[ax] = texts, draw_note(ax, "; ".join(texts), style)


def draw_note(ax, text, style):
    figure = ax.figure.canvas.figure
    figure.draw_without_rendering()
    below = (ax.bbox.y0 - ax.get_tightbbox().y0) * 72 / figure.dpi + 3
    note = ax.annotate(
        text, (0.5, 0), (0, -below), "axes fraction", textcoords="offset points",
        ha="center", va="top", **style,
    )  # fmt: skip
    wrap(note, ax.bbox.width)
    if figure.get_layout_engine() is not None:
        return note  # which makes room
    box = note.get_window_extent()
    others = [other.get_tightbbox() for other in figure.axes if other is not ax]
    if box.y0 >= figure.bbox.y0 and not box.count_overlaps([o for o in others if o is not None]):
        return note
    note.remove()
    coordinates = ("axes fraction", "axes fraction")
    return name_at(ax, text, INSIDE, coordinates, filled_areas(ax), **style)


def filled_areas(ax):
    """The bars and maps of axes, paths in pixels."""
    bars = [bar.get_transform().transform_path(bar.get_path()) for bar in ax.patches]
    maps = [one.get_window_extent() for one in ax.collections if isinstance(one, QuadMesh)]
    return bars + [Path([(b.x0, b.y0), (b.x1, b.y0), (b.x1, b.y1), (b.x0, b.y1)]) for b in maps]
