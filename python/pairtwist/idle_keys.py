# SPDX-License-Identifier: BSD-3-Clause
"""Keys and axes of a scan's config that some of its points do not need.

The config of a scan over words (light.state, solve.method) has what each of them needs. Beside some
of the words alone the program refuses what means something for the others, and says of what.
"""

import re

from pairtwist.compiled import core
from pairtwist.errors import PairtwistError, UsageError
from pairtwist.start_files import ROLES
from pairtwist.toml import document
from pairtwist.warn import warn

# "config:12: atoms.theta: found a scan axis over this key, which means nothing for atoms.state = ..."
MEANS_NOTHING = re.compile(
    r"config:[\d:]+ (?:scan\.axes: )?([\w.\[\]]+)(?:: found [^;]*, which)? (means nothing [^;]*)"
)


def without_idle(config):
    """The config without what the program says means nothing in it.

    Of an axis in a grid that goes so, a warning says that its points are the same one.
    """
    while idle := first_idle(config):
        key, why = idle
        if not (remove_axis(config, key, why) or remove_key(config, key)):
            break
    return config


def first_idle(config):
    """(a key that means nothing, why) of a config, else None: what else is wrong others say."""
    starts = [(role, path_of(config, role), "", b"") for role in ROLES if path_of(config, role)]
    try:
        core().parse_config(document(config), "config", [], starts)
    except UsageError as error:
        found = MEANS_NOTHING.match(str(error))
        return found and found.groups()
    except PairtwistError:
        pass
    return None


def path_of(config, role):
    return config.get(role, {}).get("path")


def remove_axis(config, key, why):
    axes = config["scan"]["axes"]
    gone = next((axis for axis in axes if axis["key"] == key), None)
    if gone is None:
        return False
    axes.remove(gone)
    count = len(gone.get("values", ())) or int((gone.get("linspace") or gone["logspace"])[-1])
    if count > 1 and config["scan"].get("mode", "grid") == "grid":
        warn(
            f"config: found a selection with {count} points along the axis over {key}, which {why}: "
            "they are the same one, which is solved once"
        )
    return True


def remove_key(config, key):
    section, _, name = key.partition(".")
    return config.get(section, {}).pop(name, None) is not None
