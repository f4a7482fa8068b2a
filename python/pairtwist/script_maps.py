# SPDX-License-Identifier: BSD-3-Clause
"""Script lines that draw a panel as a map, or as a sphere in two views."""

from pairtwist.literal import beside, number_of, points, selection, text_of, values_code

# Of statuses and methods by their codes: pale where all is well, then told apart.
FLAG_COLOURS = (
    "#E5E5E5",
    "#0072B2",
    "#E69F00",
    "#D55E00",
    "#CC79A7",
    "#56B4E9",
    "#009E73",
    "#7F7F7F",
    "#F0E442",
    "#000000",
    "#882255",
)

HATCHES = "#D55E00"  # a colour that none of the maps has


def colour_map(panel):
    """Of the quantity: one that tells signs apart where there are both."""
    if panel.signed:
        return "RdBu_r"
    return "magma" if panel.y.dimension == "theta" else "viridis"


def line_on_map(panel):
    """The colour of lines across a map, seen on most of it; on the rest by their rims."""
    return "black" if panel.signed or panel.flags else "white"


def map_body(picture, panel):
    x, y, layer = panel.x, panel.y, panel.layer
    lines, part = selection(picture, layer)
    lines += [
        f"z = {values_code(part, layer.variable, layer, status=layer.status)}",
        *borders("x", part, x),
        *borders("y", part, y),
        f"rows = z.transpose({text_of(y.dimension)}, {text_of(x.dimension)})",
        'ax.set_facecolor("0.85")  # seen where a point is missing',
    ]
    cmap, scale, extend = text_of(colour_map(panel)), "", ""
    if panel.flags:
        shades = ", ".join(f'"{shade}"' for shade in FLAG_COLOURS[: len(panel.flags)])
        lines.append(f"cmap = colors.ListedColormap([{shades}])")
        lines.append(f"rows = rows.copy(data=np.searchsorted({list(panel.flags)}, rows))  # their places")
        cmap, scale = "cmap", f"vmin=-0.5, vmax={len(panel.flags) - 0.5}, "
    elif panel.log_values:
        lines.append("rows = rows.where(rows > 0)  # the others have no logarithm")
        ends = ", ".join(number_of(end) for end in panel.value_limits or ())
        scale = f"norm=colors.LogNorm({ends}), "
    elif panel.value_limits:
        low, high = panel.value_limits
        scale = f"vmin={number_of(low)}, vmax={number_of(high)}, "
        if not panel.constant:
            lines.append("# Some spikes are beyond these colours.")
            extend = ', extend="both"'
    elif panel.signed:
        lines.append("largest = float(abs(z.where(np.isfinite(z))).max())")
        scale = "vmin=-largest, vmax=largest, "
    if picture.style:
        lines.append("ax.grid(False)")
    lines.append(f"cells = ax.pcolormesh(x, y, rows, cmap={cmap}, {scale}rasterized=True)")
    if layer.at_last_time:
        place, code = layer.at_last_time
        chosen = f"({part}[{text_of(place)}] == {code}).transpose(*rows.dims)"
        lines.append(f'hatch_cells(ax, x, y, {chosen}, "{HATCHES}")  # in time: more may come')
    lines += colour_bar(picture, panel, f"cells{extend}")
    if panel.log_values and not panel.flags:
        lines.append("label_decades(bar.ax.yaxis)")
    if panel.flags:
        names = ", ".join(text_of(name) for name in panel.flags.values())
        lines.append(f"bar.set_ticks(range({len(panel.flags)}), labels=[{names}])")
    return lines


def borders(name, part, axis):
    """The borders of the cells: of a list all of the same width."""
    values = f"{part}[{text_of(axis.coordinate)}].values"
    if axis.ticks:
        return [f"{name} = np.arange({len(axis.ticks) + 1}) - 0.5  # a list: cells of equal width"]
    counted = ", counted=True" if axis.whole else ""
    return [f"{name} = edges({values}, logarithmic={axis.logarithmic}{counted})"]


