# SPDX-License-Identifier: BSD-3-Clause
"""Which coordinates say what changes along a dimension: its own, and those that change with it."""

from pairtwist.dataset import resolved_config
from pairtwist.known_keys import key_of


def keys_along(data, dimension):
    """Their names; not of one that only counts points, and of an axis those of keys alone.

    () of a dimension that has none.
    """
    own = {name: values for name, values in data.coords.items() if values.dims == (dimension,)}
    if dimension == "point" or "point" in own:
        return tuple(name for name, values in own.items() if not is_number_of_point(values))
    config = resolved_config(data)
    return tuple(name for name, values in own.items() if name == dimension or key_of(name, values, config))


def as_it_is(data, name):
    """A coordinate; without its attributes where these are of what it was computed from."""
    coordinate = data[name]
    if coordinate.attrs.get("key") and not key_of(name, coordinate, resolved_config(data)):
        coordinate = coordinate.copy()
        coordinate.attrs = {}
    return coordinate


def is_number_of_point(coordinate):
    """Whether it is as zip results have it; what else stands under that name was put there."""
    return coordinate.name == "point" and "long_name" in coordinate.attrs


def members_of(data, dims):
    """{name: dimension} of the coordinates along some dimensions that change with these."""
    return {name: dim for dim in dims for name in keys_along(data, dim) if name != dim}
