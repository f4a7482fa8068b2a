# SPDX-License-Identifier: BSD-3-Clause
"""Keys of configs that may tell files apart, or what is drawn of them."""

from pairtwist.dataset import SECTIONS
from pairtwist.known_keys import keyed, keys_of_config, without_meaning
from pairtwist.layers import selected
from pairtwist.origin import is_of_its_config
from pairtwist.start_files import ROLES
from pairtwist.words_of_python import ARRAYS


def settings(data):
    """The config's keys that may tell files apart: {"model.kappa": 0.1, ...}.

    Of a selection of a scan the values that it was selected by, instead of the config's; UNKNOWN
    where it has lost them. Of what another run gave that it was joined with, by its coordinates alone.
    """
    found = keys_of_config(data) if is_of_its_config(data) else {}
    for role in ROLES:
        if str(found.get(f"{role}.path", "")).startswith(ARRAYS):  # at which nothing is
            found[f"{role}.state"] = "an array"
    if not found.get("solve.trajectories"):  # of which these are
        found.pop("solve.seed", None)
    for name, key in keyed(data).items():
        coordinate = data[name]
        if coordinate.ndim == 0 and key.partition(".")[0] in SECTIONS:
            whole = key.removesuffix(".abs").removesuffix(".phase")  # one of both does not hold
            if whole != key:
                found.pop(whole, None)
            found[key] = coordinate.item()
    for key in without_meaning(found):
        found.pop(key, None)
    return found


def scanned_keys(data, config):
    """Those of a config whose value there is that of no point: an axis overrides them."""
    axes = [f"{key}." for name, key in keyed(data).items() if data[name].ndim]
    return {key for key in config if any(axis.startswith(f"{key}.") for axis in axes)}


def different_keys(configs, scanned):
    """Keys that tell configs apart, or that an axis gives in some of them."""
    by_some = set().union(*scanned)
    return [
        key
        for key in dict.fromkeys(key for config in configs for key in config)
        if key in by_some or any(config.get(key) != configs[0].get(key) for config in configs)
    ]


def drawn_settings(layers, files):
    """Of each layer, by what is drawn of its file: its settings, the keys that axes give, the fixed."""
    parts = [selected(files[layer.file], layer.indices) for layer in layers]
    configs = [settings(part) for part in parts]
    scanned = [scanned_keys(part, config) for part, config in zip(parts, configs)]
    fixed = [
        {key for name, key in keyed(part).items() if part[name].ndim < files[layer.file][name].ndim}
        for layer, part in zip(layers, parts)
    ]
    return configs, scanned, fixed


def is_common(key, configs):
    return all(key in one and one[key] == configs[0].get(key) for one in configs)
