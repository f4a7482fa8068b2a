# SPDX-License-Identifier: BSD-3-Clause
"""Functions that plot scripts carry along, of axes that are drawn already: ticks, names, legends.

As in carried.py; these look at the limits and the curves that the axes have by then.
"""

import numpy as np
from matplotlib import transforms

from pairtwist.carried_texts import length_of, wrap


def label_decades(axis):
    """Of a logarithmic axis with few powers of ten: ticks and numbers between them."""
    low, high = sorted(axis.get_view_interval())
    powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.log10(high) + 1)
    for factors in ((1,), (1, 3), (1, 2, 5), (1, 2, 3, 4, 6, 8)):
        ticks = np.sort(np.outer(powers, factors).ravel())
        ticks = ticks[(ticks >= low * (1 - 1e-9)) & (ticks <= high * (1 + 1e-9))]
        if len(ticks) >= 3:
            break
    else:  # so short that equal steps will do
        step = 10 ** np.floor(np.log10((high - low) / 2))
        step *= next(n for n in (5, 2, 1) if (high - low) / step >= 2 * n)
        ticks = step * np.arange(np.ceil(low / step), np.floor(high / step) + 1)
    if len(factors) == 1:
        return  # matplotlib's own are enough
    texts = [f"{tick:.6g}" for tick in ticks]
    if ticks[0] < 1e-3 or ticks[-1] >= 1e5:
        parts = [f"{tick:.5e}".split("e") for tick in ticks]
        texts = [rf"${float(factor):g}\times10^{{{int(power)}}}$" for factor, power in parts]
        texts = [text.replace(r"$1\times", "$") for text in texts]
    axis.set_ticks(ticks, texts)
    axis.set_minor_formatter("")


def fit_height(ax):
    """Limits of y as far as the curves go between the limits of x."""
    ends = sorted(ax.get_xlim())
    heights = []
    for line in ax.get_lines():
        x, y = line.get_xydata().T
        if line.get_transform() == ax.transData:
            heights.append(y[(x >= ends[0]) & (x <= ends[1])])
        elif y[0] == y[-1]:
            heights.append(y)  # a level
    heights = np.concatenate(heights)
    logarithmic = ax.get_yscale() == "log"
    heights = heights[np.isfinite(heights) & ((heights > 0) | (not logarithmic))]
    if not heights.size or heights.min() == heights.max():
        return
    if logarithmic:
        heights = np.log(heights)
    margin = 0.05 * (heights.max() - heights.min())
    limits = np.array([heights.min() - margin, heights.max() + margin])
    ax.set_ylim(*(np.exp(limits) if logarithmic else limits))


def name_lines(ax, levels, moments, rims=(), **style):
    """Names of reference lines, (value, text, colour) each, where no other line or name is.

    A level's is above or below it, a moment's runs along it, on either side: close to it, where
    that is free of curves somewhere, else a little further away. rims: path effects of names, by
    their colour.
    """
    ax.figure.canvas.figure.draw_without_rendering()
    to_axes = ax.transData + ax.transAxes.inverted()
    corner = ax.get_xlim()[0], ax.get_ylim()[0]
    finely = np.linspace(0.95, 0.05, 19)
    further = (6, -6, 10, -10)  # points from the line
    for value, text, color in levels:
        if not -0.01 <= to_axes.transform((corner[0], value))[1] <= 1.01:
            continue
        along, away = (1, 0.75, 0.5, 0.25, 0, *finely), (2, -2)
        spots = [(x, value, 4 - 8 * x, y) for x in along for y in away]
        spots += [(x, value, 4 - 8 * x, y) for y in further for x in along]
        name = name_at(ax, text, spots, ("axes fraction", "data"), color=color, **style)
        if color in rims:
            name.set_path_effects(rims[color])
    for value, text, color in moments:
        if not -0.01 <= to_axes.transform((value, corner[1]))[0] <= 1.01:
            continue
        along, away = (0.97, 0.75, 0.5, 0.25, 0.03, *finely), (2, -2)
        spots = [(value, y, x, 4 - 8 * y) for y in along for x in away]
        spots += [(value, y, x, 4 - 8 * y) for x in further for y in along]
        style["rotation"] = 90
        name = name_at(ax, text, spots, ("data", "axes fraction"), color=color, **style)
        if color in rims:
            name.set_path_effects(rims[color])


