# SPDX-License-Identifier: BSD-3-Clause
"""Sketches of a result's values are noted in it, and what was saved with some is held against these.

What xarray drops from a variable where it computes, and keeps where it selects or joins, is in no file.
"""

from pairtwist.computed import is_marked, names_of
from pairtwist.sketch import ATTRIBUTE, Among, among, hashes, read, sketches_of

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
    codes = [name for name, one in data.data_vars.items() if "flag_values" in one.attrs and in_memory]
    names, codes = ([name for name in own if is_readable(data[name])] for own in (names, codes))
    if not sketches and "resolved_config" not in data.attrs:  # of several results, as a difference is
        return names
    if not sketches:
        known = dict.fromkeys([*names, *codes])
        data.attrs[ATTRIBUTE] = sketches_of({name: data[name].values for name in known})
        return []
    of_join = Among.SOME in of_points(data, sketches)  # then some of its values are of others
    symbols = {names_of(data[name].variable): name for name in names if name in sketches}
    symbols.pop(("", ""), None)
    changed = computed_codes(data, sketches, codes)
    for name in names:
        variable = data[name].variable
        own = name if name in sketches else symbols.get(names_of(variable))
        if own is None or name in [*OF_A_RUN, *codes]:  # nobody's name but its own
            continue
        found = among(variable.values, sketches[own])
        if found is Among.NONE or (found is Among.SOME and not of_join):
            changed.append(name)
    return changed


def computed_codes(data, sketches, codes):
    """Statuses that were computed with, as 4 * data does: neither they nor what each point has are among
    those of the run. Of another run of a join each point has a tau_Q or a loss of this one, most often."""
    named = [name for name in OF_A_RUN if name in sketches and name in data]
    told = [name for name in named if hashes(data[name].values).size]
    if not told or any(among(data[name].values, sketches[name]) is not Among.NONE for name in told):
        return []
    found = [name for name in codes if name in sketches]
    return [name for name in found if among(data[name].values, sketches[name]) is not Among.ALL]


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
    return of_variables(data, sketches, OF_A_RUN)


def has_other_values(data):
    """Whether some of all values are not of the run that was sketched."""
    sketches = read(data)
    return not of_variables(data, sketches, sketches) <= {Among.ALL}


def of_variables(data, sketches, asked):
    names = [name for name in asked if name in sketches and name in data]
    kept = [name for name in names if is_marked(data[name].variable)]
    return {among(data[name].values, sketches[name]) for name in kept}
