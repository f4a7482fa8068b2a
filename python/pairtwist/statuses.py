# SPDX-License-Identifier: BSD-3-Clause
"""Which values of a result are lost, and why: by each quantity's own status, or by its point's."""

import numpy as np
import xarray

from pairtwist import labels
from pairtwist.computed import MARK, is_as_computed
from pairtwist.dataset import event_names
from pairtwist.noted_values import is_of_its_run
from pairtwist.selection import EXTREMA

GOOD = 0
NO_STATUS = -1  # for NaN
HOLE = "never solved or masked"  # of what xarray has not computed, or has saved
UNSOLVED = "missing"  # of points that `merge --partial` found in no part
ENDINGS = (*EXTREMA, "_re", "_im", "_error")  # of variables that share their quantity's status


def status_of(data, variable):
    """The name of the dataset with the statuses of a variable's samples; "" in older files.

    And where they are codes no longer.
    """
    for ending in ("", *ENDINGS):
        name = f"{variable.removesuffix(ending)}_status"
        if variable.endswith(ending) and name in data and name != variable:
            believed = are_codes(data[name], data[variable])
            return name if believed and not is_contradicted(data, variable, name) else ""
    return ""


def is_contradicted(data, variable, own):
    """Whether no status is good, and yet there are numbers: a file keeps of codes that were computed
    with, data + 1, only what they have become. The -inf of odd N is undefined, and no number."""
    values, status = data[variable], data[own]
    if (status == GOOD).any() or is_extremum(variable) or is_lost_in_part(values, status):
        return False
    return bool(np.isfinite(values).any())


def status_of_points(data, variable=None):
    """The name of the dataset with the statuses of points, of a variable; "" where there is none."""
    beside = None if variable is None else data[variable]
    return "status" if "status" in data and are_codes(data["status"], beside) else ""


def error_of(data, variable):
    """The name of the dataset with the standard errors of trajectories beside it; "" for none.

    Nor of what was changed since: the errors beside it are those of other values.
    """
    return f"{variable}_error" if has_error(data, variable) and not is_changed(data, variable) else ""


def has_error(data, variable):
    name = f"{variable}_error"
    return name in data and data[name].dims == data[variable].dims


def is_changed(data, variable):
    """Whether a variable or its standard errors are no longer as they were computed."""
    return not all(is_as_computed(data[name]) for name in (variable, f"{variable}_error"))


def note_on_changed(data, variable, scale=None):
    """What is not drawn as of a result, since that was changed; "" where nothing was.

    scale: the power of N that it is to be divided by, if one was asked for.
    """
    changed = f"{variable} was changed since it was computed"
    if not is_of_its_run(data):
        changed += ", or is of another result of a join"
    if has_error(data, variable) and is_changed(data, variable):
        return f"{changed}: its standard errors are not drawn"
    of_result = labels.is_fisher_information(variable) and "resolved_config" in data.attrs
    if of_result and not is_as_computed(data[variable]):
        as_it_is = f"{changed}: it is drawn as it is; --scale N^2 divides it"
        return changed if scale is not None else as_it_is
    return ""


def mask_of(data, variable):
    """The dataset whose good samples are those of a variable; "" where the values say it alone.

    The status of a quantity is of all its extrema and its final value at once: one that is lost
    costs none of the others, and a number among them is right (docs/file-format.md). So it is of
    samples of several values, of which some are lost.
    """
    own = status_of(data, variable)
    if own and own != f"{variable}_status" and is_extremum(variable):
        return ""
    return "" if own and is_lost_in_part(data[variable], data[own]) else own


def is_lost_in_part(values, status):
    """Whether samples of several values have some of them and lack others."""
    several = set(values.dims) - set(status.dims)
    partly = [code for code, name in named_codes(status).items() if name == "partly"]
    return bool(several) and bool(status.isin(partly).any())


def is_good(part, variable):
    """Whether no status speaks of a loss: what is NaN is so by definition."""
    own = status_of(part, variable)
    return not own or bool((part[own] == GOOD).all())


def is_extremum(variable):
    return variable.endswith(EXTREMA)


def flags(variable):
    """{code: name} of a variable of flags, in the order of the codes; {} of any other."""
    return named_codes(variable) if are_codes(variable) else {}


def named_codes(variable):
    """The same by its attributes alone, which xarray hands on to what it computes."""
    codes = np.atleast_1d(variable.attrs.get("flag_values", [])).tolist()
    return dict(sorted(zip(codes, str(variable.attrs.get("flag_meanings", "")).split())))


