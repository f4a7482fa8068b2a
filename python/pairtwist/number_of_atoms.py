# SPDX-License-Identifier: BSD-3-Clause
"""How many atoms a result is of: by its coordinates, else by a config that is of all of it."""

import numpy as np

from pairtwist.dataset import SECTIONS, resolved_config
from pairtwist.known_keys import ATOMS, OF_PROGRAM, key_of, lost_axes
from pairtwist.known_places import configs_of_values
from pairtwist.origin import NOT_OF_ITS_CONFIG, is_of_its_number, numbers_of, numbers_of_values


def is_of_atoms(name, data):
    """Whether a coordinate says N."""
    return key_of(name, data[name], resolved_config(data)) == ATOMS


def atoms(data, variable=None):
    """N as an int if all of `data` has the same, else the name of the coordinate that has it.

    data: a Dataset, perhaps reduced to some points (a scan over atoms is then a scalar coordinate).
    variable: the one that it is asked for; None: all. None where nothing says it: why_unknown().
    """
    for name, coordinate in data.coords.items():
        if is_of_atoms(name, data):
            if no_numbers(coordinate):
                return None
            values = set(coordinate.values.reshape(-1).tolist())
            return int(values.pop()) if len(values) == 1 else name
    if why_unknown(data, variable):
        return None
    numbers = numbers_of_values(data, variable) or ()
    found = [*numbers][0] if len(numbers) == 1 else resolved_config(data).get("model", {}).get("atoms")
    return None if found is None else int(found)


def no_numbers(coordinate):
    """Those of its values that are no number of atoms; places without any, NaN, are none."""
    values = coordinate.values.reshape(-1).astype(float)
    are_some = np.isfinite(values) & (values > 0) & (values == np.rint(values))
    return values[~(are_some | np.isnan(values))].tolist()


def why_unknown(data, variable=None):
    """What stands in the way of N, and the way out; "" where the config's is that of all points.

    For data without a coordinate of N, or with one that has other numbers.
    """
    config = resolved_config(data)
    if not config:
        return "nothing says how many atoms there are; give a Dataset of a result"
    for name, coordinate in data.coords.items():
        if is_of_atoms(name, data) and (wrong := no_numbers(coordinate)):
            return f"its coordinate {name!r} has {wrong[0]:g}, which is no number of atoms"
    numbers = numbers_of_values(data, variable)
    if numbers == set():
        several = sorted(set().union(*map(numbers_of, configs_of_values(data, variable))))
        return (
            f"its values are of results of {', '.join(map(str, several))} atoms, and no coordinate says "
            "which of these they are of; give each part its own before they are joined: "
            "data.assign_coords(atoms=...)"
        )
    if ATOMS in lost_axes(data):
        return (
            "its config scans model.atoms, and it has no coordinate that says which of these it is "
            "of (a selection with drop=True, a mean); keep the coordinate, or give it back: "
            "data.assign_coords(atoms=...)"
        )
    for name in joined_along(data, variable, config):
        return (
            f"it runs over {name!r}, which is no axis of its config (a join), and that is of one of "
            f"the results alone; say how many atoms each is of: "
            f'data.assign_coords(atoms=("{name}", [...]))'
        )
    if len(numbers or ()) != 1 and not is_of_its_number(data):
        return (
            f"{NOT_OF_ITS_CONFIG}; say how many atoms it is of: data.assign_coords(atoms=...)"
        )
    return ""


def joined_along(data, variable, config):
    """Dimensions along which nobody knows what changes: those of no axis, and of no key's name."""
    of_points = data["status"].dims if "status" in data else data.dims
    dims = data[variable].dims if variable else of_points
    return [name for name in dims if not is_known(data, name, config)]


def is_known(data, name, config):
    if name == "point" or any(name in config.get(section, {}) for section in SECTIONS):
        return True
    along = [(one, values) for one, values in data.coords.items() if values.dims == (name,)]
    if any(key_of(one, values, config) for one, values in along):
        return True
    return name in data.coords and bool(OF_PROGRAM & data[name].attrs.keys())
