# SPDX-License-Identifier: BSD-3-Clause
"""What keeps a picture readable: curves that hide none or are none, and spikes that flatten none."""

import numpy as np

from pairtwist.approximations import as_layer
from pairtwist.labels import verb
from pairtwist.layers import values_of, x_of
from pairtwist.placed_axes import PROBABILITIES, lonely_points

SAME = 0.004  # of the height of the axes: closer curves look like one
SPIKES = 0.02  # of the values, at both ends, may be spikes ...
FAR = 3.0  # ... if they are away from the others by this many times what those span ...
FLATTENED = 10.0  # ... and leave them less than a tenth of the axis
MUCH = 0.1  # of an approximation: what is beyond limits of it is no spike
COMMON = 0.9  # of the shorter of two curves: so far they have to go together to be compared
FEWEST = 50  # values of which a few can be spikes


def keep_apart(panel, files):
    """Notes in each layer which curves lie on others, to be dashed so that both are seen."""
    curves = [
        (layer, i, x, y)
        for layer in panel.layers
        for i, (x, y) in enumerate(lines_of(panel, layer, files))
    ]
    finite = [y[np.isfinite(y)] for _, _, _, y in curves]
    every = np.concatenate(finite) if finite else np.array([])
    if not every.size:
        return
    low, high = every.min(), every.max()
    if panel.constant:
        low, high = np.log(panel.value_limits) if panel.log_values else panel.value_limits
    near = SAME * (high - low)
    for group in groups_of([(x, y) for _, _, x, y in curves], near):
        for place, number in enumerate(group[1:], start=1):
            layer, i, _, _ = curves[number]
            layer.hidden[i] = (place, len(group))


def name_empty_curves(panel, files):
    """Says in the legend of which curves there is nothing to be seen, and why."""
    for layer in panel.layers:
        values = values_of(layer, files)
        for i, name in enumerate(layer.curve_labels):
            curve = values if layer.curves is None else values.isel({layer.curves.dimension: i})
            there = curve.values[np.isfinite(curve.values)]
            if not there.size:
                layer.curve_labels[i] = f"{name} (no values)"
            elif panel.log_values and not (there > 0).any():
                layer.curve_labels[i] = f"{name} (no values above 0)"


def mark_lonely_points(panel, files):
    """Notes the layers in which values stand between missing ones, where a line has no ink."""
    for layer in panel.layers:
        values = values_of(layer, files)
        seen = values.where(values > 0) if panel.log_values else values
        layer.lonely = not panel.markers and bool(lonely_points(seen, panel.x.dimension).any())


def groups_of(curves, near):
    """Numbers of curves, (x, y) each, that look like one, a list for each group of these."""
    groups = []
    for number, curve in enumerate(curves):
        group = next((g for g in groups if coincide(curves[g[0]], curve, near)), None)
        if group is None:
            groups.append([number])
        else:
            group.append(number)
    return groups


def lines_of(panel, layer, files):
    """x and y of each curve of a layer, as they are between straight lines on the axes' scales."""
    values = values_of(layer, files)
    values = values.sortby(layer.unsorted) if layer.unsorted else values
    if panel.log_values:
        values = np.log(values.where(values > 0))
    x = x_of(layer, values, panel.x)
    if panel.x.logarithmic and np.issubdtype(x.dtype, np.number):
        x = np.log(x)
    for i in range(len(layer.curve_labels) or 1):
        y = values if layer.curves is None else values.isel({layer.curves.dimension: i})
        yield x, y.values


def coincide(one, other, near):
    """Whether two curves, (x, y) each, look like one: the same values where both have any.

    That has to be nine tenths of the shorter one at least. Over different x they are compared at
    the points of both, with straight lines between.
    """
    (x, y), (their_x, their_y) = one, other
    if np.array_equal(x, their_x):
        there, theirs = np.isfinite(y), np.isfinite(their_y)
        both = there & theirs
        if not both.sum() >= COMMON * min(there.sum(), theirs.sum()) > 0:
            return False
        return bool((np.abs(y[both] - their_y[both]) <= near).all())
    if not (np.issubdtype(x.dtype, np.number) and np.issubdtype(their_x.dtype, np.number)):
        return False
    (low, high), (their_low, their_high) = ends_of(x, y), ends_of(their_x, their_y)
    first, last = max(low, their_low), min(high, their_high)
    if not last - first >= COMMON * min(high - low, their_high - their_low) > 0:
        return False
    points = np.union1d(x, their_x)
    points = points[(points >= first) & (points <= last)]
    ours, theirs = np.interp(points, x, y), np.interp(points, their_x, their_y)
    both = np.isfinite(ours) & np.isfinite(theirs)
    return bool(both.mean() >= COMMON and (np.abs(ours - theirs)[both] <= near).all())