def are_codes(variable, beside=None):
    """Whether its values are the codes that its attributes name, or NaN, where a join left holes.

    What xarray computes of a whole Dataset, 2 * data, is among them by chance at most, but where it
    is a mask, which leaves the values beside as they were computed.
    """
    stored = variable.encoding.get(MARK)
    if "flag_values" not in variable.attrs:
        return False
    if stored is None and (beside is None or not is_as_computed(beside)):
        return False
    if variable.dtype.kind != "f":
        return stored in (None, variable.dtype)
    values = variable.values[variable.notnull().values]
    return bool(np.isin(values, list(named_codes(variable))).all())


def missing(part, variable):
    """A note on what has no value, with the names of the statuses; "" where nothing is missing.

    part: a Dataset reduced to what is drawn. Samples are counted where the quantity has a status of
    its own, else points that have no value at all. An extremum that was lost, and an event that
    never came, are of good status, and have no value all the same.
    """
    values = part[variable]
    own = status_of(part, variable)
    if not (own and may_have_none(part, variable)) or MARK not in values.encoding:
        if note := left_out(part, variable, own or status_of_points(part, variable)):
            return note
    if own and not mask_of(part, variable):
        lost, why = values.isnull(), []
        place = place_of(variable)
        if place in part:
            of_good = lost & (part[own] == GOOD) & (part[place] == code_of(part[place], "none"))
            there = of_good | lost & (part[place] == code_of(part[place], "lost"))
            why = [(part[place], there)]
            rest = lost & ~there
        else:
            rest = lost
        what = "points" if is_extremum(variable) else "values"
        return counted(what, lost, [(part[own], rest), *why])
    if own:
        status = part[own]
        lost = status != GOOD
        what = "samples" if "time" in status.dims else "points"
        note = counted(what, lost, [(status, lost)])
        return "; ".join(filter(None, [note, never_reached(part, variable, lost)]))
    if not status_of_points(part, variable):
        return ""
    others = [name for name in values.dims if name not in part["status"].dims]
    lost = values.isnull().all(others)
    lost = lost & (part["status"] != GOOD)
    return counted("points", lost, [(part["status"], lost)])


def left_out(part, variable, own):
    """A note on all values that are missing, where some are of good status: who made them left these
    out, as where() does. "" where there are none of these."""
    gone = part[variable].isnull()
    status = part[own] if own else xarray.zeros_like(gone, dtype=np.int8)
    if not (gone & (status == GOOD)).any():
        return ""
    return counted("values", gone, [(status, gone & (status != GOOD))])


def may_have_none(data, variable):
    """Whether values of good status may be missing in a result: an event that never came, an extremum that
    was lost, what a point has no such m of (docs/file-format.md); the error of a single trajectory."""
    unions = {"coherence_order", "m", "m_prime"} & set(data[variable].dims)
    others = variable.endswith("_error") or variable in event_names(data)
    return bool(unions) or is_extremum(variable) or others


def place_of(variable):
    """The name of the dataset that says where an extremum, or that of its time, lies."""
    return f"{variable.removesuffix('_time')}_place"


def code_of(variable, name):
    """The code of a flag; None if there is none of that name."""
    return next((code for code, own in flags(variable).items() if own == name), None)


def never_reached(part, variable, lost):
    """Of an event: at how many points its level was not reached until the last time."""
    if variable not in event_names(part):
        return ""
    never = int((part[variable].isnull() & ~lost).sum())
    return f"never reached at {never} of {lost.size} points" if never else ""


def counted(what, lost, why):
    """ "3 of 10 points missing: 1 diverged, 2 not_converged"; why: flags, and where they say it."""
    count = int(lost.sum())
    if not count:
        return ""
    text = f"{count} of {lost.size} {what} missing"
    names = [name for status, there in why for name in reasons(status, there)]
    names = [name.replace(" partly", " lost") for name in names]  # of its point, this is the part
    names = [name.replace(f" {UNSOLVED}", " not solved") for name in names]
    names = [name.replace(" none", " undefined at all times") for name in names]  # of places
    if names == [f"{count} not solved"]:
        names = ["not solved"]
    return f"{text}: {', '.join(names)}" if names else text


def reasons(status, lost):
    """["1 diverged", "2 not_converged"]; NaN is where a join or a mask left a hole."""
    names = {**named_codes(status), NO_STATUS: "masked" if MARK not in status.encoding else HOLE}
    codes, counts = np.unique(
        status.broadcast_like(lost).transpose(*lost.dims).values[lost.values], return_counts=True
    )
    codes = [NO_STATUS if np.isnan(code) else int(code) for code in codes]
    return [f"{n} {names.get(code, f'status {code}')}" for code, n in zip(codes, counts)]
