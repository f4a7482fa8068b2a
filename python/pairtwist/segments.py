# SPDX-License-Identifier: BSD-3-Clause
"""Segments of a pump with the values of a point: as keys of their own they are axes alone."""

import cmath
import copy
import re

ENTRY = re.compile(r"pump\.segments\[(\d+)\]\.(\w+)(?:\.(abs|phase))?")


def with_segments(config, keys):
    """{key: value} in which those of single segments have become the whole "pump.segments"."""
    found = {}
    for key, value in keys.items():
        entry = ENTRY.fullmatch(key)
        if entry is None:
            found[key] = value
            continue
        if "pump.segments" not in found:
            found["pump.segments"] = copy.deepcopy(config["pump"]["segments"])
        number, name, part = entry.groups()
        segment = found["pump.segments"][int(number)]
        segment[name] = {**polar(segment.get(name, 0.0)), part: value} if part else value
    return found


def polar(value):
    """A complex number of a config as its modulus and phase."""
    if isinstance(value, dict):
        return value
    modulus, phase = cmath.polar(complex(*value) if isinstance(value, list) else value)
    return {"abs": modulus, "phase": phase}
