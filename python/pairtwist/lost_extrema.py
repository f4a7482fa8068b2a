# SPDX-License-Identifier: BSD-3-Clause
"""Largest and smallest values that are not known, though their quantity's status is good: values
that were lost may lie beyond all others. In the words of run and info."""

from pairtwist.statuses import code_of

ENDING = "_place"


def lost_extrema(data):
    """A sentence on each extremum that points lack; [] where all are known."""
    found = []
    for name, places in data.data_vars.items():
        code = code_of(places, "lost") if str(name).endswith(ENDING) else None
        count = 0 if code is None else int((places == code).sum())
        if count:
            found.append(sentence(str(name).removesuffix(ENDING), count, places.size))
    return found


def sentence(extremum, count, of):
    where = f"{count} of {of} points " if of > 1 else ""
    beyond = "larger" if extremum.endswith("_max") else "smaller"
    return f"{extremum}: {where}lost, since values that were lost, or at a pole, may be {beyond}"