def contours(picture, panel, number):
    """Levels of the quantity as lines; for scales that are set."""
    if not panel.contours:
        return []
    _, part = selection(picture, panel.layer)
    middles = [
        f"range({len(axis.ticks)})" if axis.ticks else f"{part}[{text_of(axis.coordinate)}].values"
        for axis in (panel.x, panel.y)
    ]
    levels = {line.value: line.label for line in panel.contours}
    names = ", ".join(f"{v!r}: {text_of(text or f'{v:.4g}')}" for v, text in levels.items())
    lines_name, names_name = contour_words(picture, number)
    return [
        f"{names_name} = {{{names}}}",
        f"inks = [ink_on(cells, level) for level in {names_name}]",
        f"{lines_name} = ax.contour({', '.join(middles)}, rows, levels=list({names_name}), "
        "colors=inks, linewidths=1)",
    ]


def contour_names(picture, panel, number):
    if not panel.contours:
        return []
    lines, names = contour_words(picture, number)
    return [f"name_contours(ax, {lines}, {names}, fontsize={points(picture, 8)})"]


def contour_words(picture, number):
    """What a script calls the contours of a panel and their names."""
    which = number if len(picture.panels) > 1 else ""
    return f"lines{which}", f"names{which}"


def sphere_body(picture, panel):
    cmap = text_of(colour_map(panel))
    alike = with_these_colours(picture, panel)
    if len(alike) == 1:
        lines, code = sphere_values(picture, panel)
        lines.append(f"q = {code}")
        if panel.log_values:
            lines.append("norm = colors.LogNorm(float(q.where(q > 0).min()), float(q.max()))")
        else:
            lines.append("norm = colors.Normalize(0, float(q.max()))")
    else:
        lines = common_norm(picture, alike) if panel is alike[0] else []
        lines.append(f"q = spheres[{alike.index(panel)}]")
    if panel.log_values:
        lines.append("q = q.where(q > 0)  # the others have no logarithm")
    lines.append(f"draw_sphere(ax, q, {cmap}, norm)")
    if panel is not alike[-1]:
        return lines
    what, axes = f"ScalarMappable(norm, {cmap})", axes_of(picture, alike)
    return lines + colour_bar(picture, panel, what, axes, rows=len(alike))


def with_these_colours(picture, panel):
    """The panels on a sphere's colour scale, itself among them."""
    if not panel.common_scale:
        return [panel]
    return [
        other
        for other in picture.panels
        if other.common_scale and other.layer.variable == panel.layer.variable
    ]


def axes_of(picture, panels):
    """Code for the axes of panels, as colorbar() takes them."""
    if len(panels) == 1:
        return "ax"
    if len(panels) == len(picture.panels):
        return "list(axes)"
    return f"[{', '.join(f'axes[{i}]' for i, p in enumerate(picture.panels) if p in panels)}]"


def sphere_values(picture, panel):
    """Lines that select what a sphere shows, and code for it."""
    lines, part = selection(picture, panel.layer)
    return lines, values_code(part, panel.layer.variable, panel.layer, status=panel.layer.status)


def common_norm(picture, panels):
    lines = ["spheres = []"]
    for panel in panels:
        own, code = sphere_values(picture, panel)
        lines += [*own, f"spheres.append({code})"]
    lines.append("largest = max(float(q.max()) for q in spheres)")
    if panels[0].log_values:
        lines.append("smallest = min(float(q.where(q > 0).min()) for q in spheres)")
        return [*lines, "norm = colors.LogNorm(smallest, largest)  # the same for all"]
    return [*lines, "norm = colors.Normalize(0, largest)  # the same for all"]


def colour_bar(picture, panel, what, axes="ax", rows=1):
    thin = f", aspect={20 * rows}" if rows > 1 else ""  # as beside one of them
    return [
        f"bar = fig.colorbar({what}, {beside(picture, axes)}{thin})",
        f"bar.set_label({text_of(panel.label)})",
    ]
