# SPDX-License-Identifier: BSD-3-Clause
"""The events of a config as levels of their quantity: lines across curves, contours of maps."""

from pairtwist.choices import SCALES
from pairtwist.dataset import resolved_config
from pairtwist.errors import ChoiceError
from pairtwist.labels import drawable
from pairtwist.layers import selected
from pairtwist.levels import quantity_of
from pairtwist.number_of_atoms import atoms, why_unknown


def events_of_config(layer, files):
    """As the config of a layer's file has them, each a dict."""
    part = selected(files[layer.file], layer.indices)
    return resolved_config(part).get("output", {}).get("events", [])


def own_events(layer, files, variable):
    """{name: event} of those events that are of the quantity whose variable it is."""
    quantity = quantity_of(variable)
    return {e["name"]: e for e in events_of_config(layer, files) if e["quantity"] == quantity}


def event_label(name, event):
    """Its label where it has one, else its name."""
    return drawable(str(event.get("label") or name))


def event_level(layer, files, event, name, option):
    """What it waits for, as the layer's quantity is shown: a number, or one for each N of an axis.

    Raises ChoiceError.
    """
    part = selected(files[layer.file], layer.indices)
    power = SCALES[event.get("scale", "1")] - layer.power
    value = float(event.get("above", event.get("below")))
    if not power or value == 0:
        return value
    n = atoms(part, layer.variable)
    if n is None:
        raise ChoiceError(
            f"{option} {name}: it depends on the number of atoms: {why_unknown(part, layer.variable)}; "
            f"{as_waited_for(event)}"
        )
    return value * (part[n] if isinstance(n, str) else n) ** float(power)


def as_waited_for(event):
    """The way out where a level depends on N."""
    return f"--scale {event.get('scale', '1')} shows {event['quantity']} so that it does not"
