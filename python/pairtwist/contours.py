# SPDX-License-Identifier: BSD-3-Clause
"""Contours of a map: levels of its quantity, or the events of its config by name."""

import numpy as np

from pairtwist.choices import Line
from pairtwist.errors import ChoiceError
from pairtwist.event_levels import as_waited_for, event_label, event_level, events_of_config, own_events
from pairtwist.layers import values_of
from pairtwist.levels import quantity_of
from pairtwist.literal import number_of
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
            event = own_events(panel.layer, files, panel.layer.variable).get(value)
            if event is None:
                continue
            label = label or event_label(value, event)
            value = one_level(panel.layer, files, event, value)
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
    own = [own_events(panel.layer, files, panel.layer.variable) for panel in maps]
    for name in [line.value for line in choices.contours if isinstance(line.value, str)]:
        if any(name in events for events in own):
            continue
        quantities = " or ".join(dict.fromkeys(quantity_of(p.layer.variable) for p in maps))
        known = list(dict.fromkeys(name for events in own for name in events))
        if known:
            there = nearest_of(name, known)
        else:
            events = [event for panel in maps for event in events_of_config(panel.layer, files)]
            texts = dict.fromkeys(f"{event['name']} of {event['quantity']}" for event in events)
            there = f"; the config has none of {quantities}"
            there += f", but {', '.join(texts)}" if texts else ""
        raise ChoiceError(f"--contour: no event {name!r} of {quantities}{there}")


def one_level(layer, files, event, name):
    """The level of an event, which all of a map has. Raises ChoiceError."""
    level = event_level(layer, files, event, name, "--contour")
    if np.ndim(level):
        raise ChoiceError(
            f"--contour {name}: it depends on the number of atoms: which is not one; {as_waited_for(event)}"
        )
    return level
