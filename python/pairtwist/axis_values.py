# SPDX-License-Identifier: BSD-3-Clause
"""The values of an axis of a config's scan, and whether others are among them."""

import numpy as np

from pairtwist.keys import is_integer
from pairtwist.words import are_words, words_of


def has_others(values, known):
    values = np.atleast_1d(values)
    if are_words(values) or are_words(known):
        return not set(words_of(values)) <= set(words_of(known))
    nothing = 1e-12 * np.abs(known).max(initial=0.0)
    return not np.isclose(values[:, None], known, rtol=1e-6, atol=nothing).any(axis=1).all()


def values_of(axis):
    """Those of an entry of scan.axes; of integer keys rounded, each once."""
    if "values" in axis:
        return np.array(axis["values"])
    spaced = np.geomspace if "logspace" in axis else np.linspace
    first, last, count = axis.get("logspace") or axis["linspace"]
    values = spaced(first, last, int(count))
    if is_integer(axis["key"]):
        values = np.array(list(dict.fromkeys(np.rint(values).tolist())))
    return values