def name_at(ax, text, spots, coordinates, areas=(), **style):
    """A text at the first spot, (x, y, right, up), where it crosses and touches nothing.

    Else where it is free of other texts and crosses least, on a ground of its own, or where it
    crosses nothing and touches least. A text that is longer than the axes is broken.
    x, y: in coordinates; right, up: further, in points, and the side of the spot it is on.
    areas: what else it would cover, paths in pixels, filled.
    """
    renderer = ax.figure.canvas.figure._get_renderer()
    lines = [  # and how far from its middle a text is free of its ink, by a point
        (
            line.get_transform().transform_path(line.get_path()),
            renderer.points_to_pixels(line.get_linewidth() / 2 + 1),
        )
        for line in ax.get_lines()
    ]
    others = [other.get_window_extent(renderer) for other in (*ax.texts, ax.get_legend()) if other]
    if "rotation" in style:  # a legend beside the axes will yet make them narrower
        room = renderer.points_to_pixels(8)
        others = [other.from_extents(*(other.extents + [-room, 0, room, 0])) for other in others]
    found = []
    for x, y, right, up in spots:
        sides = {
            "ha": "center" if right == 0 else "left" if right > 0 else "right",
            "va": "center" if up == 0 else "bottom" if up > 0 else "top",
        }
        note = ax.annotate(
            text, (x, y), (right, up), coordinates, textcoords="offset points", **sides, **style
        )
        wrap(note, 0.96 * (ax.bbox.height if "rotation" in style else ax.bbox.width))
        box = note.get_window_extent(renderer)
        inside = is_within(box, ax.bbox)
        crossed = sum(crosses(line, box) for line, _ in lines)
        crossed += sum(area.intersects_bbox(box, filled=True) for area in areas)
        touched = sum(crosses(line, box.padded(ink)) for line, ink in lines)
        worse = (not inside, box.count_overlaps(others), crossed, touched)
        if not any(worse):
            return note
        found.append((worse, note))
        note.remove()
    (*worse, _), note = min(found, key=lambda one: one[0])
    if any(worse):
        note.set_bbox({"facecolor": ax.get_facecolor(), "edgecolor": "none", "alpha": 0.8, "pad": 1})
    return ax.add_artist(note)


def is_within(box, other):
    return other.x0 <= box.x0 <= box.x1 <= other.x1 and other.y0 <= box.y0 <= box.y1 <= other.y1


def crosses(line, box):
    return line.intersects_bbox(box, filled=False)


def place_legend(ax, otherwise, inside=True, grow=False, lowest=None, pairs=False, **style):
    """The legend, within the axes where it hides nothing, else beside them, or below.

    Beside them it may take a third of the width. otherwise: "beside", "below", "best", where it
    hides least, or "room": beside where there is room or a layout makes it, else where it hides
    least. inside: False to leave the axes alone. grow: whether the figure gets higher by what is
    below. lowest: the axes to be below, where the legend is that of several. pairs: every other
    entry belongs to the one before, and stays below it.
    """
    figure = ax.figure.canvas.figure
    figure.draw_without_rendering()
    corners = ("upper right", "upper left", "lower left", "lower right")
    sides = ("center right", "center left", "lower center", "upper center", "center")
    for place in (*corners, *sides) if inside else ():
        legend = ax.legend(loc=place, **style)
        if hides_nothing(legend, ax):
            return legend
    if otherwise == "best":
        return ax.legend(loc="best", **style)
    if otherwise in ("beside", "room"):
        legend = ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), **style)
        if otherwise == "room" and not (figure.get_layout_engine() or has_room(legend, ax)):
            return ax.legend(loc="best", **style)
        if otherwise == "room" or legend.get_window_extent().width < 0.33 * figure.bbox.width:
            return legend
    if ax.get_legend() is not None:
        ax.get_legend().remove()
    if lowest is not None:
        handles, labels = ax.get_legend_handles_labels()
        ax, style = lowest, {"handles": handles, "labels": labels, **style}
    down = (ax.get_window_extent().y0 - ax.get_tightbbox().y0) / figure.dpi + 0.03
    shift = transforms.ScaledTranslation(0, -down, figure.dpi_scale_trans)
    anchor = {"bbox_to_anchor": (0.5, 0), "bbox_transform": ax.transAxes + shift}
    middle = (ax.bbox.x0 + ax.bbox.x1) / 2
    room = 2 * min(middle - figure.bbox.x0, figure.bbox.x1 - middle)
    entries = len(style.get("labels") or ax.get_legend_handles_labels()[1])
    for columns in (2, 1) if not pairs or entries % 4 == 0 else (1,):
        legend = ax.legend(loc="upper center", ncol=columns, **anchor, **style)
        width = legend.get_window_extent().width
        if width <= room:
            break
    else:  # a single column, whose texts are too long
        beside_texts = width - max(map(length_of, legend.get_texts()))
        for text in legend.get_texts():
            wrap(text, room - beside_texts)
    figure.draw_without_rendering()
    if grow:
        height = legend.get_window_extent().height / figure.dpi
        figure.set_figheight(figure.get_figheight() + height)
    return legend


def has_room(legend, ax):
    """Whether a legend beside the axes is within the figure and on no other axes."""
    figure = ax.figure.canvas.figure
    box = legend.get_window_extent()
    others = [other.get_tightbbox() for other in figure.axes if other is not ax]
    return is_within(box, figure.bbox) and not box.count_overlaps(list(filter(None, others)))


def hides_nothing(legend, ax):
    """Whether a legend is within the axes, on no curve, no bar and no name of a line."""
    box = legend.get_window_extent()
    if not is_within(box, ax.bbox):
        return False
    lines = [line.get_transform().transform_path(line.get_path()) for line in ax.get_lines()]
    others = [other.get_window_extent() for other in (*ax.texts, *ax.patches)]
    return not any(crosses(line, box) for line in lines) and not box.count_overlaps(others)
