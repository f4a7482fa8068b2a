# SPDX-License-Identifier: BSD-3-Clause
"""Makes data.pairtwist known with xarray, whichever of both is imported first.

Alphabetical order puts pairtwist first, which must not import xarray for that: it takes a second.
"""

import importlib
import importlib.util
import sys


class Finder:
    """On sys.meta_path until xarray is imported: leaves that to all others, and comes behind."""

    def __init__(self):
        self._asking = False

    def find_spec(self, name, path=None, target=None):
        if name != "xarray" or self._asking:
            return None
        self._asking = True
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self._asking = False
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            if self in sys.meta_path:
                sys.meta_path.remove(self)
            importlib.import_module("pairtwist.accessor")

        spec.loader.exec_module = exec_module
        return spec


def make_known():
    if "xarray" in sys.modules:
        importlib.import_module("pairtwist.accessor")
    else:
        sys.meta_path.insert(0, Finder())
