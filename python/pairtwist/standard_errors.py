# SPDX-License-Identifier: BSD-3-Clause
"""The standard errors that a file of trajectories has beside its values."""

import dataclasses

import numpy as np

from pairtwist.layers import values_of


def with_bars(panel):
    """Whether the errors of a panel are bars at its points, and not a band along its curves."""
    return panel.markers or panel.kind == "bars"


def errors_of(layer, files):
    """The standard errors as the layer's values are drawn, a DataArray; None where there are none."""
    return values_of(dataclasses.replace(layer, variable=layer.error), files) if layer.error else None


def note_on_errors(panel, files):
    """What is drawn, and how large it is at most: a band may be thinner than its curve."""
    having = [layer for layer in panel.layers if layer.error]
    if not having:
        return ""
    drawn = "error bars" if with_bars(panel) else "shaded"
    if panel.kind in ("map", "sphere"):
        drawn = "not drawn"
    largest = 0.0
    for layer in having:
        errors = errors_of(layer, files).values
        errors = errors[np.isfinite(errors)]
        largest = max(largest, errors.max(initial=0.0))
    return f"{drawn}: one standard error of the trajectories, at most {largest:.2g}"
