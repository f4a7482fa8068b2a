"""plot(): a matplotlib Figure of a result file; save(): the image and its script on disk."""

import contextlib
import dataclasses
import os
import pathlib

import matplotlib
import xarray

from pairtwist import dataset
from pairtwist.choices import choose
from pairtwist.describe import describe
from pairtwist.errors import ChoiceError, FileError
from pairtwist.script import is_untouched, script_text

IMAGE_FORMATS = (".png", ".pdf", ".svg")
# Ending of the scripts. Python looks for a module in files whose names have a single dot, so that
# no import, of whatever program, ever takes the script of PIL.png for the library PIL.
SCRIPT_ENDING = ".plot.py"


def plot(source, quantity=None, at=None, **choices):
    """Quantities of result files as a matplotlib Figure.

    source: a path, a Dataset of pairtwist.open, or a list of those: curves of several files in one
        axes, named by what differs between the files.
    quantity: a quantity or any other numeric variable of the file, or a list of them: a panel each;
        None: the config's first.
    at: {axis: value}, axes fixed at one of their values, e.g. {"time": 0.01}.
    choices: as the program's options without `--`: log="x,y,z"; xlim, ylim=(a, b), None for an end
        that the data set; title; size=(width, height) in inches; style, of matplotlib; hline,
        vline=[value or (value, label), ...]; fit="power"; flat=True.

    Over one axis, a curve; over time and a scan axis, one curve per value (a map from 31 values
    on); over two scan axes, a map. Over photon numbers, bars, and beside another axis a map; over
    time and the angle of a rotation a map; over theta and phi the sphere from both sides, or a map
    with flat. Axes that were scanned logarithmically are logarithmic. Fisher informations are shown
    over N^2, and the closed approximations that the file has are drawn beside `qfi`. Points without
    a value, or on a logarithmic axis without a logarithm, are left out, and counted in a note.
    Raises ChoiceError where a choice is wrong or missing, FileError for an unreadable file.
    """
    chosen = choose(quantity, at, **choices)
    sources = source if isinstance(source, list | tuple) else [source]
    with contextlib.ExitStack() as stack:
        files = [
            one if isinstance(one, xarray.Dataset) else stack.enter_context(dataset.open(one))
            for one in sources
        ]
        names = [
            data.encoding.get("source", f"dataset {i}") for i, data in enumerate(files, start=1)
        ]
        picture = describe(files, names, chosen)
        text = script_text(picture, [""] * len(files), "", dataset.default_engine())
        return draw(text, files)


@dataclasses.dataclass
class Saved:
    """What save() left on disk, and what there is to say about it."""

    image: pathlib.Path
    script: pathlib.Path
    replaced: list  # those of both that were there before
    remarks: list  # on fits, and on what is missing


def save(paths, image, choices):
    """Writes the image of result files and, beside it, the script that makes it; returns Saved.

    image: path ending in .png, .pdf or .svg; None: the first file's stem + .png in the current
    directory. A script that was edited is kept, and the new one gets another name. Raises like
    plot().
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
        try:
            folder = image.parent.resolve(strict=True)
            text = script_text(
                picture,
                [os.path.relpath(path.resolve(), folder) for path in paths],
                image.name,
                dataset.default_engine(),
            )
            script = free_script_name(image, text)
            replaced = [name for name in (image, script) if name.exists()]
            draw(text, files, image)
            script.write_text(text, encoding="utf-8")
        except OSError as error:
            if isinstance(error, FileError):
                raise
            name, reason = error.filename or image, error.strerror or error
            raise FileError(f"{name} cannot be written: {reason}") from error
    return Saved(image, script, replaced, picture.remarks)


def draw(text, files, image=None):
    """Runs a script's figure() on datasets, and saves it, in the script's style."""
    names = {"__name__": "pairtwist_plot", "__file__": "pairtwist_plot.py"}
    with matplotlib.rc_context():
        exec(compile(text, "pairtwist_plot.py", "exec"), names)  # noqa: S102, our own text
        figure = names["figure"](files[0] if len(files) == 1 else files)
        if image is not None:
            figure.savefig(image, dpi=200)
        return figure


def script_name(image, number=1):
    """Beside the image: mine.plot.py for mine.png; mine.plot-2.py and so on if that is taken."""
    ending = SCRIPT_ENDING if number == 1 else SCRIPT_ENDING.replace(".py", f"-{number}.py")
    return image.with_name(image.stem + ending)


def free_script_name(image, text):
    """The first of these names that is free, ours untouched, or holds this very text."""
    number = 1
    while True:
        script = script_name(image, number)
        if not script.exists():
            return script
        old = script.read_text(encoding="utf-8", errors="replace")
        if old == text or is_untouched(old):
            return script
        number += 1
