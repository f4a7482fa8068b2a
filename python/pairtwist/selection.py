# SPDX-License-Identifier: BSD-3-Clause
"""From a user's --quantity and --at to indices into a dataset; says what there is when it fails."""

import difflib

import numpy as np

from pairtwist.along import members_of
from pairtwist.dataset import resolved_config
from pairtwist.errors import ChoiceError
from pairtwist.plottable import refuse_values
from pairtwist.spacing import is_geometric, is_regular
from pairtwist.words import words_of

# What a scalar quantity leaves behind with over_time = "extrema", the one plotted by default first.
EXTREMA = ("_max", "_final", "_min", "_max_time", "_min_time")

SCALES = ("time", "angle", "theta", "phi")  # their samples stand for all values between
MANY = 40  # names, which are not listed where the nearest of them is near
WHOLE = ("photons", "coherence_order")
AS_A_SCALE = 10  # values of a list, as of np.linspace(): so many that are even are one


def variables(data):
    """Names of all that can be drawn."""
    return [name for name in data.data_vars if np.issubdtype(data[name].dtype, np.number)]


def variable_of(data, quantity):
    """The variable that shows a quantity, its maximum where only extrema were kept; or None."""
    for candidate in (quantity, *(quantity + ending for ending in EXTREMA), quantity + "_re"):
        if candidate in variables(data):
            return candidate
    return None


def choose_quantity(files, names):
    """The first quantity of the first file's config that every file has; else its first variable.

    names: what to call the files in the message of the ChoiceError where there is none.
    """
    wanted = quantities_of(files[0])
    for name in [*wanted, *variables(files[0])[:1]]:
        if all(variable_of(data, name) for data in files):
            return name
    for data in files:
        if not data.data_vars:
            raise ChoiceError("nothing to draw: found a Dataset without a variable")
        if not variables(data):
            refuse_values(data, next(iter(data.data_vars)))
    lists = "; ".join(
        f"{name} has " + ", ".join(quantities_of(data) or variables(data))
        for name, data in zip(names, files)
    )
    raise ChoiceError(f"these files have no quantity in common: {lists}")


def quantities_of(data):
    """Those of its config; () of what carries none."""
    return resolved_config(data).get("output", {}).get("quantities", ())


def choose_variable(data, quantity):
    """Name of the variable that shows `quantity`. Raises ChoiceError with the nearest names."""
    found = variable_of(data, quantity)
    if found or quantity in data.data_vars:
        refuse_values(data, found or quantity)
        return found
    names = variables(data)
    raise ChoiceError(f"no quantity {quantity!r} in this file{nearest_of(quantity, names)}")


def nearest_of(name, names):
    """The end of a message about a name that is none of these: which there are, or the nearest."""
    near = difflib.get_close_matches(name, names, 1)
    if near and len(names) > MANY:
        return f"; did you mean {near[0]!r}?"
    every = f"There are: {', '.join(names)}" if names else "There is none"
    return (f"; did you mean {near[0]!r}?" if near else ".") + f" {every}"


def text_of_value(value):
    """A coordinate's value as one would type it."""
    return f"{value:.10g}" if isinstance(value, np.number) else str(value)


def choose_indices(data, variable, at):
    """{dimension: index or array of indices} of `variable` for at = {name: value or values}."""
    dims = data[variable].dims
    members = members_of(data, dims)
    chosen = {}
    for name, given in at.items():
        values = given if isinstance(given, list) else [given]
        if name in dims:
            found = list(dict.fromkeys(index_of(data, name, value) for value in values))
            chosen[name] = found[0] if len(found) == 1 else np.array(found)
        elif along := members.get(name):
            points = np.flatnonzero(np.any([matches(data, name, v) for v in values], axis=0))
            if along in chosen:
                points = np.intersect1d(points, np.atleast_1d(chosen[along]))
            if len(points) == 0:
                raise ChoiceError(f"no point has {name} = {given} together with the other --at")
            chosen[along] = int(points[0]) if len(points) == 1 else points
        else:
            choices = ", ".join([*dims, *members]) or "none: it is a single number"
            raise ChoiceError(f"{variable} has no axis {name!r}; its axes are: {choices}")
    return chosen


def axis_name(data, name):
    """The axis that is meant by the keyword of its key: "abs" by "eta_abs" of scan()."""
    if name in data.coords or name in data.dims:
        return name
    for coordinate in data.coords.values():
        if not coordinate.ndim:
            continue
        key = str(coordinate.attrs.get("key", ""))
        section, _, last = key.partition(".")
        if name in (key, last, last.replace(".", "_"), key.replace(".", "_")) and section and last:
            return str(coordinate.name)
    return name


def nearest_taken(data, variable, at):
    """Texts on those values of at that are none of the axis, and the ones taken instead."""
    texts = []
    for name, given in at.items():
        if name not in data[variable].dims:
            continue
        for value in given if isinstance(given, list) else [given]:
            taken = data[name].values[index_of(data, name, value)]
            if not is_same(data[name].values, taken, value):
                texts.append(f"no {name} = {value} in this file; taken is {text_of_value(taken)}")
    return texts


def is_same(values, taken, value):
    if not np.issubdtype(values.dtype, np.number):
        return True
    return abs(taken - float(value)) <= 1e-6 * abs(float(value)) + 1e-12 * np.abs(values).max()


def has_axis(data, variable, name):
    """Whether --at may fix `name` of a variable."""
    dims = data[variable].dims
    return name in dims or name in members_of(data, dims)


def index_of(data, name, value):
    """Index of the one entry of dimension `name` that is `value`, or on a scale the nearest."""
    between = nearest_index(data[name], value)
    return int(np.flatnonzero(matches(data, name, value))[0]) if between is None else between


def nearest_index(coordinate, value):
    """Of a value between the ends of an axis that samples a scale; None beyond, or of a list."""
    values = coordinate.values
    spacing = str(coordinate.attrs.get("spacing", ""))
    if not np.issubdtype(values.dtype, np.number) or coordinate.name in WHOLE:
        return None
    listed = coordinate.name not in SCALES and not spacing.startswith(("linear", "log"))
    if listed and not (len(values) >= AS_A_SCALE and is_regular(values)):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    if not values.min() <= number <= values.max():
        return None
    if number > 0 and (spacing.startswith("log") or listed and is_geometric(values)):
        values, number = np.log(values), np.log(number)
    return int(np.argmin(np.abs(values - number)))


def matches(data, name, value):
    """Where coordinate `name` is `value` (numbers: to 1e-6 of it); at least one place."""
    values = data[name].values
    if not np.issubdtype(values.dtype, np.number):
        nearest = words_of(values)
        found = np.array([word == str(value) for word in nearest])
    else:
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise ChoiceError(f"{name} = {value!r} is not a number") from None
        if not np.isfinite(number):
            raise ChoiceError(f"{name} = {value} is not finite")
        found = np.abs(values - number) <= 1e-6 * abs(number) + 1e-12 * np.abs(values).max()
        order = np.argsort(np.abs(values - number), kind="stable")
        found &= np.abs(values - number) <= np.abs(values - number)[order[0]]
        nearest = [f"{x:.10g}" for x in sorted(set(values[order[:5]].tolist()))]
    if not found.any():
        raise ChoiceError(
            f"no {name} = {value} in this file; the nearest of its {len(values)} values: "
            f"{', '.join(nearest[:12])}"
        )
    return found
