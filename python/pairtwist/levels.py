# SPDX-License-Identifier: BSD-3-Clause
"""Levels that a quantity has a meaning at, by name."""

import math

from pairtwist.selection import EXTREMA

# {quantity: (text, value for N)}: the most there can be, and what no entanglement exceeds. A formula
# is named as it is over each power of N.
HEISENBERG = ("Heisenberg limit", lambda n: n**2)
SHOT_NOISE = ("shot noise", lambda n: n)
COHERENT = ("coherent state", lambda n: 1.0)
BOUNDS = {
    "qfi": HEISENBERG,
    "qfi_optimal": HEISENBERG,
    "cfi": HEISENBERG,
    "bell": (
        (r"$(N-2)\,\ln 2$", r"$(1-2/N)\,\ln 2$", r"$(1-2/N)\,\ln 2/N$"),
        lambda n: (n - 2) * math.log(2),
    ),
    "entropy": (
        (r"$\ln(N+1)$", r"$\ln(N+1)/N$", r"$\ln(N+1)/N^2$"),
        lambda n: math.log(n + 1),
    ),
    "purity": ("pure", lambda n: 1.0),
}
CLASSICAL = {
    "qfi": SHOT_NOISE,
    "qfi_optimal": SHOT_NOISE,
    "cfi": SHOT_NOISE,
    "bell": ("classical bound", lambda n: 0.0),
    "squeezing_wineland": COHERENT,
    "squeezing_kitagawa_ueda": COHERENT,
}
LEVELS = {"bound": BOUNDS, "classical": CLASSICAL}


def quantity_of(variable):
    """The quantity whose variable it is: of an extremum, too."""
    for ending in EXTREMA:
        if variable.endswith(ending) and not ending.endswith("_time"):
            return variable.removesuffix(ending)
    return variable
