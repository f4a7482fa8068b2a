# SPDX-License-Identifier: BSD-3-Clause
"""Sketches of the values of a result, a text among its attributes: also of what xarray has saved.

That of a variable is the smallest hashes of its values (all of them, where these are few). Those of a
selection, whatever it selects, are among them as far as they are as small; those of other numbers
are not. Values are taken in single precision, in which they may be saved; NaN and 0 tell nothing.
"""

import base64
import enum
import json

import numpy as np

ATTRIBUTE = "values_sketch"
MOST = 64  # hashes of a variable
AT_ONCE = 1 << 20  # values
OF_ALL = 8192  # of all variables together: HDF5 has room for an attribute of 64 KiB


class Among(enum.Enum):
    """Whether values are among those of a sketch."""

    ALL = "all"
    SOME = "some"  # beside others
    NONE = "none"


def sketches_of(values):
    """The text for {name: array} of floating numbers."""
    most = min(MOST, OF_ALL // max(len(values), 1))
    texts = {
        str(name): base64.b64encode(smallest(array, most).tobytes()).decode("ascii")
        for name, array in values.items()
    }
    return json.dumps({"most": most, "hashes": texts})


def read(data):
    """{name: (hashes, whether these are all)} of a Dataset; {} of one without, or not of ours."""
    try:
        found = json.loads(data.attrs.get(ATTRIBUTE, ""))
        most = int(found["most"])
        decoded = {name: base64.b64decode(text) for name, text in found["hashes"].items()}
        arrays = {name: np.frombuffer(one, dtype="<u4") for name, one in decoded.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}
    return {name: (array, array.size < most) for name, array in arrays.items()}


def among(values, sketch):
    """Whether these values are among those that a sketch of read() is of."""
    kept, all_of_them = sketch
    found = hashes(values)
    if not all_of_them:
        found = found[found <= kept.max(initial=0)]
    there = np.isin(found, kept)
    return Among.ALL if there.all() else Among.SOME if there.any() else Among.NONE


def hashes(values):
    """A number of 32 bits for each value but NaN and 0; of different ones different."""
    with np.errstate(over="ignore", under="ignore"):
        numbers = np.asarray(values).astype("<f4").ravel()
    mixed = numbers[np.isfinite(numbers) & (numbers != 0)].view("<u4")
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):  # the last steps of MurmurHash3
        mixed = (mixed ^ (mixed >> np.uint32(shift))) * np.uint32(factor)
    return mixed ^ (mixed >> np.uint32(16))


def smallest(values, most):
    """The `most` smallest hashes, in order, taken piece by piece."""
    flat = np.asarray(values).ravel()
    kept = np.zeros(0, dtype="<u4")
    for first in range(0, flat.size, AT_ONCE):
        found = hashes(flat[first : first + AT_ONCE])
        if kept.size == most:
            found = found[found < kept[-1]]
        kept = np.unique(np.concatenate([kept, found]))[:most]
    return kept
