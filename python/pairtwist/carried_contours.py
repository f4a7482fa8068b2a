# SPDX-License-Identifier: BSD-3-Clause
"""Names of contours, as far as plot scripts carry them along; see carried.py.

A place in the picture is a complex number, in pixels: to the right, and upwards.
"""

import numpy as np

from pairtwist.carried import with_rim


def name_contours(ax, lines, names, **style):
    """The names of contours, by level: within their lines where there is room, else beside.

    Each level has one, at the best of its places, and up to three more on other lines of it, where
    these are far from it and hide nothing.
    """
    figure = ax.figure.canvas.figure
    figure.draw_without_rendering()  # the layout tells how large the axes are
    renderer = figure._get_renderer()
    taken = [spine(*place_of(text.get_window_extent(renderer))) for text in ax.texts]
    sizes = []
    for level in lines.levels:
        sample = ax.annotate(names[level], (0.5, 0.5), xycoords="axes fraction", **style)
        box = sample.get_window_extent(renderer)
        sizes.append((box.width, box.height))
        sample.remove()
    runs = [  # of each level the longest lines
        sorted(
            (evenly(ax.transData.transform(part)) for part in parts if len(part)),
            key=len,
            reverse=True,
        )[:20]
        for parts in lines.allsegs
    ]
    named = [[] for _ in runs]
    inside, beside = [], []
    single = [(i, [run]) for i, own in enumerate(runs) for run in own]
    for i, own in [*enumerate(runs), *single]:
        first = not named[i]
        places = []
        for run in own:
            others = [other for level in runs for other in level if other is not run]
            if first or all(abs(run - middle).min() > 4 * sizes[i][0] for middle in named[i]):
                places += places_along(run, others, sizes[i], ax.bbox, taken)
        if not places:
            continue
        cost, middle, along, on_line = min(places, key=lambda place: place[0])
        if first or (on_line and cost < 0.5 and len(named[i]) < 4):
            named[i].append(middle)
            taken.append(spine(middle, along, *sizes[i]))
            spot = ax.transData.inverted().transform((middle.real, middle.imag))
            if on_line:
                inside.append(spot)
            else:
                ink = {"color": lines.colors[i], "ha": "center", "va": "center"}
                beside.append(ax.text(*spot, names[lines.levels[i]], **ink, **style))
    texts = [*ax.clabel(lines, fmt=names, manual=inside, **style), *beside]
    for text in texts:
        text.set_path_effects(with_rim(text.get_color()))  # wider than the line's own colour


def evenly(corners):
    """Points along a line, two pixels apart; corners: pixels, a row each."""
    z = corners[:, 0] + 1j * corners[:, 1]
    way = np.concatenate([[0], np.cumsum(abs(np.diff(z)))])
    return np.interp(np.arange(0, way[-1] + 1, 2), way, z)


def place_of(box):
    """The middle of a text's box, the direction of its longer side, and the lengths of both."""
    middle = complex(box.x0 + box.x1, box.y0 + box.y1) / 2
    if box.width < box.height:
        return middle, 1j, box.height, box.width
    return middle, 1, box.width, box.height


def spine(middle, along, length, height):
    """Points in the middle of a text, from end to end, and how far it reaches to their sides."""
    ends = max(length - height, 0) / 2
    return middle + along * np.linspace(-ends, ends, 2 + int(2 * length / height)), height / 2


def places_along(run, others, size, frame, taken):
    """Places of a name along a line: how bad each is, its middle, direction, whether on the line."""
    length, height = size
    half = int(length / 4) + 2  # points of the run that a name in it hides on each side
    places = []
    for share in np.linspace(0, 1, 40) if len(run) > 3 * half else []:
        k = half + int(share * (len(run) - 1 - 2 * half))
        before, after = run[k - half], run[k + half]
        along = (after - before) / max(abs(after - before), 1)
        bend = 1 - abs(after - before) / (4 * half) + abs(run[k] - (before + after) / 2) / height
        rest = [run[: max(k - 2 * half, 0)], run[k + 2 * half :]]  # may come back to this place
        places.append((3 * bend + 0.2 * abs(share - 0.5), run[k], along, True, rest))
    for share in np.linspace(0, 1, 20):
        spot = run[int(share * (len(run) - 1))]
        for right, up in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            aside = complex(right * (length + 0.5 * height), up * 1.5 * height) / 2
            places.append((1 + 0.2 * abs(share - 0.5), spot + aside, 1, False, [run]))
    found = []
    for cost, middle, along, on_line, rest in places:
        name = spine(middle, along, length, height)
        found.append((cost + badness(name, others + rest, frame, taken), middle, along, on_line))
    return found


def badness(name, others, frame, taken):
    """How much a name hides: most of all what is beyond the frame, then texts, then lines."""
    points, reach = name
    beyond = max(
        frame.x0 - points.real.min(), points.real.max() - frame.x1,
        frame.y0 - points.imag.min(), points.imag.max() - frame.y1,
    ) + 1.3 * reach + 2  # fmt: skip
    touched = sum(
        abs(points[:, None] - other).min() < reach + other_reach + 1 for other, other_reach in taken
    )
    lines = np.concatenate(others)
    near = lines[abs(lines - points.mean()) < 1.2 * reach + abs(points[-1] - points[0]) / 2]
    hidden = (abs(near[:, None] - points) < 1.2 * reach).any(axis=1).sum()
    return (100 + beyond if beyond > 0 else 0) + 20 * touched + 0.1 * hidden