def ends_of(x, y):
    """Where a curve begins and ends; NaN of one without values."""
    there = x[np.isfinite(y)]
    return (there[0], there[-1]) if there.size else (np.nan, np.nan)


def keep_spikes_out(panel, files, choices):
    """Sets the limits of values where a few of them would flatten all others, and notes it."""
    chosen = choices.ylim if panel.kind == "curves" else None
    if panel.kind not in ("curves", "map") or chosen or panel.log_values or panel.flags:
        return
    if panel.constant or panel.layer.variable.startswith((*PROBABILITIES, "rho_")):
        return  # a peak is what they are about
    values = np.concatenate([seen(panel, layer, files, choices) for layer in panel.layers])
    values = values[np.isfinite(values)]
    if values.size < FEWEST:
        return
    low, high = np.quantile(values, [SPIKES, 1 - SPIKES])
    far = FAR * (high - low)
    beyond = (values < low - far) | (values > high + far)
    rest = values[~beyond]
    room = rest.max() - rest.min()
    if not beyond.any() or not 0 < FLATTENED * room < values.max() - values.min():
        return
    low, high = rest.min() - 0.05 * room, rest.max() + 0.05 * room
    low, high = min([low, *levels(panel)]), max([high, *levels(panel)])
    if panel.kind == "map":
        low, high = rest.min(), rest.max()
        if panel.signed:
            low, high = -max(-low, high), max(-low, high)
    if has_approximation_among_spikes(panel, files, choices, values, (low, high)):
        return
    panel.value_limits = float(low), float(high)
    beyond = values[(values < low) | (values > high)]
    largest = beyond[np.argmax(np.abs(beyond))]
    scale = "y axis" if panel.kind == "curves" else "colour scale"
    text = f"{beyond.size} of {values.size} values {verb(beyond.size)} beyond the {scale}, up to {largest:.3g}"
    panel.note = "; ".join(filter(None, [panel.note, text, *approximations_beyond(panel, files, choices)]))


def approximations_of(panel, files, choices):
    """The closed approximations beside curves, and their values."""
    for layer in panel.layers if panel.kind == "curves" else []:
        for one in layer.companions:
            values = seen(panel, as_layer(layer, one), files, choices)
            yield one, values[np.isfinite(values)]


def has_approximation_among_spikes(panel, files, choices, values, limits):
    """Whether much of one of them is beyond limits, where spikes among the values are."""
    low, high = limits
    return any(
        np.mean((v >= values.min()) & (v <= values.max()) & ((v < low) | (v > high))) > MUCH
        for _, v in approximations_of(panel, files, choices)
        if v.size
    )


def approximations_beyond(panel, files, choices):
    """What the limits of values leave out of them, a text each."""
    low, high = panel.value_limits
    for one, values in approximations_of(panel, files, choices):
        count = int(((values < low) | (values > high)).sum())
        if count:
            yield f"{count} of {values.size} of the {one.label}"


def levels(panel):
    """What must stay within an axis of curves: reference lines, 0 of a Bell correlator."""
    return [line.value for line in panel.hlines] + ([0.0] if panel.zero_line else [])


def seen(panel, layer, files, choices):
    """The values between the limits of x."""
    values = values_of(layer, files)
    if panel.kind == "curves" and choices.xlim:
        x = values[panel.x.coordinate] * layer.time_scale
        a, b = choices.xlim
        low, high = sorted((-np.inf if a is None else a, np.inf if b is None else b))
        values = values.where((x >= low) & (x <= high))
    return values.values.reshape(-1)
