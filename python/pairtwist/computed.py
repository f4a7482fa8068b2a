# SPDX-License-Identifier: BSD-3-Clause
"""Whether a variable is as it was computed: its name and its standard errors are of these values.

xarray keeps a variable's encoding when it selects, sorts or joins, and drops it where it computes.
What is changed in place keeps that, and has another sum.
"""

import numpy as np

MARK = "dtype"  # of an encoding: that of every variable from a file
SUM = "pairtwist_sum"  # beside the shape that it is of; nothing that a file would take

_names: set = set()  # symbols and long names of results: arithmetic hands them on


def mark(data, in_memory=True):
    """Notes what the variables of a result are now."""
    for one in data.data_vars.values():
        variable = one.variable
        variable.encoding.setdefault(MARK, variable.dtype)
        if in_memory and variable.dtype.kind in "iuf":
            variable.encoding[SUM] = variable.shape, sum_of(variable)
        _names.add(names_of(variable))


def names_of(variable):
    return str(variable.attrs.get("symbol", "")), str(variable.attrs.get("long_name", ""))


def is_as_computed(variable):
    encoding = variable.encoding
    if MARK not in encoding:
        return False
    shape, total = encoding.get(SUM, (None, 0.0))
    if shape != variable.shape:
        return True
    return bool(np.isclose(sum_of(variable), total, rtol=1e-12, equal_nan=True))


def sum_of(variable):
    with np.errstate(all="ignore"):  # infinities of both signs have none, which is as good
        return float(np.sum(variable.values))


def has_others_name(variable):
    """Whether it is called as what it was computed from, and by nobody's choice."""
    found = names_of(variable)
    return found != ("", "") and found in _names and not is_as_computed(variable)
