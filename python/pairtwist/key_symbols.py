# SPDX-License-Identifier: BSD-3-Clause
"""Coordinates of a join, which have only a name, are called as the axes of a scan over their keys are."""

from pairtwist.dataset import resolved_config
from pairtwist.known_keys import OF_PROGRAM, keyed
from pairtwist.labels import SYMBOLS, unit_of_key


def with_symbols(data):
    """A Dataset whose coordinates have the symbols and units of their keys, where they have none of
    their own: pandas.Index([0.0, 0.1], name="dephasing")."""
    rate_unit = str(resolved_config(data).get("model", {}).get("rate_unit", "1"))
    found = data.copy()
    for name, key in keyed(data).items():
        attributes = found[name].attrs
        if key in SYMBOLS and not {"key", *OF_PROGRAM} & attributes.keys():
            units = unit_of_key(key, rate_unit)
            attributes.update({"units": units, **attributes, "symbol": SYMBOLS[key], "key": key})
    return found
