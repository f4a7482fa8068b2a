# SPDX-License-Identifier: BSD-3-Clause
"""Runs the paper's configs, draws every panel, and writes one page that needs nothing else.

Called by scripts/paper.sh. Exit codes: 0 done, 1 a panel could not be computed or misses a number.
"""

import argparse
import math
import pathlib
import subprocess
import sys
import time
import tomllib

import matplotlib

matplotlib.use("Agg")

import page
import pairtwist
from panels import PANELS
from pairtwist.levels import BOUNDS
from pairtwist.number_of_atoms import atoms

HERE = pathlib.Path(__file__).resolve().parent
CONFIGS = HERE.parent.parent / "configs" / "paper"


def load_numbers():
    return tomllib.loads((HERE / "numbers.toml").read_text())["numbers"]


def compare(data, entry):
    """[(time, known, found)] of an entry of numbers.toml; time: a number, "max", or "" without one.

    found: NaN where a config that was edited has no such value.
    """
    if entry["quantity"] == "bell bound":
        return [("", *entry["value"], BOUNDS["bell"][1](atoms(data)))]
    times = entry.get("time", [""])
    places = entry.get("at", {})
    there = all(name in data.coords and value in data[name].values for name, value in places.items())
    if entry["quantity"] not in data or not there:
        return [(time, known, math.nan) for time, known in zip(times, entry["value"])]
    values = data[entry["quantity"]].sel(places)
    if entry.get("largest"):
        times, found = ["max"], values.max("time")
    elif "time" in entry:
        found = values.sel(time=times, method="nearest")
    else:
        found = values
    if entry.get("over_atoms_squared"):
        found = found / atoms(data) ** 2
    return list(zip(times, entry["value"], found.values.ravel().tolist(), strict=True))


def allowed(entry, known):
    """Half a unit of the last digit, and what the config's tolerance leaves beside it."""
    return 0.5000001 * 10.0 ** -entry["digits"] + entry.get("tolerance", 0.0) * abs(known)


def run(program, panel, folder):
    """The result file and the seconds it took; exits if the program refuses or fails."""
    config = CONFIGS / f"{panel.name}.toml"
    result = folder / f"{panel.name}.h5"
    started = time.monotonic()
    call = [program, "run", str(config), "-o", str(result), "--force", "--quiet"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"paper: {panel.name} was not computed (exit {done.returncode}): {done.stderr.strip()}")
    return result, time.monotonic() - started


def main():
    parser = argparse.ArgumentParser(prog="scripts/paper.sh", description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--folder", required=True, type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--only", default="", help="panels by name, separated by commas")
    options = parser.parse_args()
    wanted = [name for name in options.only.split(",") if name]
    known = [panel.name for panel in PANELS]
    for name in wanted:
        if name not in known:
            parser.error(f"--only {name}: no such panel; there are {', '.join(known)}")
    options.folder.mkdir(parents=True, exist_ok=True)

    numbers, parts, missed = load_numbers(), [], 0
    for panel in PANELS:
        if wanted and panel.name not in wanted:
            continue
        result, seconds = run(options.program, panel, options.folder)
        image = options.folder / f"{panel.name}.png"
        rows = []
        with pairtwist.open(result) as data:
            figure = panel.draw(data)
            figure.savefig(image, dpi=160)
            for entry in numbers:
                if entry["panel"] == panel.name:
                    rows += [(entry, *row) for row in compare(data, entry)]
        misses = [row for row in rows if not abs(row[3] - row[2]) <= allowed(row[0], row[2])]
        missed += len(misses)
        parts.append(page.Part(panel, image, rows, (CONFIGS / f"{panel.name}.toml").read_text(), seconds))
        print(f"{panel.name:12} {seconds:6.2f} s  {len(rows) - len(misses)} of {len(rows)} numbers", flush=True)
    path = options.folder / "index.html"
    path.write_text(page.text(parts), encoding="utf-8")
    print(f"wrote {path}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
