# SPDX-License-Identifier: BSD-3-Clause
"""The compiled part, pairtwist._core, where this copy of the package has one."""

import functools
import importlib

from pairtwist.errors import PairtwistError


@functools.cache
def core():
    """The compiled module. Raises PairtwistError where this package has none."""
    try:
        return importlib.import_module("pairtwist._core")
    except ModuleNotFoundError as missing:
        if missing.name != "pairtwist._core":
            raise
        raise PairtwistError(
            "this copy of pairtwist has no compiled part and opens and plots results only; "
            "`pip install .` in the source tree builds it, docs/python.md"
        ) from None
