# SPDX-License-Identifier: BSD-3-Clause
"""Sketches of a result's values are noted in it, and what was saved with some is held against these.

What xarray drops from a variable where it computes, and keeps where it selects or joins, is in no file.
"""

from pairtwist.computed import is_marked, names_of
from pairtwist.sketch import ATTRIBUTE, Among, among, read, sketches_of

# Of each point, which nobody computes with, and which tell runs apart: no two took the same time, or few.
OF_A_RUN = ("runtime", "tau_Q", "kappa")


def note_values(data, in_memory=True):
    """Sketches the values of a result; of one that has sketches returns what is no longer as these, a
    list of names.

    in_memory: else only what each point has, since other values are many, and on the disk.
    """
    sketches = read(data)
    floats = [name for name, values in data.data_vars.items() if values.dtype.kind == "f"]
    names = [name for name in floats if in_memory or name in OF_A_RUN]
    names = [name for name in names if is_readable(data[name])]
    if not sketches:
        data.attrs[ATTRIBUTE] = sketches_of({name: data[name].values for name in names})
        return []
    of_join = Among.SOME in of_points(data, sketches)  # then some of its values are of others
    symbols = {names_of(data[name].variable): name for name in names if name in sketches}
    symbols.pop(("", ""), None)
    changed = []
    for name in names:
        variable = data[name].variable
        own = name if name in sketches else symbols.get(names_of(variable))
        if own is None or name in OF_A_RUN:  # nobody's name but its own
            continue
        found = among(variable.values, sketches[own])
        if found is Among.NONE or (found is Among.SOME and not of_join):
            changed.append(name)
    return changed


def is_readable(values):
    """A damaged part of a file is nothing to sketch, and what is read of the others is as before."""
    try:
        values.load()
    except Exception:
        return False
    return True


def is_of_its_run(data):
    """Whether what each point has is of the run that was sketched; what was computed tells nothing."""
    return of_points(data, read(data)) <= {Among.ALL}


def of_points(data, sketches):
    """Whether they are among those of the run, of each variable that xarray has computed nothing of."""
    names = [name for name in OF_A_RUN if name in sketches and name in data]
    kept = [name for name in names if is_marked(data[name].variable)]
    return {among(data[name].values, sketches[name]) for name in kept}
