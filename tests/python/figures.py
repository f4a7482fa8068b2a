# SPDX-License-Identifier: BSD-3-Clause
"""How the tests of plots read a figure back."""

import matplotlib.collections


def cells(figure):
    """The one map of a figure and the axes it is in."""
    found = [
        (a, c)
        for a in figure.axes
        for c in a.collections
        if isinstance(c, matplotlib.collections.QuadMesh) and a.get_label() != "<colorbar>"
    ]
    assert len(found) == 1
    return found[0]


def panels(figure):
    """Its axes without the colourbars', from top to bottom."""
    return [a for a in figure.axes if a.get_label() != "<colorbar>"]


def colourbar_labels(figure):
    return [a.get_ylabel() for a in figure.axes if a.get_label() == "<colorbar>"]


def legend_texts(axes):
    return [text.get_text() for text in axes.get_legend().get_texts()]


def text_of(figure):
    """Title and note, without their line breaks."""
    note = figure._supxlabel.get_text().replace("\n", " ") if figure._supxlabel else ""
    return figure.axes[0].get_title(loc="left").replace("\n", " "), note
