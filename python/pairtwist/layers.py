# SPDX-License-Identifier: BSD-3-Clause
"""What one file shows of one quantity: which axes it has, and what is drawn over which.

The same for every kind of plot; what only some have (logarithms, fits) is in refine.py.
"""

import numpy as np

from pairtwist import events, labels
from pairtwist.along import keys_along, members_of
from pairtwist.component_labels import of_component
from pairtwist.computed import is_as_computed
from pairtwist.errors import ChoiceError
from pairtwist.photons_above import photons_above
from pairtwist.final_time import final_time
from pairtwist.last_times import at_last_time, note_on_last
from pairtwist.number_of_atoms import atoms, why_unknown
from pairtwist.picture import Layer, Panel
from pairtwist.placed_axes import place_axes
from pairtwist.selection import choose_indices, text_of_value
from pairtwist.statuses import GOOD, error_of, flags, mask_of, missing, note_on_changed

MOST_VALUES = 4_000_000  # of one plot


def panel_of(data, variable, at, file, choices):
    """The Panel of a variable of one file, a single layer. Raises ChoiceError."""
    indices = choose_indices(data, variable, at)
    whole = data[variable]
    for dimension in whole.dims:
        if whole.sizes[dimension] == 1:
            indices.setdefault(dimension, 0)
    leave_out_others_m(data, variable, indices)
    part = selected(data, indices)
    refuse_too_many(part, variable)
    divisor, power = divided_by(part, variable, choices.scale)
    layer = Layer(
        file=file,
        variable=variable,
        divisor=divisor,
        power=power,
        status=mask_of(data, variable),
        error=error_of(data, variable),
        at_last_time=at_last_time(part, variable),
        indices={k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in indices.items()},
        meaning=what_is_fixed(data, whole, indices, at),
    )
    changed = note_on_changed(data, variable, choices.scale)
    notes = missing(part, variable), photons_above(part, variable), changed
    panel = Panel(
        kind="curves",
        label=quantity_label(events.axis_label(data, variable), part[variable], power),
        x=None,
        layers=[layer],
        heading=layer.meaning,
        note="; ".join(filter(None, notes)),
        flags=flags(whole),
    )
    cuts = [name for name, index in indices.items() if isinstance(index, np.ndarray)]
    place_axes(panel, layer, part, [name for name in cuts if name in at])
    for drawn in (panel.x, panel.y, layer.curves):
        if drawn is not None and choices.log is None:
            drawn.logarithmic = False
    angles = {panel.x.dimension, panel.y.dimension if panel.y else ""}
    if angles == {"theta", "phi"} and not choices.flat:
        panel.kind = "sphere"
    drawn = "hatched" if panel.kind == "map" else "hollow"
    panel.note = "; ".join(filter(None, [panel.note, note_on_last(part, variable, drawn)]))
    return panel


def leave_out_others_m(data, variable, indices):
    """Takes out of what is drawn the m that only points with other numbers of atoms have."""
    values = selected(data, indices)[variable]
    for name in {"m", "m_prime", "coherence_order"} & set(values.dims):
        there = values.notnull().any([other for other in values.dims if other != name]).values
        if there.any() and not there.all():
            indices[name] = np.flatnonzero(there)


def quantity_label(label, values, power):
    """The label of a variable's values, with the component that they are of, over a power of N."""
    return labels.per_atoms(of_component(label, values), power)


def divided_by(part, variable, scale):
    """N, or the coordinate that has it, and its power: what the quantity is divided by; 0, 0.

    Unless asked for, Fisher informations of a result are shown over N^2. What carries no config, or
    was changed since it was computed, may be divided already. Times never are.
    """
    power = usual_power(part, variable) if scale is None else scale
    if not power or events.is_moment(part, variable):
        return 0, 0
    divisor = atoms(part, variable)
    if divisor is None:
        undivided = "" if scale else "; or draw it undivided: --scale 1"
        raise ChoiceError(
            f"{variable} over N{'^2' if power == 2 else ''}: {why_unknown(part, variable)}{undivided}"
        )
    return divisor, power


def usual_power(part, variable):
    """The power of N that a variable is shown over where no other is asked for."""
    fisher = labels.is_fisher_information(variable) and not flags(part[variable])
    of_result = "resolved_config" in part.attrs and is_as_computed(part[variable])
    return 2 if fisher and of_result else 0


def selected(data, indices):
    return data.isel({name: index for name, index in indices.items() if name in data.dims})


def part_of(layer, files):
    """What a layer shows of its file, with what has no logarithm cut away."""
    part = selected(files[layer.file], layer.indices)
    for axis in layer.positive:
        part = part.isel({axis.dimension: part[axis.coordinate].values > 0})
    return part


def x_of(layer, values, axis):
    """The values of a drawn x axis along some values of a layer."""
    x = values[axis.coordinate].values
    return x if layer.time_scale == 1 else x * layer.time_scale


def values_of(layer, files):
    """The values as they are drawn, a DataArray; its coordinates are the file's."""
    part = part_of(layer, files)
    values = part[layer.variable]
    if layer.status:
        values = values.where(part[layer.status] == GOOD)
    divisor = part[layer.divisor] if isinstance(layer.divisor, str) else layer.divisor
    return values / divisor**layer.power if layer.power else values


def refuse_too_many(part, variable):
    """At most two dimensions and a drawable number of values may be left."""
    values = part[variable]
    if len(values.dims) > 2:
        names = ", ".join(values.dims)
        *others, last = [f"--at {name}={example_value(part, name)}" for name in values.dims]
        raise ChoiceError(
            f"{variable} still runs over {len(values.dims)} axes ({names}) and a plot has two; "
            f"fix {len(values.dims) - 2} of them: {', '.join(others)} or {last}"
        )
    if len(values.dims) == 0:
        if why := missing(part, variable):
            raise ChoiceError(f"nothing to draw: {variable} is a single number: {why}")
        raise ChoiceError(f"nothing to draw: {variable} is the single number {float(values):.10g}")
    if values.size > MOST_VALUES:
        raise ChoiceError(
            f"{variable} has {values.size} values over {', '.join(values.dims)}; a plot takes at "
            f"most {MOST_VALUES}: fix an axis with --at"
        )


def example_value(part, name):
    """A value of an axis as one would type it."""
    return text_of_value(part[name].values[part.sizes[name] // 2])


def what_is_fixed(data, whole, indices, at):
    """The values that the user's --at chose, and a last time, with symbols and units; "" for none."""
    texts = []
    for name, value in at.items():
        if isinstance(value, list):
            continue
        dimension = members_of(data, whole.dims).get(name, name)
        several = isinstance(indices[dimension], np.ndarray)
        keys = () if several else keys_along(data, dimension)
        place = {dimension: np.atleast_1d(indices[dimension])[:1]}
        texts += labels.value_labels([data[key].isel(place) for key in keys or [name]], 1)
    return ", ".join(dict.fromkeys(filter(None, [final_time(data, whole.name), *texts])))
