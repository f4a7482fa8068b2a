# SPDX-License-Identifier: BSD-3-Clause
"""plot(): a matplotlib Figure of a result file; save(): the image and its script on disk."""

import contextlib
import dataclasses
import os
import pathlib
import typing
from collections.abc import Sequence

import matplotlib
import matplotlib.axes
import numpy as np
import xarray

from pairtwist import dataset, earlier_plots, shared_axes
from pairtwist.axes_note import add_note
from pairtwist.choices import IMAGE_FORMATS, as_arguments, choose, refuse_unknown
from pairtwist.describe import describe
from pairtwist.errors import ChoiceError, FileError, kind_of
from pairtwist.given_axes import as_axes_are, note_limits
from pairtwist.labels import plain
from pairtwist.literal import grey, points
from pairtwist.notebook import NotebookFigure, style_since
from pairtwist.plottable import refuse_axes
from pairtwist.script import is_untouched, script_text
from pairtwist.sizes import has_room, noting_collapse, refuse_size
from pairtwist.styles import is_dark, letters
from pairtwist.warn import warn
from pairtwist.whole import whole

# Ending of the scripts. Python looks for a module in files whose names have a single dot, so that
# no import, of whatever program, ever takes the script of PIL.png for the library PIL.
SCRIPT_ENDING = ".plot.py"


SOURCES = "a path, a Dataset, a DataArray, or a list of those"
File = str | os.PathLike[str] | xarray.Dataset | xarray.DataArray
Quantities = str | Sequence[str]
Places = dict[str, typing.Any]


@typing.overload
def plot(
    source: File | Sequence[File],
    quantity: Quantities | None = None,
    at: Places | None = None,
    *,
    ax: None = None,
    **choices: typing.Any,
) -> NotebookFigure: ...
@typing.overload
def plot(
    source: File | Sequence[File],
    quantity: Quantities | None = None,
    at: Places | None = None,
    *,
    ax: typing.Any,
    **choices: typing.Any,
) -> typing.Any: ...
def plot(source, quantity=None, at=None, *, ax=None, **choices):
    """Quantities of result files as a matplotlib Figure, or in given axes.

    source: a path, a Dataset of pairtwist.open or of a selection of it, a DataArray, or a list of
        those: curves of several in one axes, named by what differs between the files.
    quantity: a quantity or any other numeric variable of the file, or a list of them: a panel each;
        None: the config's first.
    at: {axis: value}, axes fixed at a value, e.g. {"time": 0.01}, or cut at some: [0.01, 0.02].
    ax: the axes to draw into, in their own style; a list of them for several panels.
    choices: as the program's options without `--`: log="x,y,z", "none"; xlim, ylim=(a, b), None for
        an end that the data set; title; size=(width, height) in inches, or "column"; style, of
        matplotlib; hline, vline, contour=[value or name, "value:label", or (value, label), ...];
        scale="1", "N" or "N^2"; fit="power"; flat=True.

    Returns the Figure, which pyplot does not know, or ax. In a notebook it is shown where it is the
    last value of a cell.

    Over one axis, a curve; over time and a scan axis, one curve per value (a map from 31 values
    on); over two scan axes, a map. Over photon numbers, bars, and beside another axis a map; over
    time and the angle of a rotation a map; over theta and phi the sphere from both sides, or a map
    with flat. Axes whose values lie logarithmically are logarithmic. Fisher informations of a
    result are shown over N^2, and the closed approximations that the file has are drawn beside
    `qfi`. What is left out is counted in a note: points and samples without a value, or on a
    logarithmic axis without a logarithm, and spikes that would flatten all else.
    Raises ChoiceError where a choice is wrong or missing, or nothing is left to draw; FileError for
    an unreadable file.
    """
    try:
        refuse_unknown(choices)
        return drawn(source, choose(quantity, at, **choices), ax)
    except ChoiceError as error:
        raise ChoiceError(as_arguments(str(error))) from error.__cause__


