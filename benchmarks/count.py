#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Counts the instructions of six small scans and compares them with the committed counts.

    benchmarks/count.py [--program build/pairtwist] [--renew]

Times on a shared machine differ by half; what Valgrind counts does not change from run to run. Only
run_scan is counted: points, solving, quantities, rows; on one thread with AVX2, the widest that
Valgrind 3.19 knows. More than 5 % above the committed count fails. --renew commits to new counts,
in counts.json: after a change that is worth its price, or one that made the program faster.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
COUNTS = FOLDER / "counts.json"
ALLOWED = 0.05

# name: a config of configs/, and what is set in it to make it small.
CASES = {
    "qfi": (
        "qfi_curves.toml",
        "time.samples=100",
        'scan.axes=[{ key = "model.kappa", logspace = [0.1, 1000.0, 20] },'
        ' { key = "model.eta", linspace = [200.0, 400.0, 20] }]',
    ),
    "bell": (
        "bell_map.toml",
        'scan.axes=[{ key = "model.kappa", logspace = [0.1, 1000.0, 10] },'
        ' { key = "model.eta", linspace = [200.0, 400.0, 10] }]',
    ),
    "thermal": (
        "thermal_scan.toml",
        'scan.axes=[{ key = "model.kappa", logspace = [0.1, 1000.0, 6] },'
        ' { key = "light.n", linspace = [0.0, 4.0, 6] }]',
        'solve.method="gaussian"',
    ),
    # Half of a Hermitian block, its bath and Kerr term, both solutions.
    "kerr": ("kerr_cavity.toml", "time.stop=2.0", "time.samples=21", "solve.cutoff_exact=36"),
    # Blocks off the diagonal that fill from the vacuum, their levels and cutoffs growing.
    "laboratory": ("fock_laboratory.toml", "model.atoms=4", "model.eta=60.0", "time.samples=11"),
    # Three photons in the moving frame, four levels a block, points side by side in the lanes.
    "moving": (
        "fock_scan.toml",
        "model.atoms=20",
        "time.samples=11",
        'scan.axes=[{ key = "model.eta", linspace = [100.0, 320.0, 4] }]',
    ),
}


def count(program, config, *settings):
    """The instructions of run_scan."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                   "--toggle-collect=pairtwist::run_scan*",
                   program, "run", FOLDER / "configs" / config,
                   "-o", pathlib.Path(folder, "out.h5"),
                   "--backend", "cpu", "--threads", "1", "--quiet"]
        for setting in settings:
            command += ["--set", setting]
        environment = os.environ | {"PAIRTWIST_SIMD": "avx2", "OMP_NUM_THREADS": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)$", done.stderr, re.MULTILINE)
    # No count at all, if nothing is called run_scan any more, would pass for a fast one.
    if done.returncode != 0 or found is None or int(found[1]) == 0:
        sys.exit(f"error: {config} was not counted (exit {done.returncode}):\n{done.stderr}")
    return int(found[1])


def not_comparable(doctor, committed):
    """Why counts of this program mean nothing beside the committed ones; empty if they do."""
    if "avx2" not in doctor["simd"]["levels"]:
        return "this machine or build has no AVX2"
    if not doctor["build"].startswith(committed["build"]):
        return f"the counts are of {committed['build']}, this program is of {doctor['build']}"
    return ""


def judge(name, counted, committed):
    """(whether it passes, what to say)"""
    change = counted / committed - 1.0
    line = f"{name}: {counted} instructions, {committed} committed, {100 * change:+.1f} %"
    if change > ALLOWED:
        return False, f"FAILED {line}, allowed is {100 * ALLOWED:+.0f} %; worth it? --renew"
    if change < -ALLOWED:
        return True, f"passed {line}: so much better that --renew should keep it"
    return True, f"passed {line}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=FOLDER.parent / "build" / "pairtwist")
    parser.add_argument("--renew", action="store_true", help="write counts.json")
    options = parser.parse_args()
    program = pathlib.Path(options.program).resolve()
    if shutil.which("valgrind") is None:
        sys.exit("error: valgrind is not installed")
    doctor = json.loads(subprocess.run([program, "doctor", "--json"], check=True, text=True,
                                       capture_output=True).stdout)
    if options.renew:
        build = doctor["build"].split(", CUDA")[0]
        counted = {name: count(program, *case) for name, case in CASES.items()}
        COUNTS.write_text(json.dumps({"build": build, "instructions": counted}, indent=2) + "\n")
        print(COUNTS.read_text(), end="")
        return 0

    committed = json.loads(COUNTS.read_text())
    why_not = not_comparable(doctor, committed)
    outcomes = {"passed": 0, "failed": 0, "skipped": 0}
    for name, case in CASES.items():
        if why_not:
            outcomes["skipped"] += 1
            print(f"skipped {name}: {why_not}")
            continue
        good, line = judge(name, count(program, *case), committed["instructions"][name])
        outcomes["passed" if good else "failed"] += 1
        print(line, flush=True)
    print(", ".join(f"{number} {outcome}" for outcome, number in outcomes.items()))
    return outcomes["failed"] > 0


if __name__ == "__main__":
    sys.exit(main())
