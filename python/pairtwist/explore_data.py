# SPDX-License-Identifier: BSD-3-Clause
"""What a page carries of a result: its axes and variables as plain data, no more than fits."""

import base64

import numpy as np

from pairtwist import dataset
from pairtwist.explore_config import unknown_axes
from pairtwist.explore_labels import label, label_in, unit
from pairtwist.known_keys import UNKNOWN, keyed, keys_of_config
from pairtwist.origin import is_of_its_config
from pairtwist.plottable import why_no_numbers
from pairtwist.selection import EXTREMA
from pairtwist.spacing import is_logarithmic, list_ticks
from pairtwist.statuses import flags, named_codes, status_of, status_of_points

FEWEST_SAMPLES = 50  # of time, before anything else is left out
BASE64 = 4 / 3


def carried(data, limit):
    """(axes, variables, notes): what fits into `limit` bytes of text, and what does not.

    data: a Dataset of pairtwist.open. axes: {name: {...}}; variables: a list, quantities first;
    notes: a text on each thing that was left out. See encode_axis, encode_variable for their form.
    """
    names = ordered(data)
    notes = not_carried(data)
    kept = {name: np.arange(size) for name, size in data.sizes.items()}
    while names and size_of(data, names, kept) > limit:
        left_out = shrink(data, names, kept)
        if left_out:
            notes.append(left_out)
    for name, rows in kept.items():
        if len(rows) < data.sizes[name]:
            notes.append(f"{len(rows)} of the {data.sizes[name]} values of {name} are here")
    part = data.isel({name: rows for name, rows in kept.items() if len(rows) < data.sizes[name]})
    variables = [encode_variable(part, name) for name in names]
    used = {name for variable in variables for name in variable["dims"]}
    axes = {str(name): encode_axis(part, name) for name in part.dims if name in used}
    return axes, variables, notes


def ordered(data):
    """Names of all numeric variables but statuses: the config's quantities, what belongs to them,
    the rest."""
    asked = list(dataset.resolved_config(data).get("output", {}).get("quantities", []))

    def place(name):
        base = name
        if base in asked:
            return (asked.index(base), False)
        for ending in (*EXTREMA, "_re", "_im", "_error"):
            base = base.removesuffix(ending)
        return (asked.index(base) if base in asked else len(asked), name != base)

    names = [
        str(name)
        for name, values in data.data_vars.items()
        if values.dtype.kind in "fiu" and not is_status(str(name), data)
    ]
    return sorted(names, key=place)


def not_carried(data):
    """A note on each variable whose values a page has no numbers of."""
    reasons = [why_no_numbers(data, name) for name in data.data_vars]
    return [reason.replace("a plot", "a page") for reason in reasons if reason]


def is_status(name, data):
    return name == "status" or (name.endswith("_status") and bool(named_codes(data[name])))


def size_of(data, names, kept):
    """Bytes of text that these variables take at most, statuses included."""
    cells = [np.prod([len(kept[dim]) for dim in data[name].dims], dtype=float) for name in names]
    bytes_each = [data[name].dtype.itemsize / (2 if data[name].dtype.kind == "f" else 1) + 1
                  for name in names]  # fmt: skip
    return BASE64 * float(np.dot(cells, bytes_each))


def shrink(data, names, kept):
    """Takes one step: fewer samples of time, else a variable less, else fewer values of the longest
    axis. Changes `names` or `kept`; returns a note on a variable."""
    if "time" in kept and len(kept["time"]) > 2 * FEWEST_SAMPLES:
        return thin(kept, "time")
    all_of_them = size_of(data, names, kept)
    large = [name for name in names[1:] if size_of(data, [name], kept) > all_of_them / 10]
    if large:
        names.remove(large[-1])
        return f"{large[-1]} is not here"
    return thin(kept, max(data[names[0]].dims, key=lambda dim: len(kept[dim])))


def thin(kept, name):
    """Half of an axis, its ends among them."""
    rows = kept[name]
    kept[name] = rows[np.round(np.linspace(0, len(rows) - 1, (len(rows) + 1) // 2)).astype(int)]


def encode(values):
    """Numbers as base64 of little-endian bytes, with the type the page reads them as.

    Doubles are floats where that keeps seven digits, else themselves.
    """
    kind = {"i": "i4", "u": "i4"}.get(values.dtype.kind, "f8")
    if values.dtype.kind == "i" and values.dtype.itemsize == 1:
        kind = "i1"
    if kind == "f8" and fits_floats(values):
        kind = "f4"
    data = np.ascontiguousarray(values, dtype="<" + kind).tobytes()
    return {"type": kind, "data": base64.b64encode(data).decode("ascii")}


def fits_floats(values):
    size = np.abs(values[np.isfinite(values) & (values != 0)])
    limits = np.finfo(np.float32)
    return not size.size or bool(size.min() >= limits.tiny and size.max() <= limits.max)


def encode_variable(part, name):
    """A variable: name, label, unit, text, dims, values, codes, status (values and names)."""
    values = part[name]
    own = status_of(part, name) or status_of_points(part)
    status = None
    if own and (part[own].values != 0).any():
        status = {"dims": list(part[own].dims), "names": flags(part[own]),
                  "values": encode(part[own].values)}  # fmt: skip
    return {
        "name": name,
        "label": label_in(part, name),
        "unit": unit(values),
        "text": str(values.attrs.get("long_name", name)),
        "dims": list(values.dims),
        "values": encode(values.values),
        "codes": flags(values),
        "status": status,
    }


def encode_axis(part, name):
    """An axis: label, unit, text, size, how it lies ("linear", "log", "list"), its values, or texts
    in their place; `members`, of points that vary together: the coordinates along it."""
    members = {
        str(one): {"label": label(values), "unit": unit(values), **values_of(values)}
        for one, values in part.coords.items()
        if values.dims == (name,) and one != name
    }
    if name not in part.coords:
        numbers = {"values": {"type": "f8", "data": encode_doubles(np.arange(part.sizes[name]))}}
        return {"label": [[str(name), ""]], "unit": "", "text": str(name), "spacing": "linear",
                "size": part.sizes[name], "members": members, **numbers}  # fmt: skip
    axis = part[name]
    ticks = list_ticks(axis) if name not in members else []
    spacing = "list" if ticks else "log" if is_logarithmic(axis) else "linear"
    return {
        "label": label(axis),
        "unit": unit(axis),
        "text": str(axis.attrs.get("long_name", name)),
        "spacing": spacing,
        "size": axis.size,
        "members": members,
        **values_of(axis),
    }


def values_of(coordinate):
    if coordinate.dtype.kind in "fiu":
        return {"values": {"type": "f8", "data": encode_doubles(coordinate.values)}}
    return {"texts": [str(value) for value in coordinate.values]}


def encode_doubles(values):
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode("ascii")


def parameters(data):
    """[[key, value]] of the config's sections on the physics, as texts; not of what axes vary."""
    if unknown_axes(data) or not is_of_its_config(data):
        return []
    varied = set(keyed(data).values())
    return [
        [key, text(value)]
        for key, value in keys_of_config(data).items()
        if key not in varied and value is not UNKNOWN
    ]


def text(value):
    return f"{value:.10g}" if isinstance(value, float) else str(value)
