# SPDX-License-Identifier: BSD-3-Clause
"""Whether the config that a Dataset carries is that of its points.

A join of results has the config of the first, and so has a selection of it that is of another.
"""

import functools
import json

from pairtwist.axis_values import has_others, values_of
from pairtwist.dataset import SECTIONS, resolved_config
from pairtwist.known_keys import ATOMS, axes_of, keyed, scan_axes
from pairtwist.known_places import common_of_values, config_of
from pairtwist.noted_values import has_other_values, is_of_its_run
from pairtwist.point_columns import has_tau_of_config
from pairtwist.start_files import parsed

NOT_OF_ITS_CONFIG = (
    "its values are not of the run whose config it carries (they are of another result of a join, or "
    "were changed)"
)


def is_of_its_config(data):
    """Whether the config holds for all points, but for what coordinates give.

    So it does of results that were joined along an axis of it, or along a key, where this session knows that
    they differ in nothing else; no Dataset keeps it.
    """
    if not is_of_its_number(data):
        return False
    of_its_run = is_of_its_run(data)
    if of_its_run and not has_other_values(data):
        return True
    agrees = has_its_values(data)
    return of_its_run if agrees is None else agrees


def has_its_values(data):
    """Whether the config is one by which all values were computed, but for what coordinates give; None where
    nobody knows."""
    given = frozenset(keyed(data).values())
    common = common_of_values(data, of=lambda text: {other_keys(text, given)})
    return None if common is None else other_keys(config_of(data), given) in common


@functools.lru_cache(maxsize=1024)
def other_keys(text, given):
    """What a config, with its start states, says of its points beside the keys that are given, as a text."""
    config = parsed(text, "a result of this session")
    every = {
        f"{section}.{key}": value
        for section in (*SECTIONS, "time")
        for key, value in config.get(section, {}).items()
    }
    every.update(dict.fromkeys(axes_of(config), "scanned"))
    starts = [line for line in text.splitlines() if line.startswith("# ")]
    return json.dumps([starts, sorted((key, value) for key, value in every.items() if key not in given)])


def is_of_its_number(data):
    """Whether all points have the number of atoms of the config, where no coordinate gives it."""
    if numbers_of_values(data) == set():
        return False
    if is_of_its_run(data) and not (is_joined_along_keys(data) and has_other_values(data)):
        return True
    config = resolved_config(data).get("model", {})
    known = numbers_of_values(data) == {config.get("atoms")} or ATOMS in keyed(data).values()
    return is_joined_along_keys(data) and (known or has_tau_of_config(data))


def numbers_of_values(data, variable=None):
    """The numbers of atoms that all values may be of, by the results of this session that have them; none
    where these are of several, and None where nobody knows."""
    return common_of_values(data, variable, numbers_of)


@functools.lru_cache(maxsize=1024)
def numbers_of(text):
    """The numbers of atoms that points of a config have."""
    config = parsed(text, "a result of this session")
    if axis := axes_of(config).get(ATOMS):
        return frozenset(values_of(axis).tolist())
    return frozenset({config.get("model", {}).get("atoms")} - {None})


def is_joined_along_keys(data):
    """Whether coordinates have other values of keys than its config."""
    axes = scan_axes(data)
    for name, key in keyed(data).items():
        if key not in axes:
            if "." in key:
                return True
        elif has_others(data[name].values, values_of(axes[key])):
            return True
    return False
