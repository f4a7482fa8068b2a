# SPDX-License-Identifier: BSD-3-Clause
"""Whether a variable is as it was computed: its name and its standard errors are of these values.

Values that stand where a result of this session has them are, whatever xarray did: a selection, a
join, a mask. Where that cannot be told, of coordinates that were given since, or in another
process, a variable's encoding tells: xarray keeps it when it selects or joins, and drops it where
it computes. What is changed in place keeps that, and has another sum.
"""

import os

import numpy as np

from pairtwist.known_places import (
    config_of,
    is_known,
    is_of_results,
    places_with_values,
    remember,
)
from pairtwist.quantity_names import OF_QUANTITIES

MARK = "dtype"  # of an encoding: that of every variable from a file
SUM = "pairtwist_sum"  # beside the shape that it is of, and the session that knows it; in no file
RUN = os.urandom(8)

# Symbols and long names of what results have: arithmetic hands them on.
_names: set = set(OF_QUANTITIES)


def session():
    """Of which places are known here: a process that was forked off knows others from then on."""
    return RUN, os.getpid()


def mark(data, in_memory=True, changed=(), of_its_config=True):
    """Notes what the variables of a result are now, but for those that are known to be changed.

    of_its_config: whether that is by which its values were computed; not those of a join.
    """
    config = config_of(data) if of_its_config and not is_labelled(data) else None
    for name, one in data.data_vars.items():
        variable = one.variable
        if name in changed:
            variable.encoding.pop(MARK, None)
            continue
        variable.encoding.setdefault(MARK, variable.dtype)
        if in_memory and variable.dtype.kind in "iuf":
            known = variable.dtype.kind == "f" and remember(one, config)
            at_home = session() if known else None
            variable.encoding[SUM] = variable.shape, sum_of(variable), at_home
        _names.add(names_of(variable))
    for coordinate in data.coords.values():
        coordinate.variable.encoding[SUM] = coordinate.shape, None, session()


def is_seen(data):
    """Whether mark() has seen a Dataset, or what it was made of; not one of xarray.open_dataset()."""
    return any(SUM in one.encoding for one in data.variables.values())


def is_marked(variable):
    """Whether xarray has computed nothing of it since, though it may have selected or joined."""
    return MARK in variable.encoding


def is_labelled(data):
    """Whether a Dataset has coordinates that no result has: what was joined, and saved in part."""
    return any(not one.attrs.keys() & {"key", "long_name"} for one in data.coords.values())


def names_of(variable):
    return str(variable.attrs.get("symbol", "")), str(variable.attrs.get("long_name", ""))


def is_as_computed(array):
    """Whether the values of a DataArray are those of results: by their places, else by its encoding."""
    encoding = array.encoding
    there = places_with_values(array)
    of_results = is_of_results(there)
    if of_results or MARK not in encoding:
        return bool(of_results)
    shape, total, at_home = encoding.get(SUM, (None, 0.0, None))
    if at_home == session() and (of_results is False or has_new_places(there)):
        return False
    same_shape = shape == array.shape
    return not same_shape or bool(np.isclose(sum_of(array), total, rtol=1e-12, equal_nan=True))


def has_new_places(array):
    """Whether coordinates of a result have values that none has, as those of coarsen(); those that were
    variables, kappa in the place of its axis, have values that none has as a coordinate."""
    along = (one for one in array.coords.values() if set(one.dims) & set(array.dims))
    return any(is_of_coordinate(one) and not is_known(one) for one in along)


def is_of_coordinate(one):
    return SUM in one.encoding and one.encoding[SUM][1] is None


def sum_of(variable):
    with np.errstate(all="ignore"):  # infinities of both signs have none, which is as good
        return float(np.sum(variable.values))


def has_others_name(variable):
    """Whether it is called as what it was computed from, and by nobody's choice."""
    found = names_of(variable)
    return found != ("", "") and found in _names and not is_as_computed(variable)
