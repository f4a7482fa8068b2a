# SPDX-License-Identifier: BSD-3-Clause
"""Closed approximations beside curves: which of them are one for several curves, drawn once."""

import dataclasses

import numpy as np

from pairtwist.layers import values_of, x_of

ALIKE = 1e-9  # of the largest value: what differs by less is one


def group_approximations(panel, files):
    """Notes in each layer which of its curves each approximation is drawn for, and as what.

    One that is the same for several curves, of any file, is drawn at the first of them, as common;
    one of a single curve as its own, unless there is no other approximation of that name.
    """
    for name in dict.fromkeys(c.variable for layer in panel.layers for c in layer.companions):
        groups, having = [], 0
        for layer in panel.layers:
            for companion in [c for c in layer.companions if c.variable == name]:
                having += 1
                for i, x, y in curves_of(panel, layer, companion, files):
                    group = next((g for g in groups if is_same(g[0][2:], (x, y))), None)
                    if group is None:
                        groups.append([(companion, i, x, y)])
                    else:
                        group.append((companion, i, x, y))
        for group in groups:
            companion, i, _, _ = group[0]
            companion.for_all = len(groups) == 1 and having == len(panel.layers)
            (companion.common if companion.for_all or len(group) > 1 else companion.own).append(i)
    for layer in panel.layers:
        layer.companions = [c for c in layer.companions if c.common or c.own]


def curves_of(panel, layer, companion, files):
    """The place of each curve that has some of an approximation, with x and y of that."""
    values = values_of(as_layer(layer, companion), files)
    x = x_of(layer, values, panel.x)
    dimension = layer.curves.dimension if layer.curves else ""
    for i in range(len(layer.curve_labels) if dimension else 1):
        y = (values.isel({dimension: i}) if dimension else values).values
        if np.isfinite(y).any():
            yield i, x, y


def as_layer(layer, companion):
    """A layer that shows an approximation in place of its quantity."""
    return dataclasses.replace(layer, variable=companion.variable, status=companion.status)


def is_same(one, other):
    (x, y), (their_x, their_y) = one, other
    if not np.array_equal(x, their_x):
        return False
    margin = ALIKE * np.abs(y[np.isfinite(y)]).max()
    return np.allclose(y, their_y, rtol=0, atol=margin, equal_nan=True)
