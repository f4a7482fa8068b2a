# SPDX-License-Identifier: BSD-3-Clause
"""How the values of an axis lie: evenly, by factors, or as a list of its own."""

import numpy as np

from pairtwist.labels import number_texts

EVEN = 1.05  # the largest step over the smallest, up to which steps are alike
ALIKE = 1.6  # of logarithms, as in 1, 2, 5, 10, where the values span a decade at least
FEWEST = 3  # of two values nothing tells
MOST_TICKS = 12


def steps_ratio(values):
    """The largest over the smallest step between sorted values; infinite where two are alike."""
    steps = np.diff(np.sort(np.asarray(values, dtype=float)))
    return steps.max() / steps.min() if steps.min() > 0 else np.inf


def is_geometric(values):
    """Whether neighbours, once sorted, differ by factors that are alike rather than by steps."""
    values = np.asarray(values)
    if not np.issubdtype(values.dtype, np.number) or len(values) < FEWEST:
        return False
    if not (np.isfinite(values) & (values > 0)).all():
        return False
    factors = steps_ratio(np.log(values))
    if factors <= EVEN:
        return steps_ratio(values) > EVEN
    decade = values.max() >= 9.99 * values.min()
    return bool(decade and factors <= ALIKE and factors < steps_ratio(values))


def is_regular(values):
    """Whether numbers, once sorted, lie as linspace or logspace makes them, about."""
    return is_geometric(values) or steps_ratio(values) <= EVEN


def is_logarithmic(coordinate):
    """Of an axis that was scanned so, or whose values are so; a first time 0 does not count."""
    if str(coordinate.attrs.get("spacing", "")).startswith("log"):
        return True
    values = coordinate.values
    if coordinate.name == "time" and len(values) > FEWEST and values[0] == 0:
        values = values[1:]
    return is_geometric(values)


def list_ticks(coordinate):
    """Texts for cells of equal width, sorted: of words, two numbers, or uneven ones.

    [] where the axis has a scale: times and angles always have.
    """
    values = coordinate.values
    if not np.issubdtype(values.dtype, np.number):
        return [str(value) for value in values]
    scanned = coordinate.attrs.get("key", "") not in ("", "time")
    if not scanned or coordinate.attrs.get("spacing") != "list":
        return []
    enough = len(values) >= FEWEST  # of two values all between has no meaning
    if len(values) < 2 or enough and is_regular(values):
        return []
    return number_texts(np.sort(values).tolist())
