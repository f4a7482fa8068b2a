# SPDX-License-Identifier: BSD-3-Clause
"""What one file shows of one quantity: which axes it has, and what is drawn over which.

The same for every kind of plot; what only some have (logarithms, fits) is in refine.py.
"""

import numpy as np

from pairtwist import events, labels
from pairtwist.component_labels import of_component
from pairtwist.computed import is_as_computed
from pairtwist.curve_order import sort_curves
from pairtwist.dataset import zip_keys
from pairtwist.errors import ChoiceError
from pairtwist.photons_above import photons_above
from pairtwist.final_time import final_time
from pairtwist.last_times import at_last_time, note_on_last
from pairtwist.number_of_atoms import atoms, why_unknown
from pairtwist.picture import Axis, Companion, Layer, Panel
from pairtwist.selection import EXTREMA, WHOLE, choose_indices, text_of_value
from pairtwist.spacing import is_logarithmic, list_ticks
from pairtwist.statuses import GOOD, error_of, flags, mask_of, missing, note_on_changed

MOST_LEGEND_ENTRIES = 12  # beyond: a colourbar
MOST_CURVES = 30  # beyond: a map over time
MOST_MARKERS = 40  # a curve over a scan axis shows its points up to here
MOST_VALUES = 4_000_000  # of one plot
PROBABILITIES = ("photon_distribution", "husimi")
EVEN = ("photons", "coherence_order", "angle", "theta", "phi", "m", "m_prime", "point")
ALWAYS_MAPPED = ("photons", "angle")  # over another axis; curves of them would be hard to read


def panel_of(data, variable, at, file, choices):
    """The Panel of a variable of one file, a single layer. Raises ChoiceError."""
    indices = choose_indices(data, variable, at)
    whole = data[variable]
    for dimension in whole.dims:
        if whole.sizes[dimension] == 1:
            indices.setdefault(dimension, 0)
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


def quantity_label(label, values, power):
    """The label of a variable's values, with the component that they are of, over a power of N."""
    return labels.per_atoms(of_component(label, values), power)


def divided_by(part, variable, scale):
    """N, or the coordinate that has it, and its power: what the quantity is divided by; 0, 0.

    Unless asked for, Fisher informations of a result are shown over N^2. What carries no config, or
    was changed since it was computed, may be divided already.
    """
    power = usual_power(part, variable) if scale is None else scale
    if not power:
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
        dimension = name if name in whole.dims else "point"
        several = isinstance(indices[dimension], np.ndarray)
        keys = zip_keys(data) if dimension == "point" and not several else ()
        place = {dimension: np.atleast_1d(indices[dimension])[:1]}
        texts += labels.value_labels([data[key].isel(place) for key in keys or [name]], 1)
    return ", ".join(dict.fromkeys(filter(None, [final_time(data, whole.name), *texts])))


def place_axes(panel, layer, part, cuts):
    """Decides between one curve, several and a map, and what stands on which axis.

    cuts: dimensions of which some values were chosen; each is a curve.
    """
    values = part[layer.variable]
    cut = next((name for name in cuts if name in values.dims), None)
    if len(values.dims) == 1:
        (x,) = values.dims
        other = None
    elif cut:
        other, (x,) = cut, [name for name in values.dims if name != cut]
    elif "time" in values.dims:
        x, (other,) = "time", [name for name in values.dims if name != "time"]
    else:
        other, x = values.dims  # the faster one along x
        if x == "component" or (x == "photons" and other != "point"):
            other, x = x, other
    panel.x = axis(part, x)
    note_order(layer, part, panel.x)
    panel.zero_line = layer.variable.startswith("bell") and not panel.flags
    if other is None:
        panel.kind = "bars" if x == "photons" else "curves"
        panel.markers = x not in ("photons", "time") and values.sizes[x] <= MOST_MARKERS
        panel.markers |= bool(panel.flags)
        layer.companions = companions(part, layer.variable)
        return
    both_scanned = x not in ("time", "angle") and other not in ("component", "point")
    mapped = (both_scanned or other in ALWAYS_MAPPED) and not cut
    if mapped or values.sizes[other] > MOST_CURVES or panel.flags:
        panel.kind = "map"
        panel.y = axis(part, other, "point" if other == "point" else None)
        for drawn in (panel.x, panel.y):
            drawn.ticks = list_ticks(part[drawn.coordinate])
        note_order(layer, part, panel.y)
        panel.zero_line = False
        finite = values.values[np.isfinite(values.values)]
        both_signs = bool(finite.size) and finite.min() < 0 < finite.max()
        # A probability below 0 is rounding.
        panel.signed = both_signs and not layer.variable.startswith(PROBABILITIES)
        return
    panel.markers = x != "time" and values.sizes[x] <= MOST_MARKERS
    layer.curves = axis(part, other)
    layer.curve_labels = curve_labels(part, other)
    panel.colourbar = len(layer.curve_labels) > MOST_LEGEND_ENTRIES
    layer.companions = companions(part, layer.variable)
    sort_curves(layer, part)


def curve_labels(part, dimension):
    """A legend text for each place along a dimension."""
    names = zip_keys(part) if dimension == "point" else (dimension,)
    coordinates = [part[name] for name in names or ("point",)]
    return labels.value_labels(coordinates, part.sizes[dimension])


def note_order(layer, part, axis):
    """Lines and cells go up their axis, whatever the order of the scan's values."""
    values = part[axis.coordinate].values
    if np.issubdtype(values.dtype, np.number) and (np.diff(values) < 0).any():
        layer.unsorted.append(axis.coordinate)


def axis(part, dimension, coordinate=None):
    """The axis of a dimension; for `point`, unless told, of the first key along it that changes."""
    changing = changing_keys(part) if dimension == "point" else []
    if coordinate is None and dimension == "point":
        coordinate = changing[0] if changing else "point"
    values = part[coordinate or dimension]
    others = [labels.symbol(part[key]) for key in changing if key != coordinate]
    return Axis(
        dimension,
        str(values.name),
        labels.together(labels.axis_label(values), others),
        is_logarithmic(values) and values.name not in EVEN,
        whole=(coordinate or dimension) in (*WHOLE, "point"),
        angle=dimension in ("angle", "theta", "phi"),
        downward=dimension == "theta",
    )


def changing_keys(part):
    """The keys along `point` of which it has several values: they run together."""
    return [key for key in zip_keys(part) if len(set(part[key].values.tolist())) > 1]


def companions(part, variable):
    """Closed approximations of the QFI in the same file, over the same dimensions."""
    kind = variable.removeprefix("qfi")
    if kind not in ("", *EXTREMA) or not is_as_computed(part[variable]):
        return []
    return [
        Companion(base + kind, label, mask_of(part, base + kind))
        for base, label in labels.APPROXIMATIONS.items()
        if base + kind in part
    ]
