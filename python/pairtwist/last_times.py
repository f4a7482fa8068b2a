# SPDX-License-Identifier: BSD-3-Clause
"""Extrema at the last time: they are those so far, and what comes later may lie beyond them."""

from pairtwist.statuses import code_of, is_extremum, place_of


def at_last_time(part, variable):
    """(dataset, code) that mark them among what is drawn; None where there is none."""
    place = place_of(variable)
    if not is_extremum(variable) or place not in part:
        return None
    code = code_of(part[place], "end")
    if code is None:
        return None
    there = (part[place] == code) & part[variable].notnull()
    return (place, code) if there.any() else None


def note_on_last(part, variable, drawn):
    """How many are at the last time; drawn: how one sees which. "" where none is."""
    found = at_last_time(part, variable)
    if found is None:
        return ""
    place, code = found
    count = int(((part[place] == code) & part[variable].notnull()).sum())
    largest = variable.removesuffix("_time").endswith("_max")
    what, further = ("largest", "larger") if largest else ("smallest", "smaller")
    return (
        f"{drawn}: at {count} of {part[variable].size} points the {what} value is the last in "
        f"time, beyond which there may be {further} ones"
    )
