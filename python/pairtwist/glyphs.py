# SPDX-License-Identifier: BSD-3-Clause
"""Characters that no font of a picture has, which matplotlib says one by one, and several times."""

import contextlib
import logging
import re
import warnings

LOGGERS = ("matplotlib.mathtext", "matplotlib._mathtext")
IN_WARNING = re.compile(r"Glyph (\d+) \(")
IN_LOG = re.compile(r"does not have a glyph for .*\[U\+([0-9a-fA-F]+)\]")


@contextlib.contextmanager
def noting_missing_glyphs():
    """Gives a set, to have such characters in it afterwards. Other warnings go on."""
    missing = set()

    def is_other(record):
        found = IN_LOG.search(record.getMessage())
        if found:
            missing.add(chr(int(found[1], 16)))
        return not found

    for name in LOGGERS:
        logging.getLogger(name).addFilter(is_other)
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            yield missing
    finally:
        for name in LOGGERS:
            logging.getLogger(name).removeFilter(is_other)
    for one in said:
        found = IN_WARNING.match(str(one.message))
        if found:
            missing.add(chr(int(found[1])))
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)


def text_on(missing):
    characters = " ".join(sorted(missing))
    return (
        f"the font has no glyph of {characters}: a box stands for each; name one that has, as "
        "font.family in matplotlibrc"
    )
