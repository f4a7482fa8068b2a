# SPDX-License-Identifier: BSD-3-Clause
"""Whether a variable is as it was computed: its standard errors are of these values, and of no other.

xarray keeps a variable's encoding when it selects, sorts or joins, and drops it where it computes.
What is changed in place keeps that, and has another sum.
"""

import numpy as np

MARK = "dtype"  # of an encoding: that of every variable from a file
SUM = "pairtwist_sum"  # beside the shape that it is of; nothing that a file would take


def mark(data, in_memory=True):
    """Notes of a result's variables with standard errors, and of these, what they are now."""
    for name in data.data_vars:
        if f"{name}_error" not in data:
            continue
        for one in (data[name].variable, data[f"{name}_error"].variable):
            one.encoding.setdefault(MARK, one.dtype)
            if in_memory:
                one.encoding[SUM] = one.shape, float(np.nansum(one.values))


def is_as_computed(variable):
    encoding = variable.encoding
    if MARK not in encoding:
        return False
    shape, total = encoding.get(SUM, (None, 0.0))
    return shape != variable.shape or np.isclose(np.nansum(variable.values), total, rtol=1e-12)
