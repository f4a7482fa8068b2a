# SPDX-License-Identifier: BSD-3-Clause
"""Sizes of pictures that leave their axes no room, and those that do."""

import contextlib
import dataclasses
import warnings

from pairtwist.choices import LARGEST_SIZE
from pairtwist.errors import ChoiceError

POINTS = 72  # an inch
COLLAPSED = "constrained_layout not applied"  # how matplotlib's warning begins
LEAST = (1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 9.0, 14.0, 20.0, LARGEST_SIZE)  # inches, to be tried


@contextlib.contextmanager
def noting_collapse():
    """Gives a list that is empty afterwards, unless the axes of a figure had no room in it.

    matplotlib says that by a warning alone. Other warnings go on.
    """
    collapsed = []
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        yield collapsed
    for one in said:
        if str(one.message).startswith(COLLAPSED):
            collapsed.append(one)
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)


def has_room(figure):
    """Whether every axes of a figure that was drawn is as high as two labels of its ticks.

    matplotlib says nothing of a sliver, in which these lie on one another.
    """
    return all(
        axes.get_position().height * figure.get_figheight() * POINTS >= 2 * label.get_size()
        for axes in figure.axes
        for label in axes.get_yticklabels()[:1]
        if label.get_visible()
    )


def refuse_size(picture, draw_picture):
    """Raises ChoiceError with a size that has room; draw_picture(picture) gives the figure."""
    for least in LEAST:
        size = tuple(max(length, least) for length in picture.size)
        sized = dataclasses.replace(picture, size=size, column=False, height_fits=False)
        figure = draw_picture(sized)
        with noting_collapse() as collapsed:
            figure.draw_without_rendering()
        if not collapsed and has_room(figure):
            break
    raise ChoiceError(
        f"--size {'column' if picture.column else as_typed(picture.size)}: texts and legends leave "
        f"the axes of this picture no room; --size {as_typed(size)} leaves them some"
    )


def as_typed(size):
    return ",".join(f"{length:g}" for length in size)
