# SPDX-License-Identifier: BSD-3-Clause
"""Which keys of its config a Dataset has by coordinates, and which values nobody knows any more.

A selection keeps the config of the whole scan, whose own value of a key that an axis gave is that
of no point. Without a coordinate (drop=True, a mean) nothing says which of its values it is.
"""

import re

from pairtwist.axis_values import has_others, values_of
from pairtwist.dataset import SECTIONS, resolved_config
from pairtwist.segments import ENTRY

OF_PROGRAM = {"long_name", "symbol"}  # attributes of coordinates that the program made
ATOMS = "model.atoms"
# Of coordinates without a key, as joins make them: pandas.Index([4, 8], name="N").
NAMES_OF_ATOMS = ("atoms", "N")


class _Unknown:
    """No value is equal to it, it itself least of all: two of them may differ."""

    def __eq__(self, other):
        return False

    __hash__ = object.__hash__

    def __str__(self):
        return "unknown"


UNKNOWN = _Unknown()


def key_of(name, coordinate, config):
    """The key that a coordinate gives, of one without attributes by its name; "" of any other."""
    key = coordinate.attrs.get("key")
    if key is not None:
        return "" if is_computed(name, coordinate, str(key), config) else str(key)
    if name in NAMES_OF_ATOMS:
        return ATOMS
    if OF_PROGRAM & coordinate.attrs.keys() and not is_loss_of_key(name, config):
        return ""
    scanned = [key for key in axes_of(config) if str(name) in names_of(key)]
    entries = [f"{section}.{key}" for section in SECTIONS for key in config.get(section, {})]
    parts = [f"{key}.{part}" for key in entries for part in ("abs", "phase")]  # of complex ones
    own = [key for key in entries if str(name) in names_of(key)]
    own += [key for key in parts if str(name) in names_of(key)[1:]]  # "abs" alone is of any
    if ENTRY.fullmatch(str(name)):
        own.append(str(name))
    found = set(scanned or own)
    return found.pop() if len(found) == 1 else ""


def is_computed(name, coordinate, key, config):
    """Whether a coordinate under a name of its own has values that its key's axis has not: arithmetic keeps
    attributes, as 1 / data.atoms does."""
    axis = axes_of(config).get(key)
    return axis is not None and str(name) not in names_of(key) and has_others(coordinate.values, values_of(axis))


def is_loss_of_key(name, config):
    """Whether a variable of results, made a coordinate by set_coords(), is what a key gives: kappa, but where
    kappa_tau_Q gives that."""
    loss = "model.kappa_tau_Q"
    return name == "kappa" and loss not in axes_of(config) and "kappa_tau_Q" not in config.get("model", {})


def names_of(key):
    """What an axis over a key may be called: "phase", "eta_phase" of model.eta.phase, "light_state", or whole."""
    _, *last = key.split(".")
    return last[-1], "_".join(last), key.replace(".", "_"), key


def keyed(data):
    """{name: key} of the coordinates that give a key of the config."""
    config = resolved_config(data)
    found = {name: key_of(name, values, config) for name, values in data.coords.items()}
    return {name: key for name, key in found.items() if key}


def scan_axes(data):
    """{key: entry} of the axes of the config's scan."""
    return axes_of(resolved_config(data))


def is_zip(data):
    """Whether all axes of the config's scan run together."""
    return resolved_config(data).get("scan", {}).get("mode") == "zip"


def axes_of(config):
    axes = config.get("scan", {}).get("axes", [])
    return {str(axis.get("key", "")): axis for axis in axes if isinstance(axis, dict)}


def is_scanned(key, data):
    """Whether the config's value of a key is not that of all points, whatever coordinates there are."""
    return key in keyed(data).values() or key in scan_axes(data)


def lost_axes(data):
    """The keys that the config scans and that no coordinate gives: of a selection with drop=True, a
    mean."""
    given = set(keyed(data).values())
    return [key for key in scan_axes(data) if key not in given]


def keys_of_config(data):
    """{"model.kappa": 0.1, ...}, the keys of what may tell files apart; UNKNOWN where an axis that
    was lost gave them."""
    config = resolved_config(data)
    found = {}
    for section in SECTIONS:
        for key, value in config.get(section, {}).items():
            found |= entries_of(f"{section}.{key}", value)
    for key in lost_axes(data):
        section, name, *_ = re.split(r"[.\[]", key)
        if section in SECTIONS:
            found[f"{section}.{name}"] = UNKNOWN
    return found


def entries_of(key, value):
    """A key with its value; of a list of tables, as segments of a pump are, those of each table."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return {key: value}
    return {f"{key}[{i}].{name}": one[name] for i, one in enumerate(value) for name in one}


# Which words of a key the others of its section mean something beside; the program refuses them
# beside any other. The config of a scan over words has those of all of them.
BESIDE = {
    "light.state": {
        "alpha": ["coherent", "cat"],
        "n": ["fock", "thermal"],
        "r": ["squeezed"],
        "angle": ["squeezed"],
        "parity": ["cat"],
        "path": ["file"],
    },
    "atoms.state": {"theta": ["coherent"], "phi": ["coherent"], "m": ["dicke"], "path": ["file"]},
    "solve.method": {
        "frame": ["auto", "fock"],
        "cutoff": ["auto", "fock", "joint"],
        "cutoff_exact": ["auto", "fock", "joint"],
        "trajectories": ["auto", "joint"],
        "seed": ["auto", "joint"],
    },
}


def without_meaning(found):
    """The keys that mean nothing beside the words that others have, or whose words nobody knows."""
    return {
        f"{owner.partition('.')[0]}.{key}"
        for owner, others in BESIDE.items()
        for key, words in others.items()
        if owner in found and found[owner] not in words
    }
