# SPDX-License-Identifier: BSD-3-Clause
"""Whether anything is seen between the limits that were asked for."""

import numpy as np

from pairtwist.carried import edges
from pairtwist.constants import approximations
from pairtwist.errors import ChoiceError
from pairtwist.fits import POWERS
from pairtwist.layers import part_of, values_of, x_of


def look_into_windows(panels, files, choices):
    """Notes in a panel that its limits show nothing. Raises ChoiceError where that is in all."""
    texts = [empty_window(panel, files, choices) for panel in panels]
    if all(texts):
        raise ChoiceError("; ".join(f"--{text}" for text in dict.fromkeys(texts)))
    for panel, text in zip(panels, texts):
        panel.note = "; ".join(filter(None, [panel.note, text]))


def empty_window(panel, files, choices):
    """A text on the limits of a panel that nothing is between, else ""."""
    if panel.kind == "sphere":
        return ""
    variable = panel.layer.variable
    x = extent([x_places(panel, layer, files) for layer in panel.layers])
    if is_beyond(choices.xlim, x):
        return text_on("xlim", choices.xlim, variable, panel.x.coordinate, x)
    if panel.kind == "map":
        y, what = extent([y_places(panel, files)]), panel.y.coordinate
    elif panel.flags:
        return ""
    else:
        y, what = extent(heights(panel, files, choices.xlim)), variable + POWERS[panel.layer.power]
    return text_on("ylim", choices.ylim, variable, what, y) if is_beyond(choices.ylim, y) else ""


def text_on(option, window, variable, what, ends):
    window = ",".join("" if end is None else f"{end:.6g}" for end in window)
    return (
        f"{option} {window}: nothing of {variable} is there, "
        f"{what} goes from {ends[0]:.6g} to {ends[1]:.6g}"
    )


def is_beyond(window, ends):
    """Whether limits leave nothing of what goes from end to end; ends: None where nothing is."""
    if window is None or ends is None:
        return False
    low, high = sorted_window(window)
    return high < ends[0] or ends[1] < low


def sorted_window(window):
    a, b = window
    return sorted((-np.inf if a is None else a, np.inf if b is None else b))


def extent(arrays):
    """The smallest and the largest of all finite numbers; None without any."""
    numbers = np.concatenate([np.ravel(one) for one in arrays])
    numbers = numbers[np.isfinite(numbers)]
    return (float(numbers.min()), float(numbers.max())) if numbers.size else None


def x_places(panel, layer, files):
    """Where along x a layer has something: values of curves, borders of cells and bars."""
    values = values_of(layer, files)
    others = [name for name in values.dims if name != panel.x.dimension]
    there = np.isfinite(values).any(others).values
    if panel.kind == "map":
        return cells(panel.x, layer, files, there)
    x = x_of(layer, values, panel.x)
    if not np.issubdtype(x.dtype, np.number):
        return np.flatnonzero(there)  # words stand at 0, 1, ...
    width = 0.5 if panel.kind == "bars" else 0.0
    return np.concatenate([x[there] - width, x[there] + width])


def y_places(panel, files):
    """Of a map, the borders of the cells that have a value."""
    values = values_of(panel.layer, files)
    there = np.isfinite(values).any(panel.x.dimension).values
    return cells(panel.y, panel.layer, files, there)


def cells(axis, layer, files, there):
    places = part_of(layer, files)[axis.coordinate].values
    order = np.argsort(places, kind="stable")
    if axis.ticks or not np.issubdtype(places.dtype, np.number):
        borders = np.arange(len(places) + 1) - 0.5
    else:
        borders = edges(places[order], axis.logarithmic, axis.whole)
    return np.concatenate([borders[:-1][there[order]], borders[1:][there[order]]])


def heights(panel, files, window):
    """The values of each layer and approximation that lines within a window of x go through."""
    found = [np.zeros(1)] if panel.kind == "bars" else []
    for layer in [*panel.layers, *approximations(panel)]:
        values = values_of(layer, files)
        x = x_of(layer, values, panel.x)
        if window is not None and np.issubdtype(x.dtype, np.number):
            low, high = sorted_window(window)
            low = max(x[x <= low], default=low)  # a line comes in from the point before
            high = min(x[x >= high], default=high)
            values = values.isel({panel.x.dimension: (x >= low) & (x <= high)})
        found.append((values.where(values > 0) if panel.log_values else values).values)
    return found
