# SPDX-License-Identifier: BSD-3-Clause
"""Why points of a result have no values, and what would help: in the words of run and info."""

import math

import numpy as np

from pairtwist.dataset import resolved_config
from pairtwist.known_keys import is_scanned
from pairtwist.number_of_atoms import atoms
from pairtwist.statuses import flags, status_of_points

LARGEST_CUTOFF = 1024  # photon levels of a block
NEEDED = ("status", "method", "cutoff", "runtime", "error_estimate")
ROOMY_TOLERANCE = 3e-9  # below, what steps round allows fewer of them than anyone waits for
NOT_CONVERGED, NO_MAXIMUM, PARTLY = 1, 5, 6  # of `status`
FOCK, JOINT = 3, 4  # of `method`


def ways_out(data):
    """Sentences on points whose loss something would help; [] of others.

    That is of those that took too long, have too few photon levels or too many steps, or whose pump
    never ends.
    """
    if any(name not in data for name in NEEDED) or not status_of_points(data):
        return []
    limits = resolved_config(data).get("solve", {})
    found = (out_of_time(data, limits), short_of_levels(data, limits),
             of_too_many_steps(data, limits), without_maximum(data))  # fmt: skip
    return [text for text in found if text]


def without_maximum(data):
    """On points at which F_Q has no maximum that would end the pump."""
    short = data["status"] == NO_MAXIMUM
    if not short.any():
        return ""
    who = "F_Q" if short.size == 1 else f"at {int(short.sum())} of {short.size} points F_Q"
    return (
        f'{who} has no maximum until {last_time(data)}, at which pump.switch_off = "max_qfi" would end the '
        "pump; a longer time.stop would help"
    )


def last_time(data):
    """"time.stop = 0.03", where it is one for all points."""
    stop = None if is_scanned("time.stop", data) else resolved_config(data).get("time", {}).get("stop")
    return f"time.stop = {stop:g}" if isinstance(stop, int | float) else "time.stop"


def bell_of_odd(data, variable):
    """[a sentence] on the Bell correlator of odd N, where that is all there is; else []."""
    n = atoms(data, variable) if variable.startswith("bell") and variable in data else None
    if n is None:
        return []
    odd = (data[n] if isinstance(n, str) else np.array(n)) % 2 == 1
    if not odd.all() or not np.isneginf(data[variable]).any():
        return []
    return ["bell of odd N is -inf by symmetry, which is no failure; an even N has values"]


def timed_out(data, limits):
    """Where solve.max_seconds ended a point.

    A file of an earlier version does not say: no estimate of their error was come to.
    """
    if "timed_out" in data:
        return data["timed_out"] == 1
    over = data["runtime"] >= limits.get("max_seconds", math.inf)
    return lost(data) & over & np.isinf(data["error_estimate"])


def out_of_time(data, limits):
    """On points that solve.max_seconds ended."""
    over = timed_out(data, limits)
    if not over.any():
        return ""
    most = limits.get("max_seconds", math.inf)
    return (
        f"{int(over.sum())} of them took longer than solve.max_seconds = {most:g}; a larger "
        "max_seconds would help"
    )


def limit_of_levels(limits):
    """(key, the most photon levels that it leaves)"""
    key = "cutoff_exact" if "cutoff_exact" in limits else "cutoff"
    most = limits.get(key, LARGEST_CUTOFF)
    return key, most if isinstance(most, int) else LARGEST_CUTOFF  # of "auto"


def at_the_last_level(data, limits):
    """Where a point had the most photon levels that solve.cutoff leaves it."""
    _, most = limit_of_levels(limits)
    levels = data["cutoff"]
    # A block of the Fock method gives up before that, if the next one would be beyond it: a quarter
    # more, two at least (src/physics/cutoff_steps.hpp).
    larger = np.maximum((5 * levels + 3) // 4, levels + 2)
    next_one = np.where(data["method"] == FOCK, larger, levels + 1)
    return (lost(data) | lacks_some(data)) & (levels > 0) & (next_one > most)


def short_of_levels(data, limits):
    """On points that had the most photon levels that solve.cutoff leaves them."""
    short = at_the_last_level(data, limits)
    if not short.any():
        return ""
    key, most = limit_of_levels(limits)
    who = "it" if short.size == 1 else f"{int(short.sum())} of {short.size} points"
    enough = "not enough" if key == "cutoff_exact" else "the most that it may have"
    throughout = "" if (short & lost(data)).any() else " throughout"
    return (
        f"{who} did not converge{throughout} on {most} photon levels, {enough} (solve.{key}); "
        f"{help_with(key, most, bool((short & (data['method'] == FOCK)).any()))}"
    )


def of_too_many_steps(data, limits):
    """On points that nobody has begun, since up to their last time there are too many steps."""
    found = lost(data) & np.isinf(data["error_estimate"])
    found = found & ~timed_out(data, limits) & ~at_the_last_level(data, limits)
    if not found.any():
        return ""
    who = "" if found.size == 1 else f"at {int(found.sum())} of {found.size} points "
    tolerance = limits.get("tolerance", ROOMY_TOLERANCE)
    if tolerance < ROOMY_TOLERANCE and bool((found & (data["method"] != JOINT)).any()):
        return (
            f"{who}up to {last_time(data)} there are more steps, each of which rounds, than "
            f"solve.tolerance = {tolerance:g} has room for; a larger one, a shorter time.stop, slower "
            "rates or fewer photons would help"
        )
    return (
        f"{who}up to {last_time(data)} there are more steps than anyone waits for: the fastest rate, "
        "which grows with the photons, times the time is too large; a shorter time.stop, slower "
        "rates or fewer photons would help"
    )


def help_with(key, most, fock):
    if key == "cutoff_exact":
        return "a larger solve.cutoff_exact, or none, would help"
    if most < LARGEST_CUTOFF:
        return f"a larger solve.cutoff would help, up to {LARGEST_CUTOFF}"
    frame = "; or another solve.frame" if fock else ""
    return f"fewer photons would help: a weaker pump, less time, more loss{frame}"


def lost(data):
    return data["status"] == NOT_CONVERGED


def lacks_some(data):
    """Points with some values that did not converge, though their time was not over."""
    partly = data["status"] == PARTLY
    found = partly & False
    for name in data.data_vars:
        if name.endswith("_status") and flags(data[name]):
            rest = [dim for dim in data[name].dims if dim not in partly.dims]
            found = found | (data[name] == NOT_CONVERGED).any(rest)
    in_time = data["timed_out"] != 1 if "timed_out" in data else True
    return partly & found & in_time
