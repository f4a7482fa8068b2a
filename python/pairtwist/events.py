# SPDX-License-Identifier: BSD-3-Clause
"""What pictures call an event: its level, and the time at which that is first reached.

The `label` of an event is of its level, unless it speaks of a time itself: "$t_{45}$", "time of".
"""

import re

from pairtwist import labels
from pairtwist.computed import has_others_name
from pairtwist.dataset import event_names, events_of

OF_A_TIME = re.compile(r"\$?\\?(?:t|T|tau)(?![a-zA-Z])|.*\btimes?\b", re.IGNORECASE | re.DOTALL)
SCALES = {"N": "\\,N", "N^2": "\\,N^2"}


def is_moment(data, name):
    """tau_Q, the end of a pump, the time of an extremum or an event."""
    return name in ("tau_Q", "switch_off_time", *event_names(data)) or name.endswith(
        ("_max_time", "_min_time")
    )


def axis_label(data, name):
    """Of a variable of a result, as labels.axis_label; of an event's time that it is one."""
    event = events_of(data).get(name)
    if event is None:
        return name if has_others_name(data[name]) else labels.axis_label(data[name])
    level = level_label(data, event)
    if OF_A_TIME.match(level):
        return labels.with_units(level, data[name])
    return f"{labels.with_units('$t$', data[name])} where {level}"


def symbol(data, name):
    """As axis_label(), without units."""
    event = events_of(data).get(name)
    if event is None:
        return name if has_others_name(data[name]) else labels.symbol(data[name])
    level = level_label(data, event)
    return level if OF_A_TIME.match(level) else f"$t$ where {level}"


def level_label(data, event):
    """The label of an event that has one, else "$F_Q = 0.4\\,N^2$"."""
    if event.get("label"):
        return labels.drawable(str(event["label"]))
    quantity = str(event.get("quantity", ""))
    value = event.get("above", event.get("below"))
    if not isinstance(value, int | float):
        return labels.drawable(quantity)
    number = labels.number_text(float(value), 6).strip("$").replace(labels.MINUS, "-")
    symbol = quantity_symbol(data, quantity)
    text = f"{number}{SCALES.get(event.get('scale'), '')}"
    if symbol.startswith("$") and symbol.endswith("$"):
        return labels.drawable(f"{symbol[:-1]} = {text}$")
    return labels.drawable(f"{symbol} = ${text}$")


def quantity_symbol(data, quantity):
    """As its own dataset has it; its name where there is none."""
    for name in (quantity, f"{quantity}_final"):
        if name in data and data[name].attrs.get("symbol"):
            return str(data[name].attrs["symbol"])
    return quantity
