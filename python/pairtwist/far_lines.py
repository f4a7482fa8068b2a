# SPDX-License-Identifier: BSD-3-Clause
"""Lines beside what is drawn: those at numbers far away, of another unit perhaps, are left out."""

from dataclasses import replace

import numpy as np

from pairtwist.fits import POWERS
from pairtwist.windows import extent, heights, sorted_window, x_places, y_places

FAR = 10.0  # times the largest value, or a logarithmic axis's decades: the rest would have a tenth


def leave_out_far_lines(panel, files, choices):
    """Leaves lines out that were asked for by number and would flatten all else, and notes that.

    A limit of the axis that reaches them keeps them.
    """
    x = extent([x_places(panel, layer, files) for layer in panel.layers])
    if panel.kind == "map":
        y, what = extent([y_places(panel, files)]), panel.y.coordinate
    else:
        y = extent(heights(panel, files, None))
        what = panel.layer.variable + POWERS[panel.layer.power]
    panel.vlines = near(panel, panel.vlines, x, panel.x.coordinate, choices.vlines, choices.xlim)
    panel.hlines = near(panel, panel.hlines, y, what, choices.hlines, choices.ylim)


def near(panel, lines, ends, what, asked, window):
    """Those of some lines that are not far from what goes from end to end."""
    if ends is None:
        return lines
    logarithmic = panel.x.logarithmic if what == panel.x.coordinate else panel.log_y
    by_number = [line.value for line in asked if not isinstance(line.value, str)]
    far = [
        line
        for line in lines
        if line.value in by_number and is_far(line.value, ends, window, logarithmic)
    ]
    for line in far:
        name = f"{line.value:.6g}" + (f" ({line.label})" if line.label else "")
        limit = "--xlim" if what == panel.x.coordinate else "--ylim"
        side = "up" if line.value > ends[1] else "down"
        text = (
            f"no line {name}: {what} goes from {ends[0]:.4g} to {ends[1]:.4g}; {limit} {side} to it "
            "makes room"
        )
        if limit == "--ylim" and panel.layer.power and panel.kind != "map":
            text += f", --scale 1 shows {panel.layer.variable} itself"
        panel.note = "; ".join(filter(None, [panel.note, text]))
    found = [line for line in lines if line not in far]
    if panel.kind == "map":
        return [replace(line, beside=not ends[0] < line.value < ends[1]) for line in found]
    return found


def is_far(value, ends, window, logarithmic):
    low, high = sorted_window(window or (None, None))
    if np.isfinite(high if value > ends[1] else low):
        return False
    if logarithmic:
        if min(value, *ends) <= 0:
            return False  # which is refused elsewhere
        value, *ends = np.log([value, *ends])
    size = ends[1] - ends[0] if logarithmic else max(abs(ends[0]), abs(ends[1]))
    return bool(size) and max(ends[0] - value, value - ends[1]) > FAR * size
