# SPDX-License-Identifier: BSD-3-Clause
"""What is asked of a plot beside its files, checked as far as that goes without them."""

import dataclasses
import inspect
import json
import math
import re

import matplotlib.style
import numpy as np

from pairtwist.errors import ChoiceError
from pairtwist.labels import drawable
from pairtwist.selection import nearest_of

LARGEST_SIZE = 100.0  # inches
FITS = ("power",)
IMAGE_FORMATS = (".png", ".pdf", ".svg")
COLUMN = "column"  # a size: one column of a journal, with letters to match
COLUMN_WIDTH = 3.4  # inches: 86 mm
SCALES = {"1": 0, "N": 1, "N^2": 2}  # a quantity is divided by this power of N


@dataclasses.dataclass(frozen=True)
class Line:
    """A reference line."""

    value: float | str  # a name until named_lines.py has looked it up
    label: str
    curve: int | None = None  # that it belongs to, and whose colour it has
    beside: bool = False  # a map's cells, whose colours it is seen on otherwise


@dataclasses.dataclass(frozen=True)
class Choices:
    quantities: tuple[str, ...]  # (): the config's first
    at: dict  # {axis: value, or a list of values}
    log: frozenset | None  # of "x", "y", "z", the colour; None: none, not even by themselves
    xlim: tuple | None  # (a, b); None on either side: as far as the data go
    ylim: tuple | None
    title: str | None  # None: the file's
    size: tuple | None  # (width, height) in inches; the height None: as it fits
    column: bool  # for one column of a journal
    style: str | None  # of matplotlib
    hlines: tuple[Line, ...]
    vlines: tuple[Line, ...]
    fit: str | None
    flat: bool  # husimi as a map over its angles instead of a sphere
    scale: int | None  # of SCALES; None: as is usual for the quantity
    contours: tuple[Line, ...]  # of maps: levels, or events by name


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
    scale=None,
    contour=(),
):
    """The Choices of plotting.plot's arguments, numbers as such or as text. Raises ChoiceError."""
    quantity, xlim, ylim, size = map(split, (quantity, xlim, ylim, size))
    several = quantity if isinstance(quantity, list | tuple) else [] if quantity is None else [quantity]
    if wrong := [name for name in several if not isinstance(name, str)]:
        raise ChoiceError(f"quantity {wrong[0]!r}: expected a name, or a list of them")
    quantities = tuple(several)
    if title is not None and not isinstance(title, str):
        raise ChoiceError(f"title {title!r}: expected a text")
    if at is not None and not isinstance(at, dict):
        saved = f"; the third argument is at, and a picture is saved by plot(...).savefig({at!r})"
        raise ChoiceError(
            f'at {at!r}: expected axes and their values, {{"time": 0.01}}{saved if names_image(at) else ""}'
        )
    for name in quantities:
        if quantities.count(name) > 1:
            raise ChoiceError(f"quantity {name!r} is asked for twice")
    if fit is not None and fit not in FITS:
        raise ChoiceError(f"fit {fit!r}: there is {', '.join(FITS)}")
    if scale is not None and str(scale) not in SCALES:
        raise ChoiceError(f"scale {scale!r}: there are {', '.join(SCALES)}")
    return Choices(
        quantities=quantities,
        at={name: one_or_several(name, value) for name, value in dict(at or {}).items()},
        log=axes_of(log),
        xlim=limits("xlim", xlim),
        ylim=limits("ylim", ylim),
        title=title,
        size=(COLUMN_WIDTH, None) if is_column(size) else known_size(size),
        column=is_column(size),
        style=known_style(style),
        hlines=lines("hline", hline),
        vlines=lines("vline", vline),
        fit=fit,
        flat=flat,
        scale=None if scale is None else SCALES[str(scale)],
        contours=lines("contour", contour),
    )


def names_image(given):
    return str(given).lower().endswith(IMAGE_FORMATS)


def refuse_unknown(choices):
    """Raises ChoiceError for a keyword that choose() does not have."""
    known = list(inspect.signature(choose).parameters)
    for name in choices:
        if name not in known:
            raise ChoiceError(
                f'no choice {name!r}{nearest_of(name, known)}; an axis is fixed by at={{"{name}": value}}'
            )


