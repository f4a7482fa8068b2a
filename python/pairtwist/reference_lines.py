# SPDX-License-Identifier: BSD-3-Clause
"""Lines of a panel by name: moments of the file's points, levels that a quantity has a meaning at.

A name stands for one line, or where it differs between the curves for one in each one's colour.
"""

import numpy as np

from pairtwist import events, labels
from pairtwist.choices import Line
from pairtwist.dataset import event_names, events_of
from pairtwist.errors import ChoiceError
from pairtwist.last_times import note_on_last
from pairtwist.layers import selected
from pairtwist.named_levels import NoLine, level, of_curves
from pairtwist.selection import nearest_of
from pairtwist.statuses import is_good

MOST_LINES = 12  # of one name


def place_lines(panel, files, choices):
    """Puts the lines that were asked for into a panel, by value; returns {line: why not} of the others.

    Raises ChoiceError.
    """
    panel.vlines, no_moments = named(panel, files, choices.vlines, moment)
    panel.hlines, no_levels = named(panel, files, choices.hlines, level)
    panel.zero_line &= all(line.value != 0 for line in panel.hlines)  # that one is drawn there
    return no_moments | no_levels


def refuse_lines_of_none(without):
    """Raises ChoiceError for a line that has no place in any panel.

    without: what place_lines() returns, of each panel.
    """
    for line, why in without[0].items() if without else ():
        if all(line in others for others in without):
            raise ChoiceError(why)


def named(panel, files, lines, look_up):
    """The lines by value, and {line: why not}; what some curves have none of is noted."""
    found, missing, without = [], [], {}
    for line in lines:
        if not isinstance(line.value, str):
            found.append(line)
            continue
        try:
            values = look_up(panel, files, line.value)
        except NoLine as reason:
            without[line] = str(reason)
            continue
        lost = without_value(panel, files, line.value, values)
        missing += lost
        found += distinct(line, values)
    if missing and not found:
        without = dict.fromkeys(lines, "; ".join(missing)) | without
    panel.note = "; ".join(dict.fromkeys(filter(None, [panel.note, *missing])))
    return found, without


def without_value(panel, files, name, values):
    """What to say of those curves that a line by name has no finite value of, a list of texts."""
    lost = [curve for _, value, curve in values if not np.isfinite(value)]
    if not lost:
        return []
    why = "no finite value"
    parts = [selected(files[layer.file], layer.indices) for layer in panel.layers]
    if all(name in event_names(part) and is_good(part, name) for part in parts):
        why = "never reached"
    of = f" at {len(lost)} of {len(values)} curves" if len(lost) < len(values) else ""
    return [f"no line {name}{of}: {why}"]


def distinct(line, found):
    """found: (label, value, index of the curve) of each curve."""
    values = list(dict.fromkeys(value for _, value, _ in found if np.isfinite(value)))
    if not values:
        return []
    if len(values) > MOST_LINES:
        raise ChoiceError(
            f"line {line.value}: it has {len(values)} different values at the points drawn, and at "
            f"most {MOST_LINES} are drawn; fix an axis with --at"
        )
    label = line.label or found[0][0]
    if len(values) == 1 and all(np.isfinite(value) for _, value, _ in found):
        return [Line(values[0], label)]
    there = [(value, curve) for _, value, curve in found if np.isfinite(value)]
    return [Line(value, "" if i else label, curve) for i, (value, curve) in enumerate(there)]


def moment(panel, files, name):
    """A variable with one time for each point, in units of the time axis."""
    if panel.x.dimension != "time":
        raise NoLine(
            f"--vline {name}: a moment by name has its place on a time axis, and "
            f"{panel.layer.variable} is drawn over {panel.x.coordinate}"
        )
    found = []
    for layer in panel.layers:
        part = selected(files[layer.file], layer.indices)
        own = name if name in part else f"{name}_time"
        if own not in part or not events.is_moment(part, own):
            names = [other for other in part.data_vars if events.is_moment(part, other)]
            raise ChoiceError(f"--vline: no moment {name!r} in this file{nearest_of(name, names)}")
        own_units = "time_scale" in part and layer.time_scale == 1
        times = part[own] / part["time_scale"] if own_units else part[own]
        event = events_of(part).get(own)
        text = events.level_label(part, event) if event else labels.symbol(part[own])
        refuse_on_rows(panel, name, times)
        last = note_on_last(part, own, own) if own.endswith("_time") else ""
        panel.note = "; ".join(filter(None, [panel.note, last]))
        found += [(text, value) for value in of_curves(layer, times)]
    return [(label, value, curve) for curve, (label, value) in enumerate(found)]


def refuse_on_rows(panel, name, times):
    """Raises NoLine where a map's rows have moments of their own: one line is none of them."""
    rows = panel.y.dimension if panel.kind == "map" else None
    if rows in times.dims and not np.all(times == times.isel({rows: 0})):
        low, high = float(times.min()), float(times.max())
        raise NoLine(
            f"--vline {name}: it goes from {low:.6g} to {high:.6g} with {panel.y.coordinate}, the y "
            "axis of the map; a line has one value: draw curves, or fix that axis with --at"
        )
