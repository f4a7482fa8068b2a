"""What one file shows of one quantity: which axes it has, and what is drawn over which.

The same for every kind of plot; what only some have (logarithms, fits) is in refine.py.
"""

import numpy as np

from pairtwist import labels
from pairtwist.dataset import atoms, scan_axes, zip_keys
from pairtwist.errors import ChoiceError
from pairtwist.picture import Axis, Companion, Layer, Panel
from pairtwist.selection import EXTREMA, choose_indices, text_of_value

MOST_LEGEND_ENTRIES = 12  # beyond: a colourbar
MOST_CURVES = 30  # beyond: a map over time
MOST_MARKERS = 40  # a curve over a scan axis shows its points up to here
MOST_VALUES = 4_000_000  # of one plot
PROBABILITIES = ("photon_distribution", "husimi")
ALWAYS_MAPPED = ("photons", "angle")  # over another axis; curves of them would be hard to read


def panel_of(data, variable, at, file, flat):
    """The Panel of a variable of one file, a single layer. Raises ChoiceError."""
    indices = choose_indices(data, variable, at)
    whole = data[variable]
    for dimension in whole.dims:
        if whole.sizes[dimension] == 1:
            indices.setdefault(dimension, 0)
    part = selected(data, indices)
    values = part[variable]
    refuse_too_many(part, variable)
    layer = Layer(
        file=file,
        variable=variable,
        divisor=atoms(part) if labels.is_fisher_information(variable) else 0,
        indices={k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in indices.items()},
        meaning=what_is_fixed(data, whole, indices, at),
    )
    label = labels.axis_label(whole)
    panel = Panel(
        kind="curves",
        label=labels.per_atoms_squared(label) if layer.divisor else label,
        x=None,
        layers=[layer],
        heading=layer.meaning,
        note=missing_points(part, values),
    )
    place_axes(panel, layer, part, values)
    if {panel.x.dimension, panel.y.dimension if panel.y else ""} == {"theta", "phi"} and not flat:
        panel.kind = "sphere"
    return panel


def selected(data, indices):
    return data.isel({name: index for name, index in indices.items() if name in data.dims})


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
    """The values that the user's --at chose, with symbols and units; "" for none."""
    texts = []
    for name in at:
        dimension = name if name in whole.dims else "point"
        coordinate = data[name].isel({dimension: np.atleast_1d(indices[dimension])[:1]})
        texts += labels.value_labels([coordinate], 1)
    return ", ".join(texts)


def missing_points(part, values):
    """A note on points that have no value at all, by status; "" if there are none."""
    axes = [name for name in scan_axes(part) if name in values.dims]
    others = [name for name in values.dims if name not in axes]
    status = part["status"]
    empty = values.isnull().all(others) if others else values.isnull()
    failed = (empty & (status != 0)).values
    if not failed.any():
        return ""
    names = dict(
        zip(
            np.atleast_1d(status.attrs.get("flag_values", [])).tolist(),
            str(status.attrs.get("flag_meanings", "")).split(),
        )
    )
    codes, counts = np.unique(
        np.broadcast_to(status.values, failed.shape)[failed], return_counts=True
    )
    why = ", ".join(f"{count} {names.get(int(c), c)}" for c, count in zip(codes, counts))
    return f"{failed.sum()} of {failed.size} points missing: {why}"


def place_axes(panel, layer, part, values):
    """Decides between one curve, several and a map, and what stands on which axis."""
    if len(values.dims) == 1:
        (x,) = values.dims
        other = None
    elif "time" in values.dims:
        x, (other,) = "time", [name for name in values.dims if name != "time"]
    else:
        other, x = values.dims  # the faster one along x
        if x == "component" or (x == "photons" and other != "point"):
            other, x = x, other
    panel.x = axis(part, x)
    note_order(layer, part, panel.x)
    panel.zero_line = layer.variable.startswith("bell")
    if other is None:
        panel.kind = "bars" if x == "photons" else "curves"
        panel.markers = x not in ("photons", "time") and values.sizes[x] <= MOST_MARKERS
        layer.companions = companions(part, layer.variable, None)
        return
    both_scanned = x not in ("time", "angle") and other not in ("component", "point")
    if both_scanned or other in ALWAYS_MAPPED or values.sizes[other] > MOST_CURVES:
        panel.kind = "map"
        panel.y = axis(part, other, "point" if other == "point" else None)
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
    layer.companions = companions(part, layer.variable, other)


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
    if coordinate is None and dimension == "point":
        changing = [key for key in zip_keys(part) if len(set(part[key].values.tolist())) > 1]
        coordinate = changing[0] if changing else "point"
    values = part[coordinate or dimension]
    return Axis(
        dimension,
        str(values.name),
        labels.axis_label(values),
        labels.is_logarithmic(values),
        whole=dimension == "photons",
        angle=dimension in ("angle", "theta", "phi"),
        downward=dimension == "theta",
    )


def companions(part, variable, other):
    """Closed approximations of the QFI in the same file, over the same dimensions."""
    kind = variable.removeprefix("qfi")
    if kind not in ("", *EXTREMA):
        return []
    found = []
    for base, label in labels.APPROXIMATIONS.items():
        name = base + kind
        if name not in part:
            continue
        at = None
        if other is not None:
            here = part[name].transpose(other, ...).values
            good = np.flatnonzero(np.isfinite(here).any(axis=1))
            at = int(good[0]) if len(good) else 0
            if any(not np.allclose(here[i], here[at], rtol=1e-9, equal_nan=True) for i in good):
                at = None
        found.append(Companion(name, label, at))
    return found
