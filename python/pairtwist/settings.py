# SPDX-License-Identifier: BSD-3-Clause
"""Keys of configs that may tell files apart, or what is drawn of them."""

from pairtwist.dataset import SECTIONS
from pairtwist.final_time import unit_of_time
from pairtwist.known_keys import keyed, keys_of_config, without_meaning
from pairtwist.layers import selected
from pairtwist.origin import is_of_its_config
from pairtwist.start_files import ROLES
from pairtwist.start_names import name_of_start, names_apart
from pairtwist.words_of_python import ARRAYS


def settings(data):
    """The config's keys that may tell files apart: {"model.kappa": 0.1, ...}.

    Of a selection of a scan the values that it was selected by, instead of the config's; UNKNOWN
    where it has lost them. Of what another run gave that it was joined with, by its coordinates alone.
    """
    found = keys_of_config(data) if is_of_its_config(data) else {}
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
    for key in filter(is_time, found):
        if isinstance(found[key], int | float):
            found[key] = TimeOfPump(found[key], unit_of_time(data))
    for role in ROLES:
        name_start(found, role, data)
    return found


class TimeOfPump(float):
    """A time of a config, which is another one in another unit."""

    def __new__(cls, value, unit):
        time = super().__new__(cls, value)
        time.unit = unit
        return time

    def __eq__(self, other):
        same_unit = isinstance(other, TimeOfPump) and self.unit == other.unit
        return same_unit and float(self) == float(other)

    def __ne__(self, other):  # float has one of its own
        return not self == other

    def __hash__(self):
        return hash((float(self), self.unit))


def is_time(key):
    """Whether a key of the config is a time at which the pump changes."""
    return key == "pump.switch_off" or key.startswith("pump.segments[") and key.endswith(".until")


def name_start(found, role, data):
    """Of a state from a file its name, or that of an array, stands for the word that says so."""
    path = str(found.get(f"{role}.path", ""))
    name = name_of_start(data, role, path)
    if path.startswith(ARRAYS):  # at which nothing is
        found[f"{role}.state"] = "an array"
        found[f"{role}.path"] = name
    found.pop(f"{role}.state" if name else f"{role}.path", None)


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
    tell_starts_apart(configs, parts)
    scanned = [scanned_keys(part, config) for part, config in zip(parts, configs)]
    fixed = [
        {key for name, key in keyed(part).items() if part[name].ndim < files[layer.file][name].ndim}
        for layer, part in zip(layers, parts)
    ]
    return configs, scanned, fixed


def tell_starts_apart(configs, parts):
    """Names of start states in configs become those that the parts' own differ by."""
    for role in ROLES:
        key = f"{role}.path"
        own = [i for i, config in enumerate(configs) if isinstance(config.get(key), str)]
        hashes = [str(parts[i].attrs.get(f"{role}_sha256", "")) for i in own]
        for i, name in zip(own, names_apart([configs[i][key] for i in own], hashes) if own else []):
            configs[i][key] = name


def is_common(key, configs):
    return all(key in one and one[key] == configs[0].get(key) for one in configs)
