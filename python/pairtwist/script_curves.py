# SPDX-License-Identifier: BSD-3-Clause
"""Script lines that draw a panel's curves, or bars, and its legend."""

import matplotlib
import matplotlib.style
from matplotlib import colors

from pairtwist.literal import beside, ink, isel, points, selection, text_of, values_code, with_letters
from pairtwist.script_beside import companions_body, errors, errors_code, fit, hollow, settled

# Okabe and Ito's colours, told apart by colour-blind readers too; black is kept for comparisons.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F"]
# The same hues, and yellow, on a dark ground.
LIGHT_COLOURS = ["#56B4E9", "#E69F00", "#2CCB9B", "#E58FBF", "#F0E442", "#FF8A5C", "#BFBFBF"]
DASH = 6  # of curves that coincide, in line widths
# Of a legend; beyond, it stands beside the axes.
MOST_ENTRIES_INSIDE = 7
MOST_ENTRIES_IN_LOW_PANEL = 4


def curves_body(picture, panel):
    lines = []
    if panel.zero_line:
        colour = "color=ax.xaxis.label.get_color(), alpha=0.4"  # the style's, which is seen
        lines.append(f"ax.axhline(0, {colour}, linewidth=0.8, zorder=1)")
    palette = palette_of(picture, panel)
    explained = {}  # closed approximation: the line that gives it its entry in the legend
    for layer in panel.layers:
        if layer is not panel.layer:
            lines.append("")
        own, palette = palette[: len(layer.curve_labels) or 1], palette[len(layer.curve_labels) :]
        lines += layer_body(picture, panel, layer, own, explained)
    return lines + list(filter(None, explained.values()))


def legend(picture, panel):
    """Within the axes unless it is long or would hide lines; drawn when their limits are set."""
    entries = len({c.variable for layer in panel.layers for c in layer.companions})
    if not panel.colourbar:
        entries += sum(len(layer.curve_labels) for layer in panel.layers)
    if picture.fit:
        entries += sum(len(layer.curve_labels) or 1 for layer in panel.layers)
    if not entries or not panel.legend:
        return []
    most = MOST_ENTRIES_INSIDE if len(picture.panels) == 1 else MOST_ENTRIES_IN_LOW_PANEL
    inside = entries <= most
    style = f"fontsize={points(picture, 9 if entries <= MOST_ENTRIES_INSIDE else 8)}"
    if picture.given_axes:
        if picture.dark:  # the frame, too, is to be that of these axes, whatever the style is now
            style += f", labelcolor={ink(picture)}, facecolor=ax.get_facecolor()"
        where = '"best"' if inside else '"room", inside=False'
        call = f"place_legend(ax, {where}, {style})"
    else:
        where = '"below"' if picture.column else '"beside"'
        where += "" if inside else ", inside=False"
        where += ", grow=True" if picture.height_fits else ""
        where += ", lowest=axes[-1]" if is_of_all(picture, panel) else ""
        where += ", pairs=True" if picture.fit else ""
        call = f"place_legend(ax, {where}, {style})"
    return entries_in_full(picture, panel, call)


def is_of_all(picture, panel):
    """Whether the legend of the uppermost panel stands for all others, too."""
    first, *others = picture.panels
    return panel is first and bool(others) and not any(other.legend for other in others)


def entries_in_full(picture, panel, call):
    """The legend shows curves that lie on others with solid lines: a gap may be longer than these."""
    names = [
        (layer.curve_labels or [panel.label])[i] for layer in panel.layers for i in layer.hidden
    ]
    if not names or panel.colourbar or panel.flags or picture.fit:
        return [call]
    return [
        f"legend = {call}",
        f"coinciding = [{', '.join(map(text_of, names))}]",
        "for line, text in zip(legend.get_lines(), legend.get_texts()):",
        "    if text.get_text() in coinciding:",
        '        line.set_linestyle("-")',
    ]


def palette_of(picture, panel):
    """A colour for each curve of all layers."""
    return colours(picture, sum(len(layer.curve_labels) or 1 for layer in panel.layers))


def colours(picture, count):
    """Of the style, or COLOURS, behind those of curves that are there; shades where these are too few."""
    own = LIGHT_COLOURS if picture.dark else COLOURS
    if picture.style:
        own = [f"C{i}" for i in range(length_of_cycle(picture.style))]
    if picture.beside or count <= len(own):
        return [own[(picture.colours_taken + i) % len(own)] for i in range(count)]
    shades, end = matplotlib.colormaps[shading(picture)], 1.0 if picture.dark else 0.92
    return [colors.to_hex(shades(end * i / (count - 1))) for i in range(count)]


def length_of_cycle(style):
    """How many colours of curves a style has."""
    library = matplotlib.style.library.get(style, matplotlib.rcParamsDefault)
    cycle = library.get("axes.prop_cycle", matplotlib.rcParams["axes.prop_cycle"])
    return len(cycle.by_key().get("color", ["C0"]))


