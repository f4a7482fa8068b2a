#!/usr/bin/env python3
"""Times pairtwist beside what a user would write, in one run, after both answers were checked.

    benchmarks/compare.py [--program build/pairtwist] [--json FILE] [--only ROW]...

Every row: both sides in turn, five times or more, one thread, processor time of the whole process
less that of a run of almost nothing; the median of the ratios is the row's figure. Needs NumPy,
xarray and h5netcdf.
"""

import argparse
import json
import os
import pathlib
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import peers
import xarray

REPETITIONS = 5


def config(atoms, quantities, axes, samples=100, over_time="extrema", more=""):
    return (
        f"[model]\natoms = {atoms}\neta = 320.0\nkappa = 8.8\n[time]\nstop = 0.03\n"
        f"samples = {samples}\n[scan]\naxes = [{axes}]\n"
        f'[output]\nquantities = {json.dumps(quantities)}\nover_time = "{over_time}"\n{more}'
    )


def grid(kappas, etas):
    return (
        f'{{ key = "model.kappa", logspace = [1.0, 1000.0, {kappas}] }}, '
        f'{{ key = "model.eta", linspace = [10.0, 400.0, {etas}] }}'
    )


class Program:
    def __init__(self, path, folder):
        self.path, self.folder = path, pathlib.Path(folder)

    def run(self, text, threads=1):
        """(seconds of processor time, the dataset)"""
        (self.folder / "job.toml").write_text(text)
        result = self.folder / "job.h5"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [self.path, "run", "job.toml", "-o", result, "--force", "--quiet",
             "--backend", "cpu", "--threads", str(threads)],
            cwd=self.folder, check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        with xarray.open_dataset(result, engine="h5netcdf") as data:
            return spent, data.load()

    def per_point(self, text_of, points):
        """Seconds a point: of a scan less one of four points."""
        small, _ = self.run(text_of(4))
        large, data = self.run(text_of(points))
        return (large - small) / (points - 4), data


def processor_time(work, repetitions):
    started = time.process_time()
    for _ in range(repetitions):
        answer = work()
    return (time.process_time() - started) / repetitions, answer


def check(ours, theirs, allowed, what):
    error = float(np.max(np.abs(np.asarray(ours) - np.asarray(theirs))))
    if not error <= allowed:
        sys.exit(f"{what}: the answers differ by {error:g}, allowed is {allowed:g}")
    return error


def qfi_map(program):
    """P1: F_Q of 100 atoms at 100 times, extrema, over (eta, kappa); NumPy one point at a time."""
    times = np.linspace(0.0, 0.03, 100)
    amplitudes = peers.plus_x(100)
    ours, data = program.per_point(
        lambda n: config(100, ["qfi"], grid(2, max(n // 2, 2))), 20000
    )
    theirs, curve = processor_time(lambda: peers.qfi(100, 400.0, 1000.0, times, amplitudes), 50)
    error = check(
        float(data.qfi_max[-1, -1]), curve.max(), 1e-8 * 1e4, "F_Q"
    )
    return ours, theirs, error / 1e4


def large_n(program):
    """F_Q and squeezing of 10^6 atoms at 11 times; seconds a point, no peer."""
    axes = lambda n: f'{{ key = "model.kappa", logspace = [1e-3, 1.0, {n}] }}'
    text = lambda n: config(
        1000000, ["qfi", "squeezing_wineland"], axes(n), samples=11
    ).replace("stop = 0.03", "stop = 0.005")
    ours, _ = program.per_point(text, 200)
    return ours, None, 0.0


ROWS = {"P1": qfi_map, "large N": large_n}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--program", default=root / "build" / "pairtwist")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--only", action="append", choices=ROWS)
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    results = {"machine": platform.processor() or platform.machine(), "rows": {}}
    print(f"{'row':18} {'pairtwist':>12} {'peer':>12} {'ratio':>8}  lowest ... highest")
    with tempfile.TemporaryDirectory() as folder:
        program = Program(pathlib.Path(options.program).resolve(), folder)
        _, first = program.run(config(2, ["qfi"], grid(2, 2)))
        results |= {name: first.attrs[name] for name in ("device", "simd", "version", "build")}
        for name in options.only or ROWS:
            runs = [ROWS[name](program) for _ in range(REPETITIONS)]
            ours = statistics.median(run[0] for run in runs)
            line = f"{name:18} {1e6 * ours:9.1f} us"
            row = {"seconds": [run[0] for run in runs], "error": max(run[2] for run in runs)}
            if runs[0][1] is not None:
                ratios = sorted(run[1] / run[0] for run in runs)
                theirs = statistics.median(run[1] for run in runs)
                row |= {"peer_seconds": [run[1] for run in runs], "ratio": statistics.median(ratios)}
                line += f" {1e6 * theirs:9.1f} us {row['ratio']:8.2f}  {ratios[0]:.2f} ... {ratios[-1]:.2f}"
            print(line, flush=True)
            results["rows"][name] = row
    print(f"{results['device']}, {results['simd']}")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
