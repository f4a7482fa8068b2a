# SPDX-License-Identifier: BSD-3-Clause
"""Warnings of this package, which name the user's line, and are said there once.

Python's own rule for that forgets what was said whenever any library changes a filter for a moment,
as xarray and matplotlib do all the time, so that in a loop each turn would say it again.
"""

import contextlib
import os
import pathlib
import sys
import warnings

from pairtwist.errors import PairtwistWarning

PACKAGE = str(pathlib.Path(__file__).parent) + os.sep
TESTS = PACKAGE + "tests" + os.sep
ONCE = ("default", "module", "once")  # what a filter may say of repeated warnings

_said = set()  # (text, file, line)


def warn(text):
    """Warns of `text` at the line that called the package, unless that was said there already.

    Filters that ask for every warning, or for an error, get each.
    """
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and is_ours(frame):
        frame, level = frame.f_back, level + 1
    place = text, frame.f_code.co_filename, frame.f_lineno
    module = frame.f_globals.get("__name__", "<unknown>")
    action = filtered(text, module, frame.f_lineno)
    if action in ONCE and place in _said:
        return
    if action in ONCE:
        _said.add(place)
    warnings.warn(text, PairtwistWarning, stacklevel=level)


def is_ours(frame):
    """Whether a frame is of this package, or of a `with` that it is in."""
    name = frame.f_code.co_filename
    ours = name.startswith(PACKAGE) and not name.startswith(TESTS)
    return ours or name == contextlib.__file__


def filtered(text, module, line):
    """What Python's filters say is to be done with a warning."""
    for action, message, category, of_module, of_line in warnings.filters:
        if (
            issubclass(PairtwistWarning, category)
            and fits(message, text)
            and fits(of_module, module)
            and of_line in (0, line)
        ):
            return action
    return warnings.defaultaction


def fits(pattern, text):
    """Whether a filter's pattern, None, a text or a regular expression, is of a text."""
    if pattern is None or isinstance(pattern, str):
        return pattern in (None, text)
    return pattern.match(text) is not None
