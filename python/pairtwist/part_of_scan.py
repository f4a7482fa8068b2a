# SPDX-License-Identifier: BSD-3-Clause
"""The points that a Dataset has of the scan in its config: a selection has some, a join has others.

A selection keeps the config of the whole scan. Solved again it is its own points: what its
coordinates say takes the place of the config's axes, and what these points do not need is left out.
"""

import copy

import numpy as np
import xarray

from pairtwist.axis_values import values_of
from pairtwist.dataset import resolved_config
from pairtwist.errors import UsageError
from pairtwist.idle_keys import without_idle
from pairtwist.joined_keys import is_as_given, is_of_join, joined_keys, warn_of_others
from pairtwist.keys import whole_numbers
from pairtwist.known_keys import is_computed, keyed
from pairtwist.segments import polar, with_segments
from pairtwist.start_files import config_text, parsed, source_of
from pairtwist.words import are_words, words_of


def config_of_part(data):
    """The config whose scan is the Dataset's: its own text, or, of other points, a dict of sections.

    Raises UsageError where a coordinate is missing, so that nobody knows which points there are.
    """
    text = config_text(data)
    config = parsed(text, source_of(data))
    scan = config.get("scan", {})
    axes = scan.get("axes", [])
    own = [coordinate_of(data, axis["key"], config) for axis in axes]
    unstacked = scan.get("mode") == "zip" and len({one.dims for one in own if one.ndim}) > 1
    if unstacked:  # of an index of several keys
        scan["mode"] = "grid"
    joined = joined_keys(data, config, own)
    refuse_other_points(data, [*own, *joined.values()], scan.get("mode", "grid"))
    if not joined and not unstacked and all(is_whole(axis, coordinate) for axis, coordinate in zip(axes, own)):
        warn_of_others(data, own)
        return text
    wanted = [(axis["key"], coordinate, values_of(axis)) for axis, coordinate in zip(axes, own)]
    new = [(key, coordinate, np.empty(0)) for key, coordinate in joined.items()]
    if not is_of_join([*wanted, *new]):
        warn_of_others(data, own)
    known = {axis["key"]: axis for axis, one in zip(axes, own) if is_whole(axis, one)}
    kept, keys = [], {}
    for key, coordinate, _ in (*new, *wanted):
        if coordinate.ndim == 0:
            keys[key] = whole_numbers(key, coordinate.values.item())
        else:
            values = whole_numbers(key, coordinate.values.tolist())
            kept.append(known.get(key) or {"key": key, "values": values})
    config.setdefault("scan", {})["axes"] = kept
    return without_idle(with_keys(config, keys))


def with_point(data, source):
    """The result of a selection with the coordinates that say which point it is, as the selection has
    them; not those whose keys have another value now."""
    if not isinstance(source, xarray.Dataset):
        return data
    config = resolved_config(data)
    kept = {
        name: source[name].variable
        for name, key in keyed(source).items()
        if not source[name].ndim and name not in data.coords and "." in key
        if is_as_given(config, key, source[name])
    }
    return data.assign_coords(kept)


# Of each only one is in a config.
EXCLUSIVE = (
    {"model.kappa", "model.kappa_tau_Q"},
    {"pump.segments", "pump.switch_off"},
    {"solve.cutoff", "solve.cutoff_exact"},
    {"time.stop", "time.values"},
)


def with_keys(config, keys):
    """A config in which these have other values, or one where there was none."""
    config = copy.deepcopy(config)
    for key, value in with_segments(config, keys).items():
        for rival in (other for pair in EXCLUSIVE if key in pair for other in pair - {key}):
            section, _, name = rival.partition(".")
            config.get(section, {}).pop(name, None)
        section, name, *part = key.split(".")
        entries = config.setdefault(section, {})
        entries[name] = {**polar(entries.get(name, 0.0)), part[0]: value} if part else value
    # Beside other words a key may be one of integers: light.n of a Fock state.
    for section in [name for name, entries in config.items() if isinstance(entries, dict)]:
        entries = config[section].items()
        config[section] = {name: whole_numbers(f"{section}.{name}", value) for name, value in entries}
    return config


def refuse_other_points(data, coordinates, mode):
    """Points along what is no axis, or in a grid along several at once, are not of the config's scan."""
    along = data["status"].dims if "status" in data else ()
    axes = [dim for coordinate in coordinates for dim in coordinate.dims]
    for dim in along:
        # A mask over times has spread it along these.
        if dim == "time" or axes.count(dim) == 1 or (mode == "zip" and dim in axes):
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


def coordinate_of(data, key, config):
    """The coordinate of an axis, along one dimension or a single value.

    By the key that it says it is of, or, where it was given anew without that, by its name.
    """
    named = {key.rpartition(".")[2], key.replace(".", "_")}
    for name, coordinate in data.coords.items():
        own = coordinate.attrs.get("key")
        if own == key and is_computed(name, coordinate, key, config):
            continue
        told = own == key or (own is None and name in named and "long_name" not in coordinate.attrs)
        if not told or coordinate.ndim > 1:
            continue
        if coordinate.size:
            return coordinate
        raise UsageError(f"config: found a Dataset without points: its coordinate {name!r} is empty")
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
    if are_words(wanted) or are_words(values):
        return words_of(values) == words_of(wanted)
    nothing = 1e-12 * np.abs(wanted).max()
    return values.shape == wanted.shape and np.allclose(values, wanted, rtol=1e-12, atol=nothing)
