#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Times pairtwist beside what a user would write, in one run, after both answers were checked.

    benchmarks/compare.py [--program build/pairtwist] [--stages build/benchmarks/pairtwist_stages]
                          [--json FILE] [--only ROW]...

Every row (rows.py, rows_fock.py): both sides in turn, five times, one thread, processor time; of whole processes,
less that of a run of almost nothing. The figures are medians, the ratio that of the pairs' ratios.
Needs NumPy, xarray and h5netcdf, and for some rows the benchmarks of the stages; of tunnelling and
blocks of photons, SciPy and QuTiP 5.
"""

import argparse
import json
import os
import pathlib
import statistics
import tempfile
from dataclasses import asdict

import rows
import rows_fock
from measure import Program, config, grid

ROWS = rows.ROWS | rows_fock.ROWS

REPETITIONS = 5


def text_of(value, unit):
    if unit == "":
        return f"{value:.2f}"
    scale, name = next((s, n) for s, n in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us")) if value >= s)
    return f"{value / scale:.3g} {name}"


def line(name, figures):
    unit, ours = figures[0].unit, [figure.ours for figure in figures]
    error = max(figure.error for figure in figures)
    text = f"{name:16} {text_of(statistics.median(ours), unit):>10}"
    spread = ours
    if figures[0].theirs is not None:
        spread = [figure.theirs / figure.ours for figure in figures]
        theirs = statistics.median(figure.theirs for figure in figures)
        text += f" {text_of(theirs, unit):>10} {statistics.median(spread):>8.2f}"
        unit = ""
    else:
        text += 20 * " "
    return f"{text}  {text_of(min(spread), unit)} ... {text_of(max(spread), unit)}  {error:.0e}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    build = pathlib.Path(__file__).resolve().parent.parent / "build"
    parser.add_argument("--program", type=pathlib.Path, default=build / "pairtwist")
    parser.add_argument("--stages", type=pathlib.Path,
                        default=build / "benchmarks" / "pairtwist_stages")
    parser.add_argument("--json", metavar="FILE", type=pathlib.Path)
    parser.add_argument("--only", action="append", choices=ROWS)
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    print(f"{'row':16} {'pairtwist':>10} {'beside':>10} {'ratio':>8}  lowest ... highest  error")
    with tempfile.TemporaryDirectory() as folder:
        program = Program(options.program.resolve(), options.stages.resolve(), folder)
        _, _, first = program.run(config(2, ["qfi"], grid(4)))
        results = {name: first.attrs[name] for name in ("device", "simd", "version", "build")}
        results["rows"] = {}
        for name in options.only or ROWS:
            figures = [ROWS[name](program) for _ in range(REPETITIONS)]
            print(line(name, figures), flush=True)
            results["rows"][name] = [asdict(figure) for figure in figures]
    print(f"{results['device']}, {results['simd']}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
