# SPDX-License-Identifier: BSD-3-Clause
"""Which dimensions of a quantity make curves, which stand on the axes, and what these are called."""

import numpy as np

from pairtwist import labels
from pairtwist.along import as_it_is, is_number_of_point, keys_along
from pairtwist.computed import is_as_computed
from pairtwist.curve_order import sort_curves
from pairtwist.known_keys import UNKNOWN, is_zip, keyed, lost_axes, scan_axes
from pairtwist.picture import Axis, Companion
from pairtwist.selection import EXTREMA, WHOLE
from pairtwist.spacing import is_logarithmic, list_ticks
from pairtwist.statuses import mask_of

MOST_LEGEND_ENTRIES = 12  # beyond: a colourbar
MOST_CURVES = 30  # beyond: a map over time
MOST_MARKERS = 40  # a curve over a scan axis shows its points up to here
PROBABILITIES = ("photon_distribution", "husimi")
EVEN = ("photons", "coherence_order", "angle", "theta", "phi", "m", "m_prime", "point")
ALWAYS_MAPPED = ("photons", "angle")  # over another axis; curves of them would be hard to read


def place_axes(panel, layer, part, cuts):
    """Decides between one curve, several and a map, and what stands on which axis.

    cuts: dimensions of which some values were chosen; each is a curve.
    """
    values = part[layer.variable]
    cut = next((name for name in cuts if name in values.dims), None)
    if len(values.dims) == 1:
        (x,) = values.dims
        other = None
    elif cut:
        other, (x,) = cut, [name for name in values.dims if name != cut]
    elif "time" in values.dims:
        x, (other,) = "time", [name for name in values.dims if name != "time"]
    else:
        other, x = values.dims  # the faster one along x
        if x == "component" or (x == "photons" and other != "point"):
            other, x = x, other
    panel.x = axis(part, x)
    note_order(layer, part, panel.x)
    panel.zero_line = layer.variable.startswith("bell") and not panel.flags
    if other is None:
        panel.kind = "bars" if x == "photons" else "curves"
        panel.markers = x not in ("photons", "time") and values.sizes[x] <= MOST_MARKERS
        panel.markers |= bool(panel.flags) or has_lonely_points(values, x)
        layer.companions = companions(part, layer.variable)
        return
    both_scanned = x not in ("time", "angle") and other not in ("component", "point")
    mapped = (both_scanned or other in ALWAYS_MAPPED) and not cut
    if mapped or values.sizes[other] > MOST_CURVES or panel.flags:
        panel.kind = "map"
        panel.y = axis(part, other, other)
        for drawn in (panel.x, panel.y):
            drawn.ticks = list_ticks(part[drawn.coordinate])
        note_order(layer, part, panel.y)
        panel.zero_line = False
        finite = values.values[np.isfinite(values.values)]
        both_signs = bool(finite.size) and finite.min() < 0 < finite.max()
        # A probability below 0 is rounding.
        panel.signed = both_signs and not layer.variable.startswith(PROBABILITIES)
        return
    panel.markers = x != "time" and values.sizes[x] <= MOST_MARKERS or has_lonely_points(values, x)
    layer.curves = axis(part, other)
    layer.curve_labels = curve_labels(part, other)
    panel.colourbar = len(layer.curve_labels) > MOST_LEGEND_ENTRIES
    layer.companions = companions(part, layer.variable)
    sort_curves(layer, part)


def has_lonely_points(values, x):
    """Whether curves have to have their points marked: any of a scan stands between missing ones, or
    all samples over time do. (Of samples of which some do these alone are marked.)"""
    lonely = lonely_points(values, x)
    return bool(lonely.any() and (x != "time" or (lonely == np.isfinite(values)).all()))


def lonely_points(values, x):
    """Which values stand between missing ones along x, where no line is drawn."""
    there = np.isfinite(values)
    beside = [there.shift({x: step}, fill_value=False) for step in (1, -1)]
    return there & ~(beside[0] | beside[1])


def curve_labels(part, dimension):
    """A legend text for each place along a dimension."""
    size = part.sizes[dimension]
    names = keys_along(part, dimension) or [name for name in [dimension] if name in part.coords]
    if names:
        known = labels.value_labels([as_it_is(part, name) for name in names], size)
    else:
        known = [labels.drawable(f"{dimension}[{i}]") for i in range(size)]  # as data.{dimension} counts
    lost = [labels.setting_label(key, {key: UNKNOWN}) for key in lost_along(part, dimension)]
    return [", ".join([text, *lost]) for text in known]


def note_order(layer, part, axis):
    """Lines and cells go up their axis, whatever the order of the scan's values."""
    values = part[axis.coordinate].values
    if np.issubdtype(values.dtype, np.number) and (np.diff(values) < 0).any():
        layer.unsorted.append(axis.coordinate)


def axis(part, dimension, coordinate=None):
    """The axis of a dimension; unless told, of its own values, or of the first key along it that changes."""
    changing = changing_keys(part, dimension)
    counts = dimension not in part.coords or is_number_of_point(part[dimension])
    coordinate = changing[0] if coordinate is None and counts and changing else dimension
    values = as_it_is(part, coordinate)
    others = [labels.symbol(part[key]) for key in changing if key != coordinate]
    others += [labels.SYMBOLS.get(key, key) for key in lost_along(part, dimension)]
    return Axis(
        dimension,
        str(values.name),
        labels.together(axis_text(part, values), others),
        is_logarithmic(values) and values.name not in EVEN,
        whole=coordinate in (*WHOLE, "point"),
        angle=dimension in ("angle", "theta", "phi"),
        downward=dimension == "theta",
    )


def axis_text(part, values):
    """What stands at an axis; values that a dimension has not got any more are only counted."""
    name = str(values.name)
    return labels.axis_label(values) if name in part.coords else labels.drawable(f"position along {name}")


def changing_keys(part, dimension):
    """The coordinates along a dimension of which it has several values: they run together."""
    return [key for key in keys_along(part, dimension) if len(set(part[key].values.tolist())) > 1]


def lost_along(part, dimension):
    """Keys that change along the points of a zip scan, and whose values no coordinate gives."""
    given = keyed(part)
    along = [given.get(name) for name in keys_along(part, dimension)]
    of_zip = dimension == "point" or any(key in scan_axes(part) for key in along)
    return lost_axes(part) if of_zip and is_zip(part) else []


def companions(part, variable):
    """Closed approximations of the QFI in the same file, over the same dimensions."""
    kind = variable.removeprefix("qfi")
    if kind not in ("", *EXTREMA) or not is_as_computed(part[variable]):
        return []
    return [
        Companion(base + kind, label, mask_of(part, base + kind))
        for base, label in labels.APPROXIMATIONS.items()
        if base + kind in part
    ]
