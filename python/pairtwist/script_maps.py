"""Script lines that draw a panel as a map, or as a sphere in two views."""

from pairtwist.literal import selection, text_of, values_code


def colour_map(panel):
    """Of the quantity: one that tells signs apart where there are both."""
    if panel.signed:
        return "RdBu_r"
    return "magma" if panel.y.dimension == "theta" else "viridis"


def map_body(picture, panel):
    x, y, layer = panel.x, panel.y, panel.layer
    lines, part = selection(picture, layer)
    lines += [
        f"z = {values_code(part, layer.variable, layer)}",
        f"x = edges({part}[{text_of(x.coordinate)}].values, logarithmic={x.logarithmic})",
        f"y = edges({part}[{text_of(y.coordinate)}].values, logarithmic={y.logarithmic})",
        f"rows = z.transpose({text_of(y.dimension)}, {text_of(x.dimension)})",
        'ax.set_facecolor("0.85")  # seen where a point is missing',
    ]
    scale = ""
    if panel.log_values:
        lines.append("rows = rows.where(rows > 0)  # the others have no logarithm")
        scale = "norm=colors.LogNorm(), "
    elif panel.signed:
        lines.append("largest = float(abs(z.where(np.isfinite(z))).max())")
        scale = "vmin=-largest, vmax=largest, "
    cells = f"ax.pcolormesh(x, y, rows, cmap={text_of(colour_map(panel))}, {scale}rasterized=True)"
    if picture.style:
        lines.append("ax.grid(False)")
    return [*lines, f"cells = {cells}", *colour_bar(panel, "cells")]


def sphere_body(picture, panel):
    layer = panel.layer
    lines, part = selection(picture, layer)
    lines.append(f"q = {values_code(part, layer.variable, layer)}")
    if panel.log_values:
        lines.append("norm = colors.LogNorm(float(q.where(q > 0).min()), float(q.max()))")
        lines.append("q = q.where(q > 0)  # the others have no logarithm")
    else:
        lines.append("norm = colors.Normalize(0, float(q.max()))")
    cmap = text_of(colour_map(panel))
    lines.append(f"draw_sphere(ax, q, {cmap}, norm)")
    return lines + colour_bar(panel, f"plt.cm.ScalarMappable(norm, {cmap})")


def colour_bar(panel, what):
    return [
        f"bar = fig.colorbar({what}, ax=ax)",
        f"bar.set_label({text_of(panel.label)})",
    ]
