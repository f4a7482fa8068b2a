"""What is asked of a plot beside its files, checked as far as that goes without them."""

import dataclasses
import math

import matplotlib.style

from pairtwist.errors import ChoiceError
from pairtwist.labels import drawable
from pairtwist.selection import nearest_of

LARGEST_SIZE = 100.0  # inches
FITS = ("power",)


@dataclasses.dataclass(frozen=True)
class Line:
    """A reference line."""

    value: float
    label: str


@dataclasses.dataclass(frozen=True)
class Choices:
    quantities: tuple[str, ...]  # (): the config's first
    at: dict  # {axis: value}
    log: frozenset  # of "x", "y", "z", the colour
    xlim: tuple | None  # (a, b); None on either side: as far as the data go
    ylim: tuple | None
    title: str | None  # None: the file's
    size: tuple | None  # (width, height) in inches
    style: str | None  # of matplotlib
    hlines: tuple[Line, ...]
    vlines: tuple[Line, ...]
    fit: str | None
    flat: bool  # husimi as a map over its angles instead of a sphere


def choose(
    quantity=None,
    at=None,
    log=(),
    xlim=None,
    ylim=None,
    title=None,
    size=None,
    style=None,
    hline=(),
    vline=(),
    fit=None,
    flat=False,
):
    """The Choices of plotting.plot's arguments, numbers as such or as text. Raises ChoiceError."""
    quantities = (quantity,) if isinstance(quantity, str) else tuple(quantity or ())
    for name in quantities:
        if quantities.count(name) > 1:
            raise ChoiceError(f"quantity {name!r} is asked for twice")
    if fit is not None and fit not in FITS:
        raise ChoiceError(f"fit {fit!r}: there is {', '.join(FITS)}")
    return Choices(
        quantities=quantities,
        at=dict(at or {}),
        log=axes_of(log),
        xlim=limits("xlim", xlim),
        ylim=limits("ylim", ylim),
        title=title,
        size=known_size(size),
        style=known_style(style),
        hlines=lines("hline", hline),
        vlines=lines("vline", vline),
        fit=fit,
        flat=flat,
    )


def number(name, text):
    try:
        value = float(text)
    except (TypeError, ValueError):
        raise ChoiceError(f"{name}: {text!r} is not a number") from None
    if not math.isfinite(value):
        raise ChoiceError(f"{name}: {text} is not finite")
    return value


def axes_of(log):
    """ "x,y" or ["x", "y"] as a set."""
    names = [name.strip() for name in log.split(",")] if isinstance(log, str) and log else list(log)
    for name in names:
        if name not in ("x", "y", "z"):
            raise ChoiceError(f"log {name!r}: there are x, y and, of a map's colours, z")
    return frozenset(names)


def limits(name, pair):
    if pair is None:
        return None
    if isinstance(pair, str) or len(pair) != 2:
        raise ChoiceError(f"{name} {pair!r}: expected two numbers, A,B; one may be left out: 0,")
    a, b = (None if end is None or end == "" else number(name, end) for end in pair)
    if a is None and b is None:
        raise ChoiceError(f"{name}: at least one of both ends must be given")
    if a == b:
        raise ChoiceError(f"{name}: both ends are {a:g}, which leaves nothing to show")
    return a, b


def known_size(size):
    if size is None:
        return None
    if isinstance(size, str) or len(size) != 2:
        raise ChoiceError(f"size {size!r}: expected width and height in inches: 5.6,3.8")
    found = tuple(number("size", length) for length in size)
    for length in found:
        if not 0.5 <= length <= LARGEST_SIZE:
            raise ChoiceError(f"size: {length:g} inches; allowed are 0.5 ... {LARGEST_SIZE:g}")
    return found


def known_style(style):
    if style is None or style == "default" or style in matplotlib.style.available:
        return style
    names = [name for name in matplotlib.style.available if not name.startswith("_")]
    raise ChoiceError(f"matplotlib has no style {style!r}{nearest_of(style, names)}")


def lines(name, given):
    """Lines from one or a list of them, each a number or (number, label)."""
    if not isinstance(given, list) and given != ():
        given = [given]
    found = []
    for entry in given:
        value, label = entry if isinstance(entry, tuple) else (entry, "")
        found.append(Line(number(name, value), drawable(label)))
    return tuple(found)
