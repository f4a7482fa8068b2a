# SPDX-License-Identifier: BSD-3-Clause
"""Functions that plot scripts carry along: their source stands in each script that calls them.

So a script needs nothing but numpy and matplotlib, and what it calls is tested here. Each names no
module but `np`, `colors`, `patches`, `path` and `patheffects`. What looks at finished axes is in
carried_axes.py, the names of contours in carried_contours.py.
"""

import numpy as np
from matplotlib import colors, patches, path, patheffects


def edges(centres, logarithmic, counted=False):
    """Borders of the cells around the centres, halfway between neighbours.

    None is below 0 where no centre is, but for what is counted.
    """
    x = np.log(centres) if logarithmic else np.asarray(centres, dtype=float)
    inner = (x[1:] + x[:-1]) / 2
    borders = np.concatenate([[2 * x[0] - inner[0]], inner, [2 * x[-1] - inner[-1]]])
    if x[0] >= 0 and not (logarithmic or counted):
        borders[0] = max(borders[0], 0)
    return np.exp(borders) if logarithmic else borders


def between_missing(y):
    """The values that have none on either side, so that no line goes through them."""
    there = np.isfinite(np.asarray(y, dtype=float))
    near = np.pad(there, 1)
    return np.where(there & ~(near[:-2] | near[2:]), y, np.nan)


def hatch_cells(ax, x, y, chosen, color):
    """Hatches those cells of a map, rows of it, that are chosen; x, y: the cells' borders."""
    boxes = []
    for low, high, row in zip(y[:-1], y[1:], np.asarray(chosen)):
        changes = np.flatnonzero(np.diff([0, *row.astype(int), 0]))
        for first, last in zip(changes[::2], changes[1::2]):  # one box for neighbours
            corners = [(x[first], low), (x[last], low), (x[last], high), (x[first], high)]
            boxes.append(path.Path([*corners, corners[0]], closed=True))
    if boxes:
        shape = path.Path.make_compound_path(*boxes)
        style = {"facecolor": "none", "edgecolor": color, "linewidth": 0, "hatch": "////"}
        ax.add_patch(patches.PathPatch(shape, **style))


def ink_on(cells, value):
    """Black or white, whichever is seen on the colour that a map has for a value."""
    return "black" if is_light(cells.cmap(cells.norm(value))) else "white"


def with_rim(ink, width=0.0):
    """Path effects of a name or a line on a map, some of whose colours hide its ink: a thin rim.

    width: of the line.
    """
    other = "black" if is_light(ink) else "white"
    return [patheffects.withStroke(linewidth=width + 1.2, foreground=other)]


def is_light(colour):
    """Whether black is seen on a colour better than white, by its relative luminance."""
    shares = np.array(colors.to_rgb(colour))
    linear = np.where(shares > 0.04045, ((shares + 0.055) / 1.055) ** 2.4, shares / 12.92)
    return linear @ [0.2126, 0.7152, 0.0722] > 0.4


def hemisphere(q, facing, pixels=401):
    """q(theta, phi) as seen from far away on the +x (facing 1) or the -x side (-1), +z up.

    An image of the square around the disc, rows from below; beyond the rim, what is at the rim.
    """
    right, up = np.meshgrid(np.linspace(-1, 1, pixels), np.linspace(-1, 1, pixels))
    beyond = np.maximum(np.hypot(right, up), 1)
    right, up = right / beyond, up / beyond
    depth = np.sqrt(np.maximum(1 - right**2 - up**2, 0))
    values = q.transpose("theta", "phi").values
    corners = []  # of the grid's cell around each pixel, with their weights
    for angle, wanted in (
        (q["theta"].values, np.arccos(up)),
        (q["phi"].values, np.arctan2(facing * right, facing * depth)),
    ):
        place = np.interp(wanted, angle, np.arange(len(angle)))
        below = np.minimum(place.astype(int), len(angle) - 2)
        corners.append([(below, 1 - (place - below)), (below + 1, place - below)])
    return sum(
        values[row, column] * of_row * of_column
        for row, of_row in corners[0]
        for column, of_column in corners[1]
    )


def draw_sphere(ax, q, cmap, norm):
    """Both hemispheres of q(theta, phi) side by side, with a net of 30 degrees."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, 91)
    written = ax.xaxis.label.get_color()  # is seen on any ground
    outline = {"facecolor": "none", "edgecolor": written, "alpha": 0.6, "linewidth": 0.8}
    for centre, facing, name in ((-1.1, 1, "+x"), (1.1, -1, "-x")):
        rim = patches.Circle((centre, 0), 1, **outline)
        ax.add_patch(rim)
        extent = (centre - 1, centre + 1, -1, 1)
        image = ax.imshow(
            hemisphere(q, facing), extent=extent, origin="lower", cmap=cmap, norm=norm
        )
        image.set_clip_path(rim)
        net = {"color": "white", "linewidth": 0.4, "alpha": 0.35}
        for degrees in range(-60, 90, 30):
            angle = np.radians(degrees)
            ax.plot(centre + np.cos(angle) * np.array([-1, 1]), 2 * [np.sin(angle)], **net)
            ax.plot(centre + np.sin(angle) * np.cos(turn), np.sin(turn), **net)
        ink = {"ha": "center", "fontsize": 0.8 * ax.xaxis.label.get_size(), "color": written}
        ax.text(centre, -1.08, f"from ${name}$", va="top", **ink)
        ax.text(centre, 1.03, "$+z$", va="bottom", **ink)
    ax.set(xlim=(-2.2, 2.2), ylim=(-1.3, 1.25), aspect="equal")
    ax.set_axis_off()


def angle_ticks(axis, ends):
    """Ticks at multiples of a quarter of pi, or of half of it, where the axis is long enough."""
    low, high = sorted(ends)
    parts = 4 if high - low < 1.3 * np.pi else 2  # a map has half a cell more on both sides
    counts = np.arange(np.ceil(low * parts / np.pi - 1e-4), high * parts / np.pi + 1e-4).astype(int)
    if len(counts) < 3:
        return
    texts = []
    for count in counts.tolist():
        common = np.gcd(count, parts)
        above, below = count // common, parts // common
        factor = {1: "", -1: "-"}.get(above, above)
        texts.append(rf"${factor}\pi/{below}$" if below > 1 else rf"${factor}\pi$")
    texts = ["0" if count == 0 else text for count, text in zip(counts, texts)]
    axis.set_ticks(counts * np.pi / parts, texts)
