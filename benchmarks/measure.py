# SPDX-License-Identifier: BSD-3-Clause
"""What the rows of compare.py are made of: configs, the program's times, checks."""

import json
import pathlib
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field

import numpy as np
import xarray


@dataclass
class Figure:
    """One measurement of a row. ratio: theirs / ours."""

    ours: float
    theirs: float | None = None
    error: float = 0.0  # largest difference of the answers, over the scale of the quantity
    unit: str = "s"  # "": a number by itself
    wall: float | None = None  # ours on the clock, where that is measured too
    beside: dict = field(default_factory=dict)  # of each tool beside, what it did (contest.py)


def config(atoms, quantities, axes="", samples=100, over_time="extrema", stop=0.03, eta=320.0,
           model="", more=""):
    return (
        f"[model]\natoms = {atoms}\neta = {eta}\nkappa = 8.8\n{model}\n"
        f"[time]\nstop = {stop}\nsamples = {samples}\n[scan]\naxes = [{axes}]\n"
        f'[output]\nquantities = {json.dumps(quantities)}\nover_time = "{over_time}"\n{more}'
    )


def logspace(key, first, last, n):
    return f'{{ key = "{key}", logspace = [{first}, {last}, {n}] }}'


def linspace(key, first, last, n):
    return f'{{ key = "{key}", linspace = [{first}, {last}, {n}] }}'


def grid(n, lowest=10.0):
    """n points, two kappa and n/2 pumps; [0, -1] is kappa = 1, eta = 400."""
    return logspace("model.kappa", 1.0, 1000.0, 2) + ", " + linspace(
        "model.eta", lowest, 400.0, max(n // 2, 2))


class Program:
    def __init__(self, path, stages, folder, tools=None):
        self.path, self.stages, self.folder = path, stages, pathlib.Path(folder)
        self.tools = tools

    def run(self, text, threads=1):
        """(seconds of processor time, seconds on the clock, the dataset)"""
        (self.folder / "job.toml").write_text(text)
        result = self.folder / "job.h5"
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(
            [self.path, "run", "job.toml", "-o", result, "--force", "--quiet",
             "--backend", "cpu", "--threads", str(threads)],
            cwd=self.folder, check=True,
        )
        after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        with xarray.open_dataset(result, engine="h5netcdf") as data:
            return spent, ended - started, data.load()

    def scan(self, text_of, points):
        """(seconds of processor time of a scan less one of four points, the dataset)"""
        small, _, _ = self.run(text_of(4))
        large, _, data = self.run(text_of(points))
        return large - small, data

    def per_point(self, text_of, points):
        seconds, data = self.scan(text_of, points)
        return seconds / (points - 4), data

    def stage(self, name):
        """Seconds of processor time of one repetition of a stage."""
        if not self.stages.exists():
            sys.exit(f"error: {self.stages} is not there; -DPAIRTWIST_BENCHMARKS=ON builds it")
        said = subprocess.run(
            [self.stages, f"--benchmark_filter=^{name}$", "--benchmark_format=json",
             "--benchmark_min_time=0.3"],
            check=True, capture_output=True, text=True).stdout
        (found,) = json.loads(said)["benchmarks"]
        return found["cpu_time"] * {"ns": 1e-9, "ms": 1e-3}[found["time_unit"]]


def processor_time(work, repetitions):
    """(seconds of one repetition, its answer)"""
    started = time.process_time()
    for _ in range(repetitions):
        answer = work()
    return (time.process_time() - started) / repetitions, answer


def check(ours, theirs, scale, what):
    """The largest difference over the scale; ends all if that is beyond the tolerance."""
    error = float(np.max(np.abs(np.asarray(ours) - np.asarray(theirs)))) / scale
    if not error <= 1e-8:
        sys.exit(f"{what}: the answers differ by {error:g} of their scale, allowed is 1e-8")
    return error
