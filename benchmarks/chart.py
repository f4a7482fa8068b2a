#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Draws processor time against achieved error, a panel a row, from what `compare.py --curves` wrote.

    benchmarks/chart.py CURVES.json [CURVES.json ...] -o PICTURE

Every tool has one colour: a line through what no other of its methods and tolerances beats in both, and faint
points for the rest, which are its other integrators, mostly. What is good to 1e-8 is on grey. What has no
tolerance is a single point. Errors below 1e-16 stand at it, those above 1e-2 are left out. Needs matplotlib.
"""

import argparse
import json
import pathlib

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

# Okabe and Ito's colours, which all eyes tell apart, and a marker of each tool's own.
STYLES = {"pairtwist": ("black", "o"), "QuTiP": ("#0072b2", "s"), "dynamiqs": ("#e69f00", "^"),
          "SciPy": ("#009e73", "D"), "CVODE": ("#d55e00", "v"), "Boost.odeint": ("#cc79a7", "P")}
TITLES = {"Kerr, 50": "Kerr cavity, 50 levels, 100 samples", "Kerr, own": "Kerr cavity, own cutoff",
          "Kerr page, 32": "Kerr cavity of dynamiqs' pages, 32 levels",
          "1000 Kerr": "1000 Kerr cavities, own cutoffs, two cores",
          "100 000 Kerr": "100 000 Kerr cavities, own cutoffs, two cores",
          "Fock 3": "three photons under the pump of Fig. 2c, block (0, 2)"}
LEAST, MOST = 1e-16, 1e-2
GOOD = 1e-8  # what the rows of compare.py ask for


def title_of(name):
    if name in TITLES:
        return TITLES[name]
    return f"block {name} levels, Fig. 2c" if name.startswith("(") else name


def points_of(found):
    """{family: [(error, seconds)]}, the most exact ones first."""
    of_family = {}
    for point in found:
        if "seconds" in point and point["error"] <= MOST:
            of_family.setdefault(point["family"], []).append(
                (max(point["error"], LEAST), point["seconds"]))
    return {family: sorted(points) for family, points in of_family.items()}


def best_of(points):
    """Those that no other one beats in error and time."""
    best = []
    for point in points:
        if not best or point[1] < best[-1][1]:
            best.append(point)
    return best


def draw(panel, name, found):
    for family, points in points_of(found).items():
        colour, marker = STYLES[family]
        best, ours = best_of(points), family == "pairtwist"
        panel.plot(*zip(*points), linestyle="", marker=marker, color=colour,
                   markersize=3, alpha=0.3, markeredgewidth=0, zorder=2)
        panel.plot(*zip(*best), marker=marker, color=colour,
                   linewidth=2.2 if ours else 1.2, markersize=6 if ours else 4.5, label=family,
                   zorder=4 if ours else 3)
    panel.axvspan(LEAST / 2, GOOD, color="0.95", zorder=0)
    panel.set(xscale="log", yscale="log", xlabel="achieved error, of the answer's scale",
              xlim=(LEAST / 2, 2 * MOST))
    panel.set_title(title_of(name), fontsize=9)
    panel.set_xticks([10.0**exponent for exponent in range(-16, -1, 2)])
    panel.grid(color="0.9", linewidth=0.5)
    panel.set_axisbelow(True)
    panel.tick_params(labelsize=8)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("records", type=pathlib.Path, nargs="+")
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True)
    options = parser.parse_args()
    curves = {name: found for record in options.records
              for name, found in json.loads(record.read_text())["curves"].items()}
    matplotlib.rcParams |= {"svg.hashsalt": "pairtwist", "svg.fonttype": "path"}
    figure, panels = pyplot.subplots(1, len(curves), figsize=(3.9 * len(curves), 4.0), squeeze=False,
                                     sharey=True, layout="constrained")
    for panel, (name, found) in zip(panels[0], curves.items()):
        draw(panel, name, found)
    panels[0][0].set_ylabel("processor time, s")
    named = {label: handle for panel in panels[0]
             for handle, label in zip(*panel.get_legend_handles_labels())}
    figure.get_layout_engine().set(rect=(0.0, 0.08, 1.0, 0.92))
    figure.legend(named.values(), named, loc="lower center", ncols=len(named), frameon=False, fontsize=9)
    # The same record draws the same file.
    still = {"Date": None} if options.output.suffix == ".svg" else {}
    figure.savefig(options.output, dpi=160, metadata=still)


if __name__ == "__main__":
    main()
