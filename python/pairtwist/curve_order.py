# SPDX-License-Identifier: BSD-3-Clause
"""Curves, with their colours and legends, in the order of numbers, however a scan lists these."""

import numpy as np


def sort_curves(layer, part):
    """Puts the curves of a layer, of its part of a file, in the order of their numbers."""
    values = part[layer.curves.coordinate].values
    if not np.issubdtype(values.dtype, np.number) or (np.diff(values) >= 0).all():
        return
    order = np.argsort(values, kind="stable").tolist()
    dimension = layer.curves.dimension
    kept = layer.indices.get(dimension, range(len(order)))
    layer.indices[dimension] = [kept[i] for i in order]
    layer.curve_labels = [layer.curve_labels[i] for i in order]
