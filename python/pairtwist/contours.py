# SPDX-License-Identifier: BSD-3-Clause
"""Contours of a map: levels of its quantity, or the events of its config by name."""

import numpy as np

from pairtwist.choices import SCALES, Line
from pairtwist.dataset import resolved_config
from pairtwist.errors import ChoiceError
from pairtwist.labels import drawable
from pairtwist.layers import selected, values_of
from pairtwist.levels import quantity_of
from pairtwist.literal import number_of
from pairtwist.number_of_atoms import atoms, why_unknown
from pairtwist.selection import nearest_of


def place_contours(panel, files, choices):
    """Puts contours into a map, by value; returns what there is to say, a list of texts.

    An event by name stands for the level that it waits for; those of other quantities are for other
    panels.
    """
    values = values_of(panel.layer, files).values
    values = values[np.isfinite(values)]
    low, high = (values.min(), values.max()) if values.size else (np.nan, np.nan)
    texts = []
    for line in choices.contours:
        value, label = line.value, line.label
        if isinstance(value, str):
            event = own_events(panel, files).get(value)
            if event is None:
                continue
            label = label or drawable(str(event.get("label") or value))
            value = event_level(panel, files, value, event)
        if low < value < high:
            panel.contours.append(Line(float(value), label))
        else:
            texts.append(
                f"no contour {label or number_of(value)}: {panel.layer.variable} is between "
                f"{low:.6g} and {high:.6g} here, and nowhere {value:.6g}"
            )
    panel.contours.sort(key=lambda line: line.value)
    return texts


def refuse_events_of_none(panels, files, choices):
    """Raises ChoiceError for a contour by name whose event is of no quantity with a map here."""
    maps = [panel for panel in panels if panel.kind == "map"]
    own = [own_events(panel, files) for panel in maps]
    for name in [line.value for line in choices.contours if isinstance(line.value, str)]:
        if any(name in events for events in own):
            continue
        quantities = " or ".join(dict.fromkeys(quantity_of(p.layer.variable) for p in maps))
        known = list(dict.fromkeys(name for events in own for name in events))
        if known:
            there = nearest_of(name, known)
        else:
            events = [event for panel in maps for event in events_of_config(panel, files)]
            texts = dict.fromkeys(f"{event['name']} of {event['quantity']}" for event in events)
            there = f"; the config has none of {quantities}"
            there += f", but {', '.join(texts)}" if texts else ""
        raise ChoiceError(f"--contour: no event {name!r} of {quantities}{there}")


def own_events(panel, files):
    """{name: event} of those events of the config that are of a map's quantity."""
    quantity = quantity_of(panel.layer.variable)
    return {e["name"]: e for e in events_of_config(panel, files) if e["quantity"] == quantity}


def events_of_config(panel, files):
    part = selected(files[panel.layer.file], panel.layer.indices)
    return resolved_config(part).get("output", {}).get("events", [])


def event_level(panel, files, name, event):
    """What an event waits for, as the map's quantity is shown. Raises ChoiceError."""
    part = selected(files[panel.layer.file], panel.layer.indices)
    quantity = quantity_of(panel.layer.variable)
    power = SCALES[event.get("scale", "1")] - panel.layer.power
    value = float(event.get("above", event.get("below")))
    n = atoms(part, panel.layer.variable)
    if power and not isinstance(n, int):
        why = why_unknown(part, panel.layer.variable) if n is None else "which is not one"
        raise ChoiceError(
            f"--contour {name}: it depends on the number of atoms: {why}; "
            f"--scale {event.get('scale', '1')} shows {quantity} so that it does not"
        )
    return value * n**power if power else value