def drawn(source, chosen, ax):
    """plot() with its Choices."""
    sources = source if isinstance(source, list | tuple) else [source]
    if not sources:
        raise ChoiceError("nothing to draw: found an empty list of results (a glob that finds none?)")
    with contextlib.ExitStack() as stack:
        files = [
            dataset.as_dataset(one)
            if isinstance(one, xarray.Dataset | xarray.DataArray)
            else stack.enter_context(dataset.open(dataset.path_of(one, SOURCES)))
            for one in sources
        ]
        for data in files:
            refuse_axes(data)
        names = names_of(sources, files)
        if ax is not None:
            chosen = as_axes_are(chosen, list_of(ax))
        picture = in_arguments(describe(files, names, chosen, given_axes=ax is not None))
        for remark in picture.remarks:
            if remark not in (plain(picture.note), *picture.findings):  # which are in the picture
                warn(remark)
        if ax is not None:
            return into_given_axes(picture, ax, files, chosen)
        picture.dark = is_dark(picture.style)
        figure = draw_picture(picture, files)
        with noting_collapse() as collapsed:
            if chosen.size:
                figure.draw_without_rendering()
        if collapsed or (chosen.size and not has_room(figure)):
            refuse_size(picture, lambda other: draw_picture(other, files))
        return figure


def in_arguments(picture):
    """The Picture with notes and remarks about arguments, which are options of the program."""
    picture.note = as_arguments(picture.note)
    picture.remarks = [as_arguments(text) for text in picture.remarks]
    picture.findings = [as_arguments(text) for text in picture.findings]
    return picture


def names_of(sources, files):
    """What messages and legends call the sources: their paths; Datasets of one file by number."""
    found = [data.encoding.get("source", "") for data in files]
    return [
        f"dataset {i}"
        if not name or isinstance(source, xarray.Dataset | xarray.DataArray) and found.count(name) > 1
        else name
        for i, (source, name) in enumerate(zip(sources, found), start=1)
    ]


def draw_picture(picture, files, ax=None):
    """The figure of a Picture, or the axes that it was drawn into."""
    return draw(script_text(picture, [""] * len(files), "", dataset.default_engine()), files, ax=ax)


def into_given_axes(picture, ax, files, choices):
    """Draws a panel into each of the caller's axes; returns them as figure() takes them."""
    axes = axes_for(picture, ax, choices)
    for one, panel in zip(axes, picture.panels):
        earlier_plots.refuse_beside_earlier(one, panel)
    picture.shared_x = False
    picture.dark, picture.letters = is_dark(None, axes[0]), letters(None, axes[0])
    picture.beside = max(earlier_plots.curves_in(one) for one in axes)
    picture.colours_taken = max(earlier_plots.colours_in(one) for one in axes)
    ax = axes[0] if len(axes) == 1 else axes
    states = [earlier_plots.before(one) for one in axes]
    for state, panel in zip(states, picture.panels):
        panel.labelled = state.labelled
        if state.titled and choices.title is None:
            panel.heading = ""
    draw_picture(picture, files, ax=ax)
    for one, state, panel in zip(axes, states, picture.panels):
        shared_axes.after(one, state, picture, panel, files, choices)
        note_limits(one, choices)
    if picture.note:
        style = {"fontsize": points(picture, 7), "color": grey(picture)}
        add_note(axes[-1], picture.note, style)
    return ax


def axes_for(picture, ax, choices):
    """The caller's axes, as many as there are panels, as a list."""
    for name, given in (("size", choices.size), ("style", choices.style)):
        if given:
            raise ChoiceError(f"{name} is of a figure, and with ax the figure is yours")
    axes = list_of(ax)
    for one in axes:
        if not isinstance(one, matplotlib.axes.Axes):
            raise ChoiceError(f"ax: found {kind_of(one)}; allowed are Axes of matplotlib")
        if one.name != "rectilinear":
            raise ChoiceError(
                f"ax: found {one.name} axes; allowed are plain ones, with x and y along straight "
                "scales, as plt.subplots() makes them"
            )
    if len(axes) != len(picture.panels):
        count = len(picture.panels)
        raise ChoiceError(
            f"ax: {len(axes)} axes are given, and the picture has {count} "
            f"panel{'s' if count > 1 else ''}"
        )
    return axes


def list_of(ax):
    return list(np.ravel(np.asarray(ax, dtype=object)))


@dataclasses.dataclass
class Saved:
    """What save() left on disk, and what there is to say about it."""

    image: pathlib.Path
    script: pathlib.Path
    replaced: list  # those of both that were there before
    remarks: list  # on fits, on what is missing, on what is left as it is


