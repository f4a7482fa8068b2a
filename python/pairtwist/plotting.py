"""plot(): a matplotlib Figure of a result file; save(): the image and its script on disk."""

import os
import pathlib

import matplotlib
import xarray

from pairtwist import dataset
from pairtwist.errors import ChoiceError, FileError
from pairtwist.picture import describe
from pairtwist.script import is_untouched, script_text

IMAGE_FORMATS = (".png", ".pdf", ".svg")
# Ending of the scripts. Python looks for a module in files whose names have a single dot, so that
# no import, of whatever program, ever takes the script of PIL.png for the library PIL.
SCRIPT_ENDING = ".plot.py"


def plot(source, quantity=None, at=None):
    """A quantity of a result file as a matplotlib Figure.

    source: a path, or a Dataset of pairtwist.open.
    quantity: a quantity or any other numeric variable of the file; None: the config's first.
    at: {axis: value}, axes fixed at one of their values, e.g. {"time": 0.01}.

    Over one axis, a curve; over time and a scan axis, one curve per value (a map from 31 values
    on); over two scan axes, a map. Over photon numbers, bars, and beside another axis a map. Axes
    that were scanned logarithmically are logarithmic. Fisher informations are shown over N^2, and
    the closed approximations that the file has are drawn beside `qfi`. Points without a value are
    left out, and counted in a note. Raises ChoiceError where a choice is wrong or missing,
    FileError for an unreadable file.
    """
    if not isinstance(source, xarray.Dataset):
        with dataset.open(source) as data:
            return plot(data, quantity, at)
    text = script_text(describe(source, quantity, at), "", "", dataset.default_engine())
    return draw(text, source)


def save(path, image=None, quantity=None, at=None):
    """Writes the image of a result file and, beside it, the script that makes it.

    image: path ending in .png, .pdf or .svg; None: the file's stem + .png in the current directory.
    Returns (image, script, replaced): paths, and those of them that were there before. A script
    that was edited is kept, and the new one gets another name. Raises like plot().
    """
    path = pathlib.Path(path)
    image = pathlib.Path(image) if image else pathlib.Path(path.stem + ".png")
    if image.suffix.lower() not in IMAGE_FORMATS:
        found = f"ending {image.suffix!r}" if image.suffix else "no ending"
        raise ChoiceError(f"{image}: {found}; images are {', '.join(IMAGE_FORMATS)}")
    if image.resolve() == path.resolve():
        raise ChoiceError(f"{image} is the result file itself")
    with dataset.open(path) as data:
        try:
            folder = image.parent.resolve(strict=True)
            text = script_text(
                describe(data, quantity, at),
                os.path.relpath(path.resolve(), folder),
                image.name,
                dataset.default_engine(),
            )
            figure = draw(text, data)
            script = free_script_name(image, text)
            replaced = [name for name in (image, script) if name.exists()]
            figure.savefig(image, dpi=200)
            script.write_text(text, encoding="utf-8")
        except OSError as error:
            if isinstance(error, FileError):
                raise
            name, reason = error.filename or image, error.strerror or error
            raise FileError(f"{name} cannot be written: {reason}") from error
    return image, script, replaced


def draw(text, data):
    """Runs a script's figure() on a dataset."""
    names = {"__name__": "pairtwist_plot", "__file__": "pairtwist_plot.py"}
    with matplotlib.rc_context():  # the script's style is not the caller's
        exec(compile(text, "pairtwist_plot.py", "exec"), names)  # noqa: S102, our own text
        return names["figure"](data)


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