def shading(picture):
    """The colours of very many curves, all of which are seen on the background."""
    return "cool" if picture.dark else "viridis"


def layer_body(picture, panel, layer, palette, explained):
    """One file's part."""
    lines, part = selection(picture, layer)
    lines.append(f"y = {values_code(part, layer.variable, layer, status=layer.status)}")
    absolute = f" * {layer.time_scale!r}  # in absolute times" if layer.time_scale != 1 else ""
    lines.append(f"x = {part}[{text_of(panel.x.coordinate)}]{absolute}")
    if panel.log_values:
        lines.append("y = y.where(y > 0)  # the others have no logarithm")
    lines += errors_code(layer, part)
    lines += settled(picture, layer, part)
    if panel.own_limits and (len(panel.layers) > 1 or panel.vlines):
        start = "ends =" if layer is panel.layer else "ends +="
        lines.append(f"{start} [float(x.min()), float(x.max())]")
    style = f', marker="o", markersize={with_letters(picture, 3.5)}' if panel.markers else ""
    if (panel.markers and picture.fit) or panel.flags:
        style += ', linestyle="none"'  # points, and the law as a line through them
    if panel.kind == "bars":
        label = f", label={text_of(panel.label)}" if picture.given_axes else ""
        lines.append(f'ax.bar(x, y, color="{palette[0]}"{label})')
    elif layer.curves is not None:
        lines += several_curves(picture, panel, layer, part, palette, style)
    else:
        label = ""
        if layer.curve_labels or layer.companions or picture.fit or picture.given_axes:
            label = f", label={text_of((layer.curve_labels or [panel.label])[0])}"
        if 0 in layer.hidden and "linestyle" not in style:
            style += f", linestyle={dashes_beside(*layer.hidden[0])}  # lies on another"
            lines.append(
                f'ax.plot(x, y, color="{palette[0]}"{label}{style.replace("  #", ")  #", 1)}'
            )
        else:
            lines.append(f'ax.plot(x, y, color="{palette[0]}"{style}{label})')
        lines += points_alone(picture, layer, "y", f'"{palette[0]}"')
        alone = len(panel.layers) == 1
        lines += fit(picture, panel, layer, "", ink(picture) if alone else f'"{palette[0]}"')
    lines += errors(picture, panel, layer, palette)
    lines += hollow(picture, layer, part, palette)
    return lines + companions_body(picture, panel, layer, part, palette, explained)


def several_curves(picture, panel, layer, part, palette, style):
    """One curve per value: named ones in a legend, more than that on a colourbar."""
    dimension = layer.curves.dimension
    select = f".{isel({dimension: 'i'})}"
    one = f"y{select}"
    further = points_alone(picture, layer, one, "palette[i]")
    further += fit(picture, panel, layer, select, "palette[i]")
    further = ["    " + line for line in further]
    dashed = []
    if layer.hidden and "linestyle" not in style:
        entries = ", ".join(f"{i}: {dashes_beside(*place)}" for i, place in layer.hidden.items())
        dashed = [f"dashes = {{{entries}}}  # of curves that lie on others"]
        style += ', linestyle=dashes.get(i, "-")'
    if not panel.colourbar:
        return [
            *list_of(palette),
            "names = [",
            *(f"    {text_of(label)}," for label in layer.curve_labels),
            "]",
            *dashed,
            "for i, name in enumerate(names):",
            f"    ax.plot(x, {one}, color=palette[i], label=name{style})",
            *further,
        ]
    scale = "LogNorm" if layer.curves.logarithmic else "Normalize"
    return [
        f"values = {part}[{text_of(layer.curves.coordinate)}].values",
        f"norm = colors.{scale}(values.min(), values.max())",
        f'palette = matplotlib.colormaps["{shading(picture)}"](norm(values))',
        *dashed,
        "for i in range(len(values)):",
        f"    ax.plot(x, {one}, color=palette[i], linewidth=1{style})",
        *further,
        f'bar = fig.colorbar(ScalarMappable(norm, "{shading(picture)}"), {beside(picture, "ax")})',
        f"bar.set_label({text_of(layer.curves.label)})",
    ]


def points_alone(picture, layer, values, colour):
    """Marks what a line through these values has no ink for."""
    if not layer.lonely:
        return []
    mark = f'"o", color={colour}, markersize={with_letters(picture, 3)}'
    return [f"ax.plot(x, between_missing({values}), {mark})"]


def dashes_beside(place, count):
    """Of a curve among `count` that coincide: the gaps show the others, the first one solid."""
    return f"({DASH * place}, ({DASH}, {DASH * (count - 1)}))"


def list_of(palette):
    texts = [f'"{colour}"' for colour in palette]
    if len(texts) <= len(COLOURS):
        return [f"palette = [{', '.join(texts)}]"]
    rows = [", ".join(texts[i : i + 6]) for i in range(0, len(texts), 6)]
    return ["palette = [", *(f"    {row}," for row in rows), "]"]
