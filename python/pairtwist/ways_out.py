# SPDX-License-Identifier: BSD-3-Clause
"""Why points of a result have no values, and what would help: in the words of run and info."""

import math

import numpy as np

from pairtwist.dataset import resolved_config

LARGEST_CUTOFF = 1024  # photon levels of a block
NOT_CONVERGED, FOCK = 1, 3  # of `status` and `method`


def ways_out(data):
    """Sentences on points that took too long, or have too few photon levels; [] of others."""
    if any(name not in data for name in ("status", "method", "cutoff", "runtime")):
        return []
    limits = resolved_config(data).get("solve", {})
    return [text for text in (out_of_time(data, limits), short_of_levels(data, limits)) if text]


def out_of_time(data, limits):
    """On points that solve.max_seconds ended.

    A file of an earlier version does not say which: no estimate of their error was come to.
    """
    most = limits.get("max_seconds", math.inf)
    if "timed_out" in data:
        over = data["timed_out"] == 1
    else:
        over = lost(data) & (data["runtime"] >= most) & np.isinf(data["error_estimate"])
    if not over.any():
        return ""
    return (
        f"{int(over.sum())} of them took longer than solve.max_seconds = {most:g}; a larger "
        "max_seconds would help"
    )


def short_of_levels(data, limits):
    """On points that had the most photon levels that solve.cutoff leaves them."""
    exact = "cutoff_exact" in limits
    key = "cutoff_exact" if exact else "cutoff"
    most = limits.get(key, LARGEST_CUTOFF)
    most = most if isinstance(most, int) else LARGEST_CUTOFF  # of "auto"
    levels, fock = data["cutoff"], data["method"] == FOCK
    # A block of the Fock method gives up before that, if the next one would be beyond it: a quarter
    # more, two at least (src/physics/cutoff_steps.hpp).
    larger = np.maximum((5 * levels + 3) // 4, levels + 2)
    short = lost(data) & (levels > 0) & (np.where(fock, larger, levels + 1) > most)
    if not short.any():
        return ""
    who = "it" if short.size == 1 else f"{int(short.sum())} of {short.size} points"
    enough = "not enough" if exact else "the most that it may have"
    return (
        f"{who} did not converge on {most} photon levels, {enough} (solve.{key}); "
        f"{help_with(key, most, bool((short & fock).any()))}"
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
