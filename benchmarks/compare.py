#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Times pairtwist beside what a user would write, in one run, after both answers were checked.

    benchmarks/compare.py [--program build/pairtwist] [--stages build/benchmarks/pairtwist_stages]
                          [--peers build/benchmarks] [--json FILE] [--only ROW]... [--like FILE]
                          [--curves FILE]

Every row (rows.py, rows_joint.py, rows_fock.py, rows_many.py): all sides in turn, five times, one thread, processor time; of whole processes,
less that of a run of almost nothing. The figures are medians, the ratio that of the pairs' ratios.
Needs NumPy, xarray and h5netcdf, and for some rows the benchmarks of the stages; of tunnelling SciPy and
QuTiP 5. Blocks of photons stand beside QuTiP, dynamiqs, SciPy, CVODE and Boost.odeint, as far as they are there
(pip install qutip dynamiqs scipy; the target `peers`): what is absent is said.
--like takes the tools' methods and tolerances from an earlier record instead of looking for them;
--curves writes every tool at every tolerance, which chart.py draws.
"""

import argparse
import json
import os
import pathlib
import statistics
import platform
import tempfile
from dataclasses import asdict

# Before NumPy is loaded: its BLAS has the threads that it is told then, and two that wait for each
# other take several times the processor time of one.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import rows
import rows_fock
import rows_joint
import rows_many
from measure import Program, config, grid
from tools import Tools

ROWS = rows.ROWS | rows_joint.ROWS | rows_fock.ROWS | rows_many.ROWS

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
    parser.add_argument("--peers", type=pathlib.Path, default=build / "benchmarks")
    for option in ("--json", "--like", "--curves"):
        parser.add_argument(option, metavar="FILE", type=pathlib.Path)
    parser.add_argument("--only", action="append", choices=ROWS)
    options = parser.parse_args()
    tools = Tools(options.peers.resolve())
    if options.like:
        like(json.loads(options.like.read_text()))
    with tempfile.TemporaryDirectory() as folder:
        program = Program(options.program.resolve(), options.stages.resolve(), folder, tools)
        try:
            measure(program, options)
        finally:
            tools.stop()


def like(record):
    """Contests choose what they chose in that record."""
    for name, chosen in record.get("chosen", {}).items():
        ROWS[name].chosen = {family: tuple(choice) for family, choice in chosen.items()}


def measure(program, options):
    _, _, first = program.run(config(2, ["qfi"], grid(4)))
    results = {name: first.attrs[name] for name in ("device", "simd", "version", "build")}
    results |= {"machine": platform.platform(), "load": os.getloadavg()}
    names = options.only or ROWS
    if options.curves:
        results["curves"] = {name: ROWS[name].curves(program) for name in names
                             if hasattr(ROWS[name], "curves")}
        options.curves.write_text(json.dumps(results, indent=1) + "\n")
        return
    results |= {"rows": {}, "chosen": {}, "tried": {}}
    print(f"{'row':16} {'pairtwist':>10} {'beside':>10} {'ratio':>8}  lowest ... highest  error")
    for name in names:
        row = ROWS[name]
        figures = [row(program) for _ in range(getattr(row, "repetitions", REPETITIONS))]
        print(line(name, figures), flush=True)
        results["rows"][name] = [asdict(figure) for figure in figures]
        if hasattr(row, "lines"):
            print(*row.lines(figures), sep="\n", flush=True)
            results["chosen"][name], results["tried"][name] = row.chosen, row.tried
    results["load_after"] = os.getloadavg()
    print(f"{results['device']}, {results['simd']}; load {results['load'][0]:.1f} ... "
          f"{results['load_after'][0]:.1f}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
