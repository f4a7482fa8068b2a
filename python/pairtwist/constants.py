# SPDX-License-Identifier: BSD-3-Clause
"""Values that are constant but for rounding, which would otherwise fill the axis by itself."""

import numpy as np

from pairtwist.approximations import as_layer
from pairtwist.readability import levels, seen

ROUNDING = 1e-9  # of the values: by less, they differ in nothing that is theirs
ROUNDED_ZERO = 1e-12  # values of both signs below this are 0
AROUND = 0.05  # of a constant that is shown on both sides of it; of 1 where it is 0
DECADE = np.log(10)  # the same on a logarithmic axis


def keep_rounding_out(panel, files, choices):
    """Sets the limits of values round a constant, and those of lines beside it."""
    asked = panel.kind == "curves" and None not in (choices.ylim or [None])
    if panel.kind not in ("curves", "map") or asked or panel.flags:
        return
    layers = [*panel.layers, *approximations(panel)]
    values = np.concatenate([seen(panel, layer, files, choices) for layer in layers])
    values = values[np.isfinite(values) & ((values > 0) | (not panel.log_values))]
    constant = constant_of(values) if values.size else None
    if constant is None:
        return
    beside = levels(panel) if panel.kind == "curves" else []
    panel.constant, panel.signed = True, False
    panel.value_limits = limits_round(constant, beside, panel.log_values)


def approximations(panel):
    """The closed approximations beside the curves, as layers of their own."""
    return [as_layer(layer, one) for layer in panel.layers for one in layer.companions]


def constant_of(values):
    """What all values are but for rounding; None where they differ."""
    low, high = float(values.min()), float(values.max())
    if low < 0 < high and max(-low, high) < ROUNDED_ZERO:
        return 0.0
    return low if high - low <= ROUNDING * max(abs(low), abs(high)) else None


def limits_round(constant, beside, logarithmic):
    """Limits with a margin round a constant, or round it and the lines beside it."""
    ends = np.array([constant, *beside])
    alone = constant_of(ends) is not None
    ends = np.log(ends) if logarithmic else ends
    margin = DECADE if logarithmic else AROUND * (abs(constant) or 1.0)
    if not alone:
        margin = AROUND * np.ptp(ends)
    limits = np.array([ends.min() - margin, ends.max() + margin])
    return tuple(float(f"{end:.9g}") for end in (np.exp(limits) if logarithmic else limits))
