#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Draws time against achieved error of every tool, a panel a row, from what `compare.py --curves` wrote.

    benchmarks/chart.py CURVES.json -o PICTURE

Needs matplotlib. A tool's point is one tolerance; what has none is a single point. Errors below 1e-15 stand at it.
"""

import argparse
import json
import math
import pathlib

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

COLOURS = {"pairtwist": "black", "QuTiP": "tab:blue", "dynamiqs": "tab:orange",
           "SciPy": "tab:green", "CVODE": "tab:red", "Boost.odeint": "tab:purple"}
MARKERS = "os^vD<>Pdhp*X"
LEAST = 1e-15


def series(found):
    """{(family, method): ([error], [seconds])}, in the order they were measured."""
    lines = {}
    for point in found:
        if "seconds" in point and math.isfinite(point["error"]):
            errors, seconds = lines.setdefault((point["family"], point["method"]), ([], []))
            errors.append(max(point["error"], LEAST))
            seconds.append(point["seconds"])
    return lines


def draw(panel, name, found):
    of_family = {}
    for (family, method), (errors, seconds) in series(found).items():
        marker = MARKERS[of_family.setdefault(family, 0) % len(MARKERS)]
        of_family[family] += 1
        ours = family == "pairtwist"
        panel.plot(errors, seconds, marker=marker, color=COLOURS[family], label=f"{family} {method}",
                   linewidth=2.0 if ours else 0.8, markersize=7 if ours else 4,
                   zorder=3 if ours else 2)
    panel.axvline(1e-8, color="0.7", linewidth=0.8, zorder=1)
    panel.set(xscale="log", yscale="log", title=name, xlabel="achieved error, of the answer's scale",
              xlim=(LEAST / 2, 1.0))
    panel.legend(fontsize=5.5, ncols=2, framealpha=0.8)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record", type=pathlib.Path)
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True)
    options = parser.parse_args()
    record = json.loads(options.record.read_text())
    curves = record["curves"]
    figure, panels = pyplot.subplots(1, len(curves), figsize=(6.0 * len(curves), 5.5),
                                     squeeze=False, layout="constrained")
    for panel, (name, found) in zip(panels[0], curves.items()):
        draw(panel, name, found)
    panels[0][0].set_ylabel("processor time, s")
    figure.suptitle(f"pairtwist {record['version']}, {record['device']}, {record['simd']}; load "
                    f"{record['load'][0]:.0f}", fontsize=8)
    figure.savefig(options.output, dpi=150)


if __name__ == "__main__":
    main()
