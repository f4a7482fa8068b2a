# SPDX-License-Identifier: BSD-3-Clause
"""The stored config of a result with holes for the values of a point, which the page fills in.

A config is a list of texts and holes: {"axis": name} (a coordinate's value at the point),
{"polar": [modulus, phase]} (each a number or such a hole: complex, to be written as [re, im]), or
{"only": name, "words": [...], "pieces": [...]}, a line that means something beside these words of a
coordinate alone.
"""

import json
import math
import re

import numpy as np

from pairtwist import dataset, toml
from pairtwist.computed import is_as_computed
from pairtwist.errors import UsageError
from pairtwist.known_keys import BESIDE, OF_PROGRAM, keyed, lost_axes, scan_axes
from pairtwist.noted_values import is_of_its_run
from pairtwist.origin import NOT_OF_ITS_CONFIG, is_of_its_config
from pairtwist.selection import variable_of

HEADER = "# From {file}, by pairtwist explore.\n"
PART = re.compile(r"([^\[\].]+)(?:\[(\d+)\])?")
POLAR = ("abs", "phase")


def config_with_holes(data, file):
    """{"point": [...], "axes": {dimension: "{ key = ... }"}, "mode": "grid"}; None of data without
    a config, with values that none can have, or of a point that nobody knows. The axes are as the
    config has them, for a scan over what the page shows."""
    config = dataset.resolved_config(data)
    if not config or has_odd_point(data) or unknown(data):
        return None
    scan = config.pop("scan", {})
    holes = []
    polar = {}
    for name, key in keyed_coordinates(data):
        *way, last = steps(key)
        if last in POLAR:
            polar.setdefault(tuple(way), {})[last] = hole_of(data, name)
        else:
            put(config, [*way, last], marker(holes, hole_of(data, name)))
    for way, given in polar.items():
        size, phase = polar_parts(value_at(config, way))
        hole = {"polar": [given.get("abs", size), given.get("phase", phase)]}
        put(config, list(way), marker(holes, hole))
    try:
        text = toml.document(config)
    except UsageError:  # of a file that pairtwist did not write
        return None
    pieces = [HEADER.format(file=json.dumps(file)), *lines(data, text, holes)]
    entries = {entry.get("key"): entry for entry in scan.get("axes", [])}
    axes = {
        name: toml.value_text("scan.axes", entries[key])
        for name, key in keyed_coordinates(data)
        if key in entries and data[name].ndim
    }
    return {"point": pieces, "axes": axes, "mode": scan.get("mode", "grid")}


def lines(data, text, holes):
    """The pieces of a config's text: each line with its holes, and what it stands beside."""
    owners = {key: name for name, key in keyed_coordinates(data) if key in BESIDE}
    section = ""
    found = []
    for line in text.splitlines(keepends=True):
        section = line.strip()[1:-1] if line.startswith("[") else section
        pieces = [holes[int(part)] if i % 2 else part
                  for i, part in enumerate(re.split(r'"@hole (\d+)@"', line))]  # fmt: skip
        key = line.split(" = ")[0]
        for owner, name in owners.items():
            words = BESIDE[owner].get(key) if owner.split(".")[0] == section else None
            if words is None:
                continue
            if data[name].ndim:
                pieces = [{"only": name, "words": words, "pieces": pieces}]
            elif data[name].item() not in words:
                pieces = []
        found += pieces
    return found


def has_odd_point(data):
    """Whether the one value of a key is no finite number: of a file that pairtwist did not write."""
    values = [data[name] for name, _ in keyed_coordinates(data) if not data[name].ndim]
    return not all(np.isfinite(value).all() for value in values if value.dtype.kind == "f")


def unknown_axes(data):
    """The dimensions of points that no axis of the program's is along, as of results that were
    joined, and what a selection of these has of such a key: the config is that of one of them."""
    of_points = data["status"].dims if "status" in data else ()
    own = {"key", *OF_PROGRAM}
    known = {dim for one in data.coords.values() if own & one.attrs.keys() for dim in one.dims}
    axes = scan_axes(data)
    selected = [
        str(name)
        for name, key in keyed(data).items()
        if not (data[name].ndim or own & data[name].attrs.keys() or key in axes)
    ]
    return selected + [str(dim) for dim in of_points if dim not in known]


def unknown(data):
    """Notes on what nobody knows of the points, and what of the page is left out for that."""
    notes = []
    if not dataset.resolved_config(data):
        return notes
    if joined := unknown_axes(data):
        notes.append(
            f"{', '.join(joined)}: no axis of the config (results that were joined), so that it is not "
            "known what else differs there; the parameters and a point's config are left out"
        )
    if lost := lost_axes(data):
        notes.append(
            f"{', '.join(lost)}: the config scans it, and no coordinate says which value this is of (a "
            "selection with drop=True, a mean); a point's config is left out"
        )
    if not (joined or is_of_its_config(data)):
        notes.append(f"{NOT_OF_ITS_CONFIG}; the parameters and a point's config are left out")
    return notes


def changed(data):
    """A note on quantities that are no longer as the config's run computed them, [] where all are."""
    asked = dataset.resolved_config(data).get("output", {}).get("quantities", [])
    names = [name for name in (variable_of(data, quantity) for quantity in asked) if name]
    names = [name for name in names if not is_as_computed(data[name])]
    if not names:
        return []
    join = "" if is_of_its_run(data) else ", or of another result of a join"
    return [f"{', '.join(names)}: changed since computed{join}; a point's config has other values"]


def keyed_coordinates(data):
    """[(name, key)] of the coordinates that say which key of the config they vary."""
    return [(str(name), key) for name, key in keyed(data).items() if "." in key]


def hole_of(data, name):
    """Of a coordinate with one value that value itself, else a hole."""
    return {"axis": name} if data[name].ndim else data[name].item()


def marker(holes, hole):
    """A text that stands for a hole until the config is text; a value itself where it is known."""
    if not isinstance(hole, dict):
        return hole
    holes.append(hole)
    return f"@hole {len(holes) - 1}@"


def steps(key):
    """ "pump.segments[1].eta" as ["pump", "segments", 1, "eta"]."""
    found = []
    for name, number in PART.findall(key):
        found += [name, int(number)] if number else [name]
    return found


def value_at(config, way):
    """config[way[0]][way[1]]..., or 0 where there is no such thing."""
    for step in way:
        try:
            config = config[step]
        except (KeyError, IndexError, TypeError):
            return 0.0
    return config


def polar_parts(value):
    """[modulus, phase] of a complex number of a config: what axes over the other one leave of it."""
    real, imaginary = value if isinstance(value, list) else (value, 0.0)
    return [math.hypot(real, imaginary), math.atan2(imaginary, real)]


def put(config, way, value):
    """Sets config[way[0]][way[1]]... = value, through tables and lists that are there."""
    *before, last = way
    for step in before:
        config = config.setdefault(step, {}) if isinstance(config, dict) else config[step]
    config[last] = value
