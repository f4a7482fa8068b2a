# SPDX-License-Identifier: BSD-3-Clause
"""Keys that the points of a join differ in, though the config of its first part scans them not.

xarray.concat(parts, pandas.Index([0.0, 1.0], name="dephasing")) says it by the name of a
coordinate, as keywords do.
"""

import numpy as np

from pairtwist.errors import UsageError
from pairtwist.keys import is_single, key_named
from pairtwist.known_keys import is_computed
from pairtwist.known_places import common_of_values, config_of
from pairtwist.noted_values import is_of_its_run
from pairtwist.segments import ENTRY, polar
from pairtwist.warn import warn
from pairtwist.words import are_words, words_of

SECTIONS = ("model", "light", "atoms", "pump", "time", "solve")  # what a point is of


def joined_keys(data, config, own):
    """{key: coordinate} of those that name a key and have other values than the config.

    own: the coordinates of the config's axes. Raises UsageError for a name of several keys.
    """
    found = {}
    for name, coordinate in others(data, own):
        key = key_of_coordinate(name, coordinate)
        if key is None or is_computed(name, coordinate, key, config) or (
            key == "model.kappa" and is_of_same_loss(data, coordinate, config, own)
        ):
            continue
        along_axes = all(any(dim in one.dims for one in own) for dim in coordinate.dims)
        if not (along_axes and is_as_given(config, key, coordinate)):
            found[key] = coordinate
    return found


def others(data, own):
    """(name, coordinate) of all but the axes' and what has more than one dimension."""
    axes = [one.name for one in own]
    every = data.coords.items()
    return [(name, one) for name, one in every if name not in axes and one.ndim < 2 and one.size]


def key_of_coordinate(name, coordinate):
    """The key that a coordinate is of, by its attribute or its name; None of any other.

    The program's own, as theta of a Husimi function, have a long name; kappa is its variable too.
    """
    key = coordinate.attrs.get("key")
    if key is None and (name == "kappa" or "long_name" not in coordinate.attrs):
        key = told_by(str(name))
    of_point = key and key.split(".")[0] in SECTIONS and (key.count(".") > 1 or is_single(key))
    return key if of_point else None


def told_by(name):
    try:
        return key_named(name)
    except UsageError as error:
        raise UsageError(
            f"config: found a Dataset with a coordinate {name!r}, and {error}; rename it as the one "
            f'that it is, data.rename({name}="...")'
        ) from None


def is_of_same_loss(data, coordinate, config, own):
    """Whether it is a result's own rate of loss, of a config that has the loss in units of 1/tau_Q."""
    axes = {one.attrs.get("key"): one for one in own}
    loss = axes.get("model.kappa_tau_Q", config.get("model", {}).get("kappa_tau_Q"))
    if "long_name" not in coordinate.attrs or loss is None or "tau_Q" not in data:
        return False
    return bool(np.isclose(coordinate * data["tau_Q"], loss, rtol=1e-9).all())


def is_as_given(config, key, coordinate):
    """Whether a config has these values of a key; of a part of a complex one to rounding."""
    given = value_of(config, key)
    values = np.atleast_1d(coordinate.values)
    if given is None or are_words(values) != isinstance(given, str):
        return False
    if key.endswith(".phase"):
        values, given = np.exp(1j * values), np.exp(1j * given)
    elif not key.endswith(".abs"):
        return bool((values == given).all())
    return bool(np.isclose(values, given, rtol=1e-12).all())


def value_of(config, key):
    """What a config has of a key, of a part of a complex one that part; None of nothing."""
    if entry := ENTRY.fullmatch(key):
        number, name, part = entry.groups()
        given = dict(enumerate(config.get("pump", {}).get("segments", []))).get(int(number), {}).get(name)
    else:
        section, name, *parts = key.split(".")
        given, part = config.get(section, {}).get(name), "".join(parts)
    if given is None or part:
        return given if given is None else polar(given)[part]
    return complex(*given) if isinstance(given, list) and len(given) == 2 else given


def is_of_join(axes):
    """Whether there are points that the config does not scan, of which a warning then says so.

    axes: key, coordinate, and the values that the config scans. Nobody knows what else they differ in.
    """
    for key, coordinate, wanted in axes:
        values = np.atleast_1d(coordinate.values)
        if are_words(wanted) or are_words(values):
            other = np.array([word for word in words_of(values) if word not in words_of(wanted)])
        else:
            nothing = 1e-12 * np.abs(wanted).max(initial=0.0)
            same = np.isclose(values[:, None], wanted, rtol=1e-12, atol=nothing)
            other = values[~same.any(axis=1)]
        if other.size:
            listed = ", ".join(str(value) for value in other[:3].tolist())
            warn(
                "config: found a Dataset of results that were joined, or that was given other coordinates: "
                f"its config does not scan {key} = {listed}{', ...' if other.size > 3 else ''}; all other keys are "
                "taken from that config, of the first one, whatever the others had; where they "
                "differed, solve each and join these"
            )
            return True
    return False


def warn_of_others(data, own):
    """Of a point that may be another result's than the config is of, as a selection of a join is."""
    configs = common_of_values(data)
    if config_of(data) in (configs or ()):
        return
    labels = [
        f"{name} = {coordinate.values.item()}"
        for name, coordinate in others(data, own)
        if not coordinate.ndim and not coordinate.attrs.keys() & {"key", "long_name"}
        if key_of_coordinate(name, coordinate) is None
    ]
    if labels:
        what = f"with {labels[0]}, which is no key of a config"
    elif configs is not None:
        what = "whose values are of another config than it carries"
    elif not is_of_its_run(data):  # as another session has what was saved
        what = "whose values are not of the run whose config it carries"
    else:
        return
    warn(
        f"config: found a Dataset {what}; solved is the config that it carries, of results that were "
        "joined the first one's, whatever the others had: solve what was joined, or give what "
        "differs as keywords"
    )