def save(paths, image, choices):
    """Writes the image of result files and, beside it, the script that makes it; returns Saved.

    image: path ending in .png, .pdf or .svg; None: the first file's stem + .png in the current
    directory. Where the script beside it was edited, both are kept, and the new ones get another
    name. Raises like plot().
    """
    paths = [pathlib.Path(path) for path in paths]
    image = pathlib.Path(image) if image else pathlib.Path(paths[0].stem + ".png")
    if image.suffix.lower() not in IMAGE_FORMATS:
        found = f"ending {image.suffix!r}" if image.suffix else "no ending"
        raise ChoiceError(f"{image}: {found}; images are {', '.join(IMAGE_FORMATS)}")
    if image.resolve() in [path.resolve() for path in paths]:
        raise ChoiceError(f"{image} is the result file itself")
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(dataset.open(path)) for path in paths]
        picture = describe(files, [str(path) for path in paths], choices)
        picture.dark = is_dark(picture.style)
        try:
            folder = image.parent.resolve(strict=True)
            kept, image = image, free_name(image)
            if kept != image:
                picture.remarks.append(
                    f"{script_name(kept)} was edited: it and {kept} are left as they are"
                )
            text = script_text(
                picture,
                [os.path.relpath(path.resolve(), folder) for path in paths],
                image.name,
                dataset.default_engine(),
            )
            script = script_name(image)
            replaced = [name for name in (image, script) if name.exists()]
            with whole(image, script) as (unfinished_image, unfinished_script):
                with noting_collapse() as collapsed:
                    figure = draw_or_refuse(text, files, image, unfinished_image)
                if collapsed or (choices.size and not has_room(figure)):
                    refuse_size(picture, lambda other: draw_picture(other, files))
                unfinished_script.write_text(text, encoding="utf-8")
        except OSError as error:
            if isinstance(error, FileError):
                raise
            name, reason = error.filename or image, error.strerror or error
            raise FileError(f"{name} cannot be written: {reason}") from error
    return Saved(image, script, replaced, picture.remarks)


def draw(text, files, ax=None, save=None):
    """Runs a script's figure() on datasets; save(figure) is then called, in the script's style."""
    names = {"__name__": "pairtwist_plot", "__file__": "pairtwist_plot.py"}
    with matplotlib.rc_context():
        before = matplotlib.rcParams.copy()
        exec(compile(text, "pairtwist_plot.py", "exec"), names)  # noqa: S102, our own text
        names["Figure"] = NotebookFigure
        names["place_of_colour_bar"] = earlier_plots.place_of_colour_bar  # in the caller's axes
        with noting_collapse():  # on the way a legend may stand where it takes all room
            figure = names["figure"](files[0] if len(files) == 1 else files, *axes_of_caller(ax))
        if isinstance(figure, NotebookFigure):
            figure.parameters = style_since(before)
        if save is not None:
            save(figure)
        return figure


def draw_or_refuse(text, files, image, path):
    """Draws `image` into `path`, and returns the figure.

    What matplotlib cannot make a picture of is a choice, too.
    """
    image_format = image.suffix[1:].lower()
    try:
        return draw(text, files, save=lambda figure: figure.savefig(path, dpi=200, format=image_format))
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
        reason = (str(error).strip().splitlines() or [""])[-1]
        raise ChoiceError(
            f"{image}: matplotlib cannot draw this: {type(error).__name__}: {reason}; other texts "
            "(--title), another size or other limits may help"
        ) from error


def axes_of_caller(ax):
    return [] if ax is None else [ax]


def script_name(image):
    """Beside the image: mine.plot.py for mine.png."""
    return image.with_name(image.stem + SCRIPT_ENDING)


def free_name(image):
    """The first of mine.png, mine-2.png, ... whose script is not there, or as it was written."""
    number, candidate = 1, image
    while True:
        script = script_name(candidate)
        if not script.exists() and not (number > 1 and candidate.exists()):
            return candidate
        if script.exists() and is_untouched(script.read_text(encoding="utf-8", errors="replace")):
            return candidate
        number += 1
        candidate = image.with_name(f"{image.stem}-{number}{image.suffix}")
