# SPDX-License-Identifier: BSD-3-Clause
"""The points that a Dataset has of the scan in its config: a selection has some, a join has others.

A selection keeps the config of the whole scan. Solved again it is its own points: what its
coordinates say takes the place of the config's axes.
"""

import numpy as np

from pairtwist.errors import UsageError
from pairtwist.keys import is_integer, whole_numbers
from pairtwist.segments import with_segments
from pairtwist.start_files import config_text, parsed, source_of
from pairtwist.warn import warn


def keys_of_part(data):
    """{section.key: value} that make the config's scan that of the Dataset; {} where it is.

    Raises UsageError where a coordinate is missing, so that nobody knows which points there are.
    """
    config = parsed(config_text(data), source_of(data))
    scan = config.get("scan", {})
    axes = scan.get("axes", [])
    own = [coordinate_of(data, axis["key"]) for axis in axes]
    refuse_other_points(data, own, scan.get("mode", "grid"))
    if all(is_whole(axis, coordinate) for axis, coordinate in zip(axes, own)):
        return {}
    warn_of_joins(axes, own)
    kept, keys = [], {}
    for axis, coordinate in zip(axes, own):
        if coordinate.ndim == 0:
            keys[axis["key"]] = coordinate.values.item()
        else:
            kept.append({"key": axis["key"], "values": coordinate.values.tolist()})
    keys = {key: whole_numbers(key, value) for key, value in keys.items()}
    keys = with_segments(config, keys)
    return {"scan.axes": whole_numbers("scan.axes", kept), **keys}


# Of each only one is in a config.
EXCLUSIVE = (
    {"model.kappa", "model.kappa_tau_Q"},
    {"pump.segments", "pump.switch_off"},
    {"solve.cutoff", "solve.cutoff_exact"},
    {"time.stop", "time.values"},
)


def without_replaced(part, overrides):
    """Keys of a part but for those that are one with what overrides give or scan."""
    given = {*overrides, *(axis["key"] for axis in overrides.get("scan.axes", []))}
    return {
        key: value
        for key, value in part.items()
        if not any(key in pair and given & pair - {key} for pair in EXCLUSIVE)
    }


def warn_of_joins(axes, coordinates):
    """Of points that the config does not scan, nobody knows what else they differ in."""
    for axis, coordinate in zip(axes, coordinates):
        values, wanted = np.atleast_1d(coordinate.values), values_of(axis)
        if wanted.dtype.kind in "OU" or values.dtype.kind in "OU":
            other = values[~np.isin(values.astype(str), wanted.astype(str))]
        else:
            nothing = 1e-12 * np.abs(wanted).max()
            same = np.isclose(values[:, None], wanted, rtol=1e-12, atol=nothing)
            other = values[~same.any(axis=1)]
        if other.size:
            listed = ", ".join(str(value) for value in other[:3].tolist())
            warn(
                f"config: found a Dataset of results that were joined: its config does not scan "
                f"{axis['key']} = {listed}{', ...' if other.size > 3 else ''}; all other keys are "
                "taken from that config, of the first one, whatever the others had; where they "
                "differed, solve each and join these"
            )
            return


def refuse_other_points(data, coordinates, mode):
    """Points along what is no axis, or in a grid along several at once, are not of the config's scan."""
    along = data["status"].dims if "status" in data else ()
    axes = [dim for coordinate in coordinates for dim in coordinate.dims]
    for dim in along:
        if axes.count(dim) == 1 or (mode == "zip" and dim in axes):
            continue
        what = (
            "which is no axis of its config (a join of results of other configs)"
            if dim not in axes
            else "along which several axes of its config run (a stack, or points of a selection)"
        )
        raise UsageError(
            f"config: found a Dataset with points along {dim!r}, {what}: they are not those of a "
            f"scan; solve what it was made of, or a config with an axis over the key of {dim!r}"
        )


def coordinate_of(data, key):
    """The coordinate of an axis, along one dimension or a single value."""
    for coordinate in data.coords.values():
        if coordinate.attrs.get("key") == key and coordinate.ndim < 2 and coordinate.size:
            return coordinate
    raise UsageError(
        f"config: found a Dataset without a coordinate of {key}, which its config scans (a "
        "selection with drop=True, a mean): which points it has nobody knows; keep the coordinate, "
        'or solve the whole scan: pairtwist.solve(data.attrs["resolved_config"])'
    )


def is_whole(axis, coordinate):
    """Whether a coordinate has the values of an axis of the config, as the program reads it."""
    if coordinate.ndim == 0:
        return False
    values = coordinate.values
    wanted = values_of(axis)
    if wanted.dtype.kind in "OU" or values.dtype.kind in "OU":
        return values.astype(str).tolist() == wanted.astype(str).tolist()
    nothing = 1e-12 * np.abs(wanted).max()
    return values.shape == wanted.shape and np.allclose(values, wanted, rtol=1e-12, atol=nothing)


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
