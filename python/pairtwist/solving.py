# SPDX-License-Identifier: BSD-3-Clause
"""Scans from Python: solve, plan and Solver, on top of the compiled pairtwist._core.

The numbers have the bits that the program writes, for one build, backend and SIMD level.
"""

import contextlib
import functools
import importlib
import os
import pathlib
import sys
import tempfile
import warnings

import numpy as np
import xarray

import pairtwist.accessor  # noqa: F401, makes data.pairtwist known
from pairtwist.config import SECTIONS, Config, key_of, section_dict
from pairtwist.errors import PairtwistError, UsageError
from pairtwist.start_states import is_state, write_state
from pairtwist.statuses import GOOD, reasons
from pairtwist.toml import document, value_text


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


def solve(config, *, progress=True, threads=None, backend="auto", device=None, **overrides):
    """Solves a scan; returns its result as an xarray.Dataset, as pairtwist.open does of a file.

    config: a Config, a dict of sections, the path of a file, or TOML text.
    progress: show a bar on a terminal or in a notebook.
    threads: of the host; None: all that the process may use.
    backend: "auto", "cpu" or "cuda". device: the number of a CUDA device, or a list; None: all.
    overrides: keys by their last part or with their section, kappa=0.1, light_n=3, or whole
        sections as dicts, scan=pairtwist.scan(...). light and atoms may be states:
        docs/python.md.

    Ctrl-C ends it within a step, as KeyboardInterrupt. Points that fail are NaN with their status,
    and a warning counts them. Raises UsageError, FileError, DeviceError with the program's message.
    """
    with job_of(config, backend, overrides) as job:
        solver = core().Solver(job.backend, threads or 0, device_numbers(device))
        return solved(solver, job, progress)


def plan(config, *, threads=None, backend="auto", device=None, **overrides):
    """What solve() would do: points, methods, coherences, batches, memory. Arguments as there."""
    with job_of(config, backend, overrides) as job:
        return core().Solver(job.backend, threads or 0, device_numbers(device)).plan(job)


class Solver:
    """A CPU or CUDA devices that stay ready: what they hold for one job serves the next.

    solver(config, **overrides) is solve(config, **overrides) there.
    """

    def __init__(self, backend="auto", *, threads=None, device=None):
        self._core = core().Solver(backend, threads or 0, device_numbers(device))

    @property
    def backend(self):
        """ "cpu" or "cuda"."""
        return self._core.backend

    @property
    def device(self):
        """Its name; several by commas."""
        return self._core.device

    def __call__(self, config, *, progress=True, **overrides):
        """solve() on what this one holds ready."""
        with job_of(config, "auto", overrides) as job:
            return solved(self._core, job, progress)

    def plan(self, config, **overrides):
        with job_of(config, "auto", overrides) as job:
            return self._core.plan(job)


@contextlib.contextmanager
def job_of(config, backend, overrides):
    """The validated Job. States that were given as such are files for the time of the `with`."""
    base = merged(config)
    with tempfile.TemporaryDirectory(prefix="pairtwist-") as folder:
        keys = {}
        for name, value in {**taken_out_of(base, overrides), **overrides}.items():
            keys.update(keys_of(name, value, pathlib.Path(folder)))
        if backend != "auto":
            keys["solve.backend"] = backend
        words = [f"{key}={value_text(key, value)}" for key, value in keys.items()]
        if isinstance(base, pathlib.Path):
            yield core().read_config(os.fspath(base), words)
        else:
            text = document(base) if isinstance(base, dict) else base
            yield core().parse_config(text, "config", words)


def merged(config):
    """A Config or dict as a dict of plain sections, a path as Path, TOML text as it is."""
    if isinstance(config, Config):
        return config.as_dict()
    if isinstance(config, dict):
        return {name: plain_section(value) for name, value in config.items()}
    if isinstance(config, os.PathLike):
        return pathlib.Path(config)
    if not isinstance(config, str):
        raise UsageError(
            f"config: found a {type(config).__name__}; allowed: a Config, a dict, a path, TOML text"
        )
    is_text = "\n" in config or ("=" in config and not os.path.exists(config))
    return config if is_text else pathlib.Path(config)


def plain_section(value):
    """A section of a Config as a dict, everything else as it is."""
    return section_dict(value) if isinstance(value, tuple(SECTIONS.values())) else value


def taken_out_of(base, overrides):
    """The states among a dict's sections, which are removed; and what replaces a section whole."""
    if not isinstance(base, dict):
        return {}
    states = {name: value for name, value in base.items() if is_state(value)}
    for name in {*states, *(name for name, value in overrides.items() if is_state(value))}:
        base.pop(name, None)
    return states


def keys_of(name, value, folder):
    """{section.key: value} of an override: of a key, of a section, or of a state for a section."""
    value = plain_section(value)
    if is_state(value) and name in SECTIONS:
        path = folder / f"{name}.h5"
        write_state(name, value, path)
        return {f"{name}.state": "file", f"{name}.path": path}
    if isinstance(value, dict) and name in SECTIONS:
        return {f"{name}.{key}": entry for key, entry in value.items() if entry is not None}
    if name in SECTIONS and name != "atoms":  # that is model.atoms, too
        raise UsageError(f"{name}: found a {type(value).__name__}; allowed is a dict of its keys")
    return {name if name == "title" else key_of(name): value}


def device_numbers(device):
    """A number, several, "0,2", or None or "auto" for all, as a list."""
    if device is None or device == "auto":
        return []
    numbers = device.split(",") if isinstance(device, str) else np.atleast_1d(device)
    try:
        return [int(number) for number in numbers]
    except ValueError:
        raise UsageError(f"device: found {device!r}; allowed: numbers, or None for all") from None


def solved(solver, job, progress):
    bar = progress_bar(job.points) if progress and is_watched() else None
    with bar or contextlib.nullcontext():
        told = None if bar is None else lambda done: bar.update(done - bar.n)
        parts = solver.solve(job, told)
    data = xarray.Dataset(**parts)
    failed = data["status"] != GOOD
    if failed.any():
        warnings.warn(
            f"{int(failed.sum())} of {failed.size} points are not good: "
            f"{reasons(data['status'], failed)}",
            stacklevel=3,
        )
    return data


def progress_bar(points):
    from tqdm.auto import tqdm

    return tqdm(total=points, unit="point", delay=1)


def is_watched():
    """On a terminal or in a notebook."""
    return sys.stderr.isatty() or "ipykernel" in sys.modules
