# SPDX-License-Identifier: BSD-3-Clause
"""Script lines for a panel's scales, labels, limits, reference lines and titles."""

from pairtwist.literal import grey, number_of, points, text_of
from pairtwist.script_curves import legend, palette_of
from pairtwist.script_maps import contour_names, contours, line_on_map
from pairtwist.script_texts import heading, long_bar_label
from pairtwist.spacing import MOST_TICKS

BESIDE_CELLS = "0.4"  # seen on the pale ground of a map
ENDS = {"x": ("left", "right"), "y": ("bottom", "top")}  # what set_xlim and set_ylim call them


def axes_body(picture, panel, number):
    """All but what finds its place between the texts and curves of the whole picture.

    number: of the panel, from above; the lowest has the common x axis.
    """
    lowest = number + 1 == len(picture.panels)
    lines = []
    if panel.kind != "sphere":
        lines += scales(panel)
        if "x" not in panel.labelled and (lowest or not picture.shared_x):
            lines.append(f"ax.set_xlabel({text_of(panel.x.label)})")
        if "y" not in panel.labelled:
            lines.append(f"ax.set_ylabel({text_of(panel.y.label if panel.y else panel.label)})")
        lines += reference_lines(picture, panel)
        lines += limits(picture, panel)
        lines += decades(panel)
        for name, axis in (("x", panel.x), ("y", panel.y)):
            if axis is not None and axis.angle and not axis.logarithmic:
                lines.append(f"angle_ticks(ax.{name}axis, ax.get_{name}lim())")
            if axis is not None and axis.ticks:
                lines += list_ticks(name, axis.ticks)
        if panel.flags and panel.y is None:
            names = ", ".join(text_of(text) for text in panel.flags.values())
            lines.append(f"ax.set_yticks({list(panel.flags)}, [{names}])")
            lines.append(f"ax.set_ylim({min(panel.flags) - 0.5}, {max(panel.flags) + 0.5})")
    if panel.kind == "map":
        lines += contours(picture, panel, number)
    return lines + long_bar_label(picture, panel) + heading(picture, panel, number)


def placed(picture, number):
    """The names of lines and the legend of a panel, where they cross nothing."""
    panel = picture.panels[number]
    lines = []
    if panel.kind != "sphere":
        lines += line_names(picture, panel, named=number == 0)
    if panel.kind == "map":
        lines += contour_names(picture, panel, number)
    if panel.kind == "curves":
        lines += legend(picture, panel)
    if lines and len(picture.panels) > 1:
        lines = ["", f"ax = axes[{number}]", *lines]
    return lines


def decades(panel):
    """Numbers on logarithmic axes that have few powers of ten."""
    listed = panel.y.ticks if panel.y else []
    axes = [("x", panel.x.logarithmic and not panel.x.ticks), ("y", panel.log_y and not listed)]
    return [f"label_decades(ax.{name}axis)" for name, logarithmic in axes if logarithmic]


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
    for name, axis in (("x", panel.x), ("y", panel.y)):
        if axis is not None and axis.whole and not axis.logarithmic:
            lines.append(f"ax.{name}axis.get_major_locator().set_params(integer=True)")
    return lines


def reference_lines(picture, panel):
    """Thin dashed lines; line_names() names them."""
    palette = palette_of(picture, panel)
    lines = []
    for call, found in (("axhline", panel.hlines), ("axvline", panel.vlines)):
        for line in found:
            colour = line_colour(picture, panel, line, palette)
            style = line_style(colour)
            if colour in rimmed(panel):
                style += f', path_effects=with_rim("{colour}", 0.9)'
            lines.append(f"ax.{call}({number_of(line.value)}, {style})")
    return lines


def line_names(picture, panel, named):
    """named: whether moments are named, which are the same in all panels over the same x axis."""
    palette = palette_of(picture, panel)
    names = []
    for found in (panel.hlines, panel.vlines if named or not picture.shared_x else []):
        entries = [
            f"({number_of(line.value)}, {text_of(line.label)}, "
            f'"{line_colour(picture, panel, line, palette)}")'
            for line in found
            if line.label
        ]
        names.append(f"[{', '.join(entries)}]")
    if names == ["[]", "[]"]:
        return []
    style = f"fontsize={points(picture, 8)}"
    for colour in rimmed(panel):
        style += f', rims={{"{colour}": with_rim("{colour}")}}'
    return [f"name_lines(ax, {', '.join(names)}, {style})"]


def line_colour(picture, panel, line, palette):
    if line.curve is not None and panel.kind == "curves":
        return palette[line.curve]
    if panel.kind == "map":
        return BESIDE_CELLS if line.beside else line_on_map(panel)
    return grey(picture)


def rimmed(panel):
    """Colours of lines that go over cells of a map, as these are seen on some of them alone."""
    return [line_on_map(panel)] if panel.kind == "map" else []


def line_style(colour):
    return f'color="{colour}", linewidth=0.9, linestyle=(0, (5, 2)), zorder=1.5'


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
    if picture.xlim and not picture.ylim and panel.kind == "curves" and not panel.value_limits:
        lines.append("fit_height(ax)")
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
        why = "constant, but for rounding" if panel.constant else "some spikes are beyond"
        return [f"ax.set_ylim({low}, {high})  # {why}"]
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
