# SPDX-License-Identifier: BSD-3-Clause
"""Whether two sections of a config are the same, arrays and states among their values."""

import dataclasses

import numpy as np

from pairtwist.start_states import is_qobj


def is_equal(section, other):
    """Whether both have the same keys, of arrays every entry."""
    if type(section) is not type(other):
        return NotImplemented
    return all(
        is_same(getattr(section, field.name), getattr(other, field.name))
        for field in dataclasses.fields(section)
    )


def is_same(one, other):
    """Values of keys; lists and dictionaries of them may have arrays inside."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    if is_qobj(one) or is_qobj(other):
        return is_qobj(one) and is_qobj(other) and bool(one == other)
    arrays = [getattr(value, "values", value) for value in (one, other)]  # of xarray
    if any(isinstance(array, np.ndarray) for array in arrays):
        return not any(isinstance(array, str | dict | type(None)) for array in arrays) and bool(
            np.array_equal(*arrays)
        )
    return bool(one == other)
