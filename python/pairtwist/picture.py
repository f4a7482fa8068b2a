"""What a plot shows, as plain data: read off a dataset here, turned into a script by script.py.

Nothing here draws, and nothing here holds values of the quantity itself.
"""

import dataclasses

import numpy as np

from pairtwist import labels
from pairtwist.dataset import atoms, scan_axes, zip_keys
from pairtwist.errors import ChoiceError
from pairtwist.selection import EXTREMA, choose_indices, choose_variable

MOST_LEGEND_ENTRIES = 12  # beyond: a colourbar
MOST_CURVES = 30  # beyond: a map over time
MOST_MARKERS = 40  # a curve over a scan axis shows its points up to here
MOST_VALUES = 4_000_000  # of one plot


@dataclasses.dataclass
class Axis:
    """A drawn axis: the coordinate whose values it shows."""

    dimension: str  # of the variable
    coordinate: str  # the dimension itself, or a key along `point`
    label: str
    logarithmic: bool
    whole: bool = False  # only whole numbers mean something on it


@dataclasses.dataclass
class Companion:
    """A closed approximation beside the QFI."""

    variable: str
    label: str
    at: int | None  # it is the same for all curves: the curve to take it from; None: one each


@dataclasses.dataclass
class Picture:
    variable: str
    label: str  # of the quantity, with units
    divisor: int | str  # N, or its coordinate, where the quantity is shown over N^2; else 0
    indices: dict  # dimension: index, or list of indices along `point`
    fixed: str  # "t = 0.01, kappa = 1": what the indices mean
    x: Axis
    y: Axis | None = None  # map only
    curves: Axis | None = None  # what tells the curves apart; None: a single curve or a map
    curve_labels: list[str] = dataclasses.field(default_factory=list)  # [] with a colourbar
    companions: list[Companion] = dataclasses.field(default_factory=list)
    markers: bool = False
    bars: bool = False  # instead of a single curve
    zero_line: bool = False
    signed: bool = False  # a map with values of both signs
    unsorted: list[str] = dataclasses.field(default_factory=list)  # coordinates to sort by
    title: str = ""
    note: str = ""  # how many points are missing, and why


def describe(data, quantity=None, at=None):
    """The Picture of a quantity; see plotting.plot for the rules. Raises ChoiceError."""
    variable = choose_variable(data, quantity)
    indices = choose_indices(data, variable, at or {})
    whole = data[variable]
    for dimension in whole.dims:
        if whole.sizes[dimension] == 1:
            indices.setdefault(dimension, 0)
    part = data.isel({key: value for key, value in indices.items() if key in data.dims})
    values = part[variable]
    refuse_too_many(part, variable)

    picture = Picture(
        variable=variable,
        label=labels.axis_label(whole),
        divisor=0,
        indices={k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in indices.items()},
        fixed=what_is_fixed(data, whole, indices, at or {}),
        x=None,
        title=labels.drawable(str(data.attrs.get("title", ""))),
        note=missing_points(part, values),
    )
    if labels.is_fisher_information(variable):
        picture.divisor = atoms(part)
        picture.label = labels.per_atoms_squared(picture.label)
    place_axes(picture, part, values)
    return picture


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
    middle = part[name].values[part.sizes[name] // 2]
    return f"{middle:.10g}" if isinstance(middle, np.number) else str(middle)


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


def place_axes(picture, part, values):
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
    picture.x = axis(part, x)
    note_order(picture, part, picture.x)
    picture.zero_line = picture.variable.startswith("bell")
    if other is None:
        picture.bars = x == "photons"
        picture.markers = not picture.bars and x != "time" and values.sizes[x] <= MOST_MARKERS
        picture.companions = companions(part, picture, None)
        return
    both_scanned = x != "time" and other not in ("component", "point")
    if both_scanned or other == "photons" or values.sizes[other] > MOST_CURVES:
        picture.y = axis(part, other, "point" if other == "point" else None)
        note_order(picture, part, picture.y)
        picture.zero_line = False
        finite = values.values[np.isfinite(values.values)]
        both_signs = bool(finite.size) and finite.min() < 0 < finite.max()
        picture.signed = both_signs and other != "photons"  # a probability below 0 is rounding
        return
    picture.curves = axis(part, other)
    picture.markers = x != "time" and values.sizes[x] <= MOST_MARKERS
    if values.sizes[other] <= MOST_LEGEND_ENTRIES:
        names = zip_keys(part) if other == "point" else (other,)
        picture.curve_labels = labels.value_labels(
            [part[name] for name in names or ("point",)], values.sizes[other]
        )
    picture.companions = companions(part, picture, other)


def note_order(picture, part, axis):
    """Lines and cells go up their axis, whatever the order of the scan's values."""
    values = part[axis.coordinate].values
    if np.issubdtype(values.dtype, np.number) and (np.diff(values) < 0).any():
        picture.unsorted.append(axis.coordinate)


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
    )


def companions(part, picture, other):
    """Closed approximations of the QFI in the same file, over the same dimensions."""
    kind = picture.variable.removeprefix("qfi")
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
