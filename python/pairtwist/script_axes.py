# SPDX-License-Identifier: BSD-3-Clause
"""Script lines for a panel's scales, labels, limits, reference lines and titles."""

from pairtwist.literal import number_of, points, text_of
from pairtwist.script_curves import palette_of
from pairtwist.script_maps import contours
from pairtwist.spacing import MOST_TICKS

ENDS = {"x": ("left", "right"), "y": ("bottom", "top")}  # what set_xlim and set_ylim call them


def axes_body(picture, panel, lowest):
    """lowest: whether it is the lowest panel, which has the common x axis."""
    lines = []
    if panel.kind != "sphere":
        lines += scales(panel)
        if lowest or not picture.shared_x:
            lines.append(f"ax.set_xlabel({text_of(panel.x.label)})")
        lines.append(f"ax.set_ylabel({text_of(panel.y.label if panel.y else panel.label)})")
        lines += reference_lines(picture, panel, named=panel is picture.panels[0])
        lines += limits(picture, panel)
        for name, axis in (("x", panel.x), ("y", panel.y)):
            if axis is not None and axis.angle and not axis.logarithmic:
                lines.append(f"angle_ticks(ax.{name}axis, ax.get_{name}lim())")
            if axis is not None and axis.ticks:
                lines += list_ticks(name, axis.ticks)
        if panel.flags and panel.y is None:
            names = ", ".join(text_of(text) for text in panel.flags.values())
            lines.append(f"ax.set_yticks({list(panel.flags)}, [{names}])")
    if panel.kind == "map":
        lines += contours(picture, panel)
    if panel.heading:
        lines.append(
            f'ax.set_title({text_of(panel.heading)}, loc="left", fontsize={points(picture, 9)})'
        )
    return lines


def list_ticks(name, texts):
    """Texts at the middles of cells of equal width, as many as there is room for."""
    step = -(-len(texts) // MOST_TICKS)
    shown = ", ".join(text_of(text) for text in texts[::step])
    return [f"ax.set_{name}ticks(range(0, {len(texts)}, {step}), [{shown}])"]


def scales(panel):
    lines = []
    listed = panel.y.ticks if panel.y else []
    for name, logarithmic, cells in (
        ("x", panel.x.logarithmic, panel.x.ticks),
        ("y", panel.log_y, listed),
    ):
        if logarithmic and not cells:
            lines.append(f'ax.set_{name}scale("log")')
            lines += ["few_labels(ax.xaxis)"] if name == "x" else []
    for name, axis in (("x", panel.x), ("y", panel.y)):
        if axis is not None and axis.whole and not axis.logarithmic:
            lines.append(f"ax.{name}axis.get_major_locator().set_params(integer=True)")
    return lines


def reference_lines(picture, panel, named):
    """Thin dashed lines; a level is named at its right end, a moment along the line."""
    palette = palette_of(picture, panel)
    lines = []
    for line in panel.hlines:
        value, colour = number_of(line.value), line_colour(panel, line, palette)
        lines.append(f"ax.axhline({value}, {line_style(colour)})")
        if line.label:
            place = f'(1, {value}), (-3, 2), ("axes fraction", "data")'
            text = text_style(picture, colour)
            lines.append(f'ax.annotate({text_of(line.label)}, {place}, ha="right", {text})')
    for line in panel.vlines:
        value, colour = number_of(line.value), line_colour(panel, line, palette)
        lines.append(f"ax.axvline({value}, {line_style(colour)})")
        if line.label and (named or not picture.shared_x):
            place = f'({value}, 0.5), (3, 0), ("data", "axes fraction"), rotation=90'
            text = text_style(picture, colour)
            lines.append(f'ax.annotate({text_of(line.label)}, {place}, va="center", {text})')
    return lines


def line_colour(panel, line, palette):
    if line.curve is not None and panel.kind == "curves":
        return palette[line.curve]
    return "white" if panel.kind == "map" else "0.4"


def line_style(colour):
    return f'color="{colour}", linewidth=0.9, linestyle=(0, (5, 2)), zorder=1.5'


def text_style(picture, colour):
    return f'textcoords="offset points", fontsize={points(picture, 8)}, color="{colour}"'


def limits(picture, panel):
    """As far as the data and the lines go, but for what was asked for."""
    lines = []
    mapped = panel.kind == "map"
    for name, axis, asked, found in (
        ("x", panel.x, picture.xlim, panel.vlines),
        ("y", panel.y, picture.ylim, panel.hlines),
    ):
        if asked is None or None in asked:
            lines += data_limits(name, panel, axis, [line.value for line in found], mapped)
        if asked is not None:
            words = ENDS[name]
            ends = [f"{w}={number_of(end)}" for w, end in zip(words, asked) if end is not None]
            lines.append(f"ax.set_{name}lim({', '.join(ends)})")
    return lines


def data_limits(name, panel, axis, values, mapped):
    if mapped:
        first, last = f"{name}[0]", f"{name}[-1]"
        if values:
            numbers = ", ".join(number_of(value) for value in values)
            first, last = f"min({first}, {numbers})", f"max({last}, {numbers})"
        if axis.downward:
            first, last = last, first
        return [f"ax.set_{name}lim({first}, {last})"]
    if name == "y" and panel.value_limits:
        low, high = (number_of(end) for end in panel.value_limits)
        return [f"ax.set_ylim({low}, {high})  # some spikes are beyond"]
    if name == "y" or not panel.own_limits:
        return []
    if values:
        return [
            f"ends += [{', '.join(number_of(value) for value in values)}]",
            "ax.set_xlim(min(ends), max(ends))",
        ]
    if len(panel.layers) > 1:
        return ["ax.set_xlim(min(ends), max(ends))"]
    return ["ax.set_xlim(float(x.min()), float(x.max()))"]