def as_arguments(text):
    """What is said of options of the program, of arguments of plot(): at={"kappa": 1} of --at."""

    def argument(found):
        value = found[2] if is_number(found[2]) else json.dumps(found[2])
        return f'at={{"{found[1]}": {value}}}'

    text = re.sub(r"--at (\w+)=([^\s,;]+)", argument, text)
    text = re.sub(rf"--scale ({'|'.join(map(re.escape, SCALES))})(?![\w^])", r'scale="\1"', text)
    return re.sub(r"(?<![\w-])--(?=[a-z])", "", text)


def split(given):
    """The parts of what is written as in the command line, "qfi,purity"; anything else as it is."""
    if not isinstance(given, str) or "," not in given:
        return given
    return [part.strip() for part in given.split(",")]


def one_or_several(name, value):
    """A value of an axis, or a list of at least two."""
    if not isinstance(value, list | tuple | np.ndarray) or np.ndim(value) == 0:
        return value
    values = list(value)
    if not values:
        raise ChoiceError(f"--at {name}: no value is given")
    return values if len(values) > 1 else values[0]


def is_column(size):
    return isinstance(size, str | list) and size in (COLUMN, [COLUMN])


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
    if isinstance(log, str):
        log = log.split(",") if log else []
    if not isinstance(log, list | tuple | set | frozenset):
        raise ChoiceError(f"log {log!r}: expected x, y and z, as in 'x,y', or 'none'")
    names = [str(name).strip() for name in log]
    if names == ["none"]:
        return None
    for name in names:
        if name not in ("x", "y", "z"):
            raise ChoiceError(f"log {name!r}: there are x, y and, of a map's colours, z; or none")
    return frozenset(names)


def limits(name, pair):
    if pair is None:
        return None
    if not is_pair(pair):
        raise ChoiceError(
            f"{name} {as_given(pair)}: expected two numbers, A,B; one may be left out: 0,"
        )
    a, b = (None if end is None or end == "" else number(name, end) for end in pair)
    if a is None and b is None:
        raise ChoiceError(f"{name}: at least one of both ends must be given")
    if a == b:
        raise ChoiceError(f"{name}: both ends are {a:g}, which leaves nothing to show")
    return a, b


def is_pair(given):
    return isinstance(given, list | tuple | np.ndarray) and len(given) == 2


def as_given(value):
    """A value as one typed it: the command line has split its words at commas."""
    words = isinstance(value, list) and all(isinstance(part, str) for part in value)
    return ",".join(value) if words else repr(value)


def known_size(size):
    if size is None:
        return None
    if not is_pair(size):
        raise ChoiceError(
            f"size {as_given(size)}: expected width and height in inches, 5.6,3.8, or {COLUMN}"
        )
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
    """Lines from one or several of them: numbers, names, texts as on the command line, or pairs.

    A text is "V,..." or "V:LABEL,..."; a pair (number or name, label) has a label with commas, too.
    """
    if hasattr(given, "dtype"):  # of NumPy, xarray or pandas
        given = np.asarray(given).tolist()
    if given is None:
        given = ()
    if not isinstance(given, list | tuple) or is_with_label(given):
        given = [given]
    found = []
    for entry in given:
        if isinstance(entry, str):
            pairs = line_texts(entry)
        else:
            pairs = [entry if is_with_label(entry) else (entry, "")]
        for value, label in pairs:
            if not (isinstance(value, str) and value.isidentifier() and not is_number(value)):
                value = number(name, value)
            found.append(Line(value, drawable(label)))
    return tuple(found)


def is_with_label(entry):
    """Whether that is one line and its label, not several lines."""
    return isinstance(entry, tuple) and len(entry) == 2 and isinstance(entry[1], str)


def line_texts(text):
    """ "0.5:half,tau_Q" as [("0.5", "half"), ("tau_Q", "")]."""
    parts = [part.partition(":") for part in text.split(",") if part]
    return [(value.strip(), label) for value, _, label in parts]


def is_number(text):
    """Also of what Python takes for one, like nan."""
    try:
        float(text)
    except ValueError:
        return False
    return True
