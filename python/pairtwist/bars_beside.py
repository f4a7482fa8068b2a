# SPDX-License-Identifier: BSD-3-Clause
"""Bars of several plots in the same axes: beside one another at each number."""

import numpy as np

WIDTH = 0.8  # of all bars at a number, as matplotlib has it of one


def put_beside(plots):
    """Moves the bars of all plots, the first on the left, and with them their standard errors."""
    width = WIDTH / max(len(plots), 1)
    for place, one in enumerate(plots):
        ((bars, _),) = one.curves
        middle = (place - (len(plots) - 1) / 2) * width
        for bar in bars.patches:
            number = round_to_number(bar)
            bar.set_x(number + middle - width / 2)
            bar.set_width(width)
        for errors in one.errors:
            errors.set_segments([moved(segment, middle) for segment in errors.get_segments()])


def round_to_number(bar):
    """The whole number, of photons, that a bar is at: it is less than half of one beside it."""
    return np.rint(bar.get_x() + bar.get_width() / 2)


def moved(segment, middle):
    """The vertical line of a standard error, at its bar."""
    return np.column_stack([np.rint(segment[:, 0]) + middle, segment[:, 1]])
