# SPDX-License-Identifier: BSD-3-Clause
"""Scans from Python: solve, plan and Solver, on top of the compiled pairtwist._core.

The numbers have the bits that the program writes, for one build, backend and SIMD level.
"""

import contextlib
import functools
import numbers
import os
import typing
from collections.abc import Sequence

import numpy as np
import xarray

from pairtwist.compiled import core
from pairtwist.computed import mark
from pairtwist.config import Config
from pairtwist.errors import DeviceError, OutOfMemoryError, UsageError
from pairtwist.jobs import job_of
from pairtwist.lost_extrema import lost_extrema
from pairtwist.noted_values import note_values
from pairtwist.part_of_scan import with_point
from pairtwist.progress import progress_of
from pairtwist.statuses import GOOD, reasons
from pairtwist.warn import warn
from pairtwist.ways_out import ways_out

if typing.TYPE_CHECKING:
    import pairtwist._core

ConfigSource = Config | dict[str, typing.Any] | str | os.PathLike[str] | xarray.Dataset
Backend = typing.Literal["auto", "cpu", "cuda"]
Devices = int | str | Sequence[int]

LARGEST = 2**31 - 1  # number of threads or of a device that the compiled part takes


def solve(
    config: ConfigSource,
    *,
    progress: bool = True,
    threads: int | None = None,
    backend: Backend = "auto",
    device: Devices | None = None,
    **overrides: typing.Any,
) -> xarray.Dataset:
    """Solves a scan; returns its result as an xarray.Dataset, as pairtwist.open does of a file.

    config: a Config, a dict of sections, the path of a file, TOML text, or a result, as this gives
        or pairtwist.open, to be solved again.
    progress: show a bar on a terminal or in a notebook.
    threads: of the host; None: all that the process may use.
    backend: "auto", "cpu" or "cuda".
    device: the number of a CUDA device, or a list; None: all.
    overrides: keys by their last part or with their section, kappa=0.1, light_n=3, or whole
        sections as dicts, scan=pairtwist.scan(...). light and atoms may be states:
        docs/python.md.

    Ctrl-C ends it within a step, as KeyboardInterrupt. Points that fail are NaN with their status,
    and a warning counts them, and extrema that are lost. Raises UsageError, FileError, DeviceError with the program's message.
    """
    with job_of(config, backend, overrides) as job:
        solver = compiled_solver(job.backend, threads, device)
        return solved(solver, job, progress, config)


def plan(
    config: ConfigSource,
    *,
    threads: int | None = None,
    backend: Backend = "auto",
    device: Devices | None = None,
    progress: bool | None = None,
    **overrides: typing.Any,
) -> "pairtwist._core.Plan":
    """What solve() would do: points, methods, coherences, batches, memory. Arguments as there; there
    is no progress to be seen."""
    with job_of(config, backend, overrides) as job:
        solver = compiled_solver(job.backend, threads, device)
        return solver.plan(job)


class Solver:
    """A CPU or CUDA devices that stay ready: what they hold for one job serves the next.

    solver(config, **overrides) is solve(config, **overrides) there.
    """

    def __init__(
        self,
        backend: Backend = "auto",
        *,
        threads: int | None = None,
        device: Devices | None = None,
    ) -> None:
        if not isinstance(backend, str):
            raise UsageError(f'backend: found {backend!r}; allowed: "auto", "cpu", "cuda"')
        self._made_of = {"backend": backend, "threads": threads, "device": device}
        self._core = compiled_solver(backend, threads, device)

    @property
    def backend(self) -> str:
        """ "cpu" or "cuda"."""
        return self._core.backend

    @property
    def device(self) -> str:
        """Its name; several by commas."""
        return self._core.device

    def __call__(
        self, config: ConfigSource, *, progress: bool = True, **overrides: typing.Any
    ) -> xarray.Dataset:
        """solve() on what this one holds ready."""
        with self._job(config, overrides) as job:
            return solved(self._core, job, progress, config)

    def plan(
        self, config: ConfigSource, *, progress: bool | None = None, **overrides: typing.Any
    ) -> "pairtwist._core.Plan":
        with self._job(config, overrides) as job:
            return self._core.plan(job)

    def _job(self, config, overrides):
        for name in self._made_of.keys() & overrides.keys():
            raise UsageError(f"{name}: is said when the Solver is made: Solver({name}=...)")
        return job_of(config, "auto", overrides)

    def __repr__(self):
        return f"<Solver: {self.backend}, {self.device}>"

    def __reduce__(self):
        """Another process has one of its own, made of the same."""
        return functools.partial(Solver, **self._made_of), ()


def compiled_solver(backend, threads, device):
    """The compiled Solver; what it says of building names pip's option, not CMake's."""
    try:
        return core().Solver(backend, thread_count(threads), device_numbers(device))
    except DeviceError as error:
        raise DeviceError(
            str(error).replace(
                "configure with -DPAIRTWIST_CUDA=ON",
                "pip install . --config-settings=cmake.define.PAIRTWIST_CUDA=ON",
            )
        ) from None


def thread_count(threads):
    """0, which is all, of None. Raises UsageError."""
    if threads is None:
        return 0
    whole = isinstance(threads, numbers.Integral) and not isinstance(threads, bool)
    if whole and 0 < threads <= LARGEST:
        return int(threads)
    raise UsageError(
        f"threads: found {threads!r}; allowed: an integer from 1 to {LARGEST}, or None for all"
    )


def device_numbers(device):
    """A number, several, "0,2", or None or "auto" for all, as a list."""
    if device is None or device == "auto":
        return []
    given = device.split(",") if isinstance(device, str) else np.atleast_1d(device).tolist()
    try:
        found = [int(number) for number in given if not isinstance(number, bool | float)]
    except (TypeError, ValueError):
        found = []
    if not given or len(found) != len(given) or any(abs(number) > LARGEST for number in found):
        raise UsageError(
            f"device: found {device!r}; allowed: numbers from 0 to {LARGEST}, as `pairtwist doctor` "
            "lists them, or None for all"
        )
    return found


def solved(solver, job, progress, config):
    bar = progress_of(job.points) if progress else None
    with bar or contextlib.nullcontext():
        try:
            parts = solver.solve(job, bar)
        except MemoryError:
            raise OutOfMemoryError(
                f"the result of {job.points} points does not fit into memory; over_time=\"final\" "
                'or "extrema" keep less, and the program writes a file as it goes: pairtwist run'
            ) from None
    coarse = parts.pop("coarse")
    data = with_point(xarray.Dataset(**parts), config)
    mark(data)
    note_values(data)
    failed = data["status"] != GOOD
    if failed.any():
        warn(
            f"{int(failed.sum())} of {failed.size} points are not good: "
            f"{', '.join(reasons(data['status'], failed))}"
            f"{''.join(f'; {sentence}' for sentence in ways_out(data))}"
            "; data.status says which points, and of each quantity q data.q_status which values"
        )
    for sentence in lost_extrema(data):
        warn(sentence)
    if coarse:
        warn(
            f"at {coarse} of {failed.size} points a largest or smallest value lies between the "
            "samples, beyond all of them by more than 5 % of the range: the samples are few, and a "
            "peak that is narrower than their distance may be missed; more time.samples (or "
            "time.values) would tell"
        )
    return data
