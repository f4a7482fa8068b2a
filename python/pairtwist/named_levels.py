# SPDX-License-Identifier: BSD-3-Clause
"""Levels across a panel by name: those that a quantity has a meaning at, and those of events."""

import numpy as np
import xarray

from pairtwist.errors import ChoiceError
from pairtwist.event_levels import as_waited_for, event_label, event_level, events_of_config, own_events
from pairtwist.layers import selected
from pairtwist.levels import LEVELS, quantity_of
from pairtwist.number_of_atoms import atoms, why_unknown
from pairtwist.selection import nearest_of


class NoLine(ChoiceError):
    """A line by name that a panel has no place for; another one of the picture may have."""


def level(panel, files, name):
    """A level of LEVELS or of an event, as the quantity is drawn."""
    known = LEVELS.get(name)
    if known is None and all(name != event for event, _ in all_events(panel, files)):
        names = [*LEVELS, *dict.fromkeys(event for event, _ in all_events(panel, files))]
        raise ChoiceError(f"--hline: no level {name!r}{nearest_of(name, names)}")
    if panel.kind == "map":
        raise NoLine(
            f"--hline {name}: {panel.layer.variable} is drawn as a map, whose y axis is "
            f"{panel.y.coordinate}; --contour draws a level of the quantity"
        )
    quantity = quantity_of(panel.layer.variable)
    if known is None:
        return levels_of_event(panel, files, name)
    if quantity not in known:
        raise NoLine(f"--hline {name}: {quantity} has none; these have: {', '.join(known)}")
    text, formula = known[quantity]
    text = text if isinstance(text, str) else text[panel.layer.power]
    found = []
    for layer in panel.layers:
        part = selected(files[layer.file], layer.indices)
        n = atoms(part, layer.variable)
        depends = f"--hline {name}: it depends on the number of atoms: "
        if n is None:
            raise ChoiceError(depends + why_unknown(part, layer.variable))
        numbers = part[n] if isinstance(n, str) else xarray.DataArray(n)
        if n == panel.x.coordinate:
            drawn = formula(numbers) / numbers**layer.power + 0 * numbers
            if not np.allclose(drawn, drawn[0], rtol=1e-12, atol=0):
                raise NoLine(depends + "which is the x axis")
            numbers = numbers[0].drop_vars(numbers.coords)
        found += [formula(m) / m**layer.power for m in of_curves(layer, numbers)]
    return [(text, value, curve) for curve, value in enumerate(found)]


def all_events(panel, files):
    """(name, quantity) of each event of the configs behind a panel."""
    return [
        (event["name"], event["quantity"])
        for layer in panel.layers
        for event in events_of_config(layer, files)
    ]


def levels_of_event(panel, files, name):
    """What an event of the panel's quantity waits for; a file without it has no line."""
    found = []
    for layer in panel.layers:
        event = own_events(layer, files, panel.layer.variable).get(name)
        level = np.nan if event is None else event_level(layer, files, event, name, "--hline")
        if panel.x.coordinate in getattr(level, "dims", ()):
            raise NoLine(
                f"--hline {name}: it depends on the number of atoms, which is the x axis; "
                f"{as_waited_for(event)}"
            )
        text = "" if event is None else event_label(name, event)
        found += [(text, value) for value in of_curves(layer, xarray.DataArray(level))]
    if not any(text for text, _ in found):
        of = dict.fromkeys(quantity for event, quantity in all_events(panel, files) if event == name)
        raise NoLine(
            f"--hline {name}: it is an event of {', '.join(of)}, and {panel.layer.variable} is drawn"
        )
    label = next(text for text, _ in found if text)
    return [(text or label, value, curve) for curve, (text, value) in enumerate(found)]


def of_curves(layer, values):
    """The value at each curve of a layer; more than one point behind a curve have the same."""
    if layer.curves is None or layer.curves.dimension not in values.dims:
        return (len(layer.curve_labels) or 1) * [float(values.values.reshape(-1)[0])]
    return values.values.tolist()
