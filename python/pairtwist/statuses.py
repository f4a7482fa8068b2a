# SPDX-License-Identifier: BSD-3-Clause
"""Which values of a result are lost, and why: by each quantity's own status, or by its point's."""

import numpy as np

from pairtwist.selection import EXTREMA

GOOD = 0
ENDINGS = (*EXTREMA, "_re", "_im", "_error")  # of variables that share their quantity's status


def status_of(data, variable):
    """The name of the dataset with the statuses of a variable's samples; "" in older files."""
    for ending in ("", *ENDINGS):
        name = f"{variable.removesuffix(ending)}_status"
        if variable.endswith(ending) and name in data and name != variable:
            return name
    return ""


def flags(variable):
    """{code: name} of a variable of flags, in the order of the codes; {} of any other."""
    codes = np.atleast_1d(variable.attrs.get("flag_values", [])).tolist()
    return dict(sorted(zip(codes, str(variable.attrs.get("flag_meanings", "")).split())))


def missing(part, variable):
    """A note on what has no value, with the names of the statuses; "" where nothing is missing.

    part: a Dataset reduced to what is drawn. Samples are counted where the quantity has a status of
    its own, else points that have no value at all.
    """
    values = part[variable]
    own = status_of(part, variable)
    if own:
        status = part[own]
        lost = status != GOOD
        what = "samples" if "time" in status.dims else "points"
    else:
        axes = part["status"].dims if "status" in part else values.dims
        others = [name for name in values.dims if name not in axes]
        lost = values.isnull().all(others)
        status = part["status"] if "status" in part else None
        if status is not None:
            lost = lost & (status != GOOD)
        what = "points" if status is not None else "values"
    count = int(lost.sum())
    if not count:
        return ""
    text = f"{count} of {lost.size} {what} missing"
    return text if status is None else f"{text}: {reasons(status, lost)}"


def reasons(status, lost):
    """ "1 diverged, 2 not_converged"."""
    names = flags(status)
    codes, counts = np.unique(
        np.broadcast_to(status.values, lost.shape)[lost.values], return_counts=True
    )
    return ", ".join(f"{n} {names.get(int(c), f'status {c}')}" for c, n in zip(codes, counts))
