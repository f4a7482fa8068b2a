# SPDX-License-Identifier: BSD-3-Clause
"""What a plot shows, as plain data: read off datasets by describe.py, turned into a script by
script.py. Nothing here draws, and nothing here holds values of the quantity itself.
"""

import dataclasses

from pairtwist.choices import Line


@dataclasses.dataclass
class Axis:
    """A drawn axis: the coordinate whose values it shows."""

    dimension: str  # of the variable
    coordinate: str  # the dimension itself, or a key along `point`
    label: str
    logarithmic: bool
    whole: bool = False  # only whole numbers mean something on it
    angle: bool = False  # in rad: its ticks are fractions of pi
    downward: bool = False  # a polar angle, whose pole is above
    ticks: list[str] = dataclasses.field(default_factory=list)  # of a map's cells of equal width


@dataclasses.dataclass
class Companion:
    """A closed approximation beside the QFI."""

    variable: str
    label: str
    status: str  # the dataset with its samples' statuses
    common: list[int] = dataclasses.field(default_factory=list)  # curves at which it is of several
    own: list[int] = dataclasses.field(default_factory=list)  # those at which it is of one alone
    for_all: bool = False  # what is common is so to all curves of the panel


@dataclasses.dataclass
class Layer:
    """What one file gives to a panel."""

    file: int  # its place among the files
    variable: str
    divisor: int | str  # N, or its coordinate, where the quantity is shown over a power of it
    power: int  # of N; 0: the quantity itself
    status: str  # the dataset with its samples' statuses; "" in older files
    error: str  # the dataset with the standard errors of trajectories, else ""
    # Of extrema some of which are at the last time: the dataset that says so, and its code.
    at_last_time: tuple[str, int] | None
    indices: dict  # dimension: index, or list of indices along `point`
    meaning: str  # "t = 0.01, kappa = 1": what the indices stand for
    time_scale: float = 1.0  # of its times in absolute ones, where these are drawn instead
    unsorted: list[str] = dataclasses.field(default_factory=list)  # coordinates to sort by
    positive: list[Axis] = dataclasses.field(default_factory=list)  # cut to what has a logarithm
    curves: Axis | None = None  # what tells the curves apart; None: a single curve or a map
    curve_labels: list[str] = dataclasses.field(default_factory=list)  # [] for a single curve
    companions: list[Companion] = dataclasses.field(default_factory=list)
    # Of curves that lie on others: their place among those, and how many there are.
    hidden: dict[int, tuple[int, int]] = dataclasses.field(default_factory=dict)
    lonely: bool = False  # some values of its curves stand between missing ones, and are marked


@dataclasses.dataclass
class Panel:
    """One axes; a sphere is one with both its hemispheres."""

    kind: str  # "curves", "bars", "map", "sphere"
    label: str  # of the quantity, with units
    x: Axis
    y: Axis | None = None  # of a map
    layers: list[Layer] = dataclasses.field(default_factory=list)
    colourbar: bool = False  # instead of a legend
    markers: bool = False
    zero_line: bool = False
    signed: bool = False  # a map with values of both signs
    common_scale: bool = False  # a sphere's colours are those of the others, too
    log_values: bool = False  # of the quantity: up the y axis, or in a map's colours
    value_limits: tuple | None = None  # of the y axis or the colours, beyond which are some spikes
    constant: bool = False  # but for rounding; value_limits are round it, and nothing is beyond
    flags: dict[int, str] = dataclasses.field(default_factory=dict)  # of a status: code, name
    hlines: list[Line] = dataclasses.field(default_factory=list)
    vlines: list[Line] = dataclasses.field(default_factory=list)
    contours: list[Line] = dataclasses.field(default_factory=list)  # of a map
    heading: str = ""
    labelled: set[str] = dataclasses.field(default_factory=set)  # "x", "y": by the caller
    note: str = ""  # what is missing, and why
    legend: bool = True  # False where the panel above has the same

    @property
    def log_y(self):
        return self.log_values if self.y is None else self.y.logarithmic

    @property
    def own_limits(self):
        """Whether curves go from rim to rim; marked points and bars have matplotlib's margin."""
        return self.kind == "curves" and not self.markers

    @property
    def layer(self):
        """The first, whose quantity is every layer's."""
        return self.layers[0]


@dataclasses.dataclass
class Picture:
    panels: list[Panel]
    files: int
    shared_x: bool = False  # every panel's x axis is that of the lowest
    note: str = ""
    size: tuple[float, float] = (5.6, 3.8)  # inches
    column: bool = False  # for one column of a journal: smaller letters, thinner lines
    height_fits: bool = True  # may grow with what is written; False where a size was asked for
    given_axes: bool = False  # the caller's, in the caller's style
    beside: int = 0  # curves that earlier plots drew into these
    colours_taken: int = 0  # by these, and by the caller's own
    dark: bool = False  # the axes' background
    letters: float = 1.0  # the size of a style's, or of the caller's, beside the usual ones
    style: str | None = None
    xlim: tuple | None = None
    ylim: tuple | None = None
    fit: bool = False
    remarks: list[str] = dataclasses.field(default_factory=list)  # to be said, beside the picture
    findings: list[str] = dataclasses.field(default_factory=list)  # of them what legends have, too
