#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""What it costs to find a cutoff: registers of all solutions of a block over those of its last one, for cavities
of many kinds. Needs the program with count_terms.patch applied.

  benchmarks/count_cutoffs.py --program build/pairtwist
"""

import argparse
import itertools
import pathlib
import re
import statistics
import subprocess
import tempfile

CAVITIES = {
    "pumped": "eta = 6.0\nkappa = 1.0\ndetuning = 2.0",
    "weakly": "eta = 1.0\nkappa = 1.0\ndetuning = 0.5",
    "strongly": "eta = 15.0\nkappa = 1.0\ndetuning = -3.0",
    "Kerr": "eta = 3.0\nkappa = 1.0\nkerr = 0.3\ndetuning = 0.5",
    "two-photon loss": "eta = 4.0\nkappa = 0.5\ntwo_photon_loss = 0.2",
    "warm": "eta = 2.0\nkappa = 1.0\nthermal_photons = 0.5",
    "no pump": "eta = 0.0\nkappa = 1.0",
}
LIGHTS = (
    'state = "vacuum"',
    'state = "fock"\nn = 3',
    'state = "coherent"\nalpha = 1.5',
    'state = "thermal"\nn = 0.8',
    'state = "cat"\nalpha = 1.5\nparity = 1',
    'state = "squeezed"\nr = 0.6',
)
TOLERANCES = ("1e-4", "1e-8", "1e-10")


def registers(program, cavity, light, tolerance):
    """Of each solution of the one block."""
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder, "cavity.toml")
        config.write_text(
            f"[model]\natoms = 1\nU = 0.0\nW0 = 0.0\n{CAVITIES[cavity]}\n[light]\n{light}\n[time]\nstop = 3.0\n"
            f'samples = 31\n[solve]\nmethod = "fock"\nframe = "laboratory"\ntolerance = {tolerance}\n'
            f'[output]\nquantities = ["photon_number"]\n'
        )
        run = subprocess.run([program, "run", config, "-o", f"{folder}/x.h5", "--quiet", "--threads", "1"],
                             capture_output=True, text=True, check=True)
    return [int(found) for found in re.findall(r"levels: .* (\d+) registers", run.stderr)]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", default="build/pairtwist")
    program = options.parse_args().program
    ratios = {}
    for of in itertools.product(CAVITIES, LIGHTS, TOLERANCES):
        if not (found := registers(program, *of)):
            raise SystemExit(f"{program} counts no registers: apply benchmarks/count_terms.patch and build it")
        ratios[of] = sum(found) / found[-1]
    for of, ratio in sorted(ratios.items(), key=lambda item: -item[1])[:5]:
        print(f"{ratio:.2f}", *of, sep=", ")
    above = sum(ratio > 2.0 for ratio in ratios.values())
    print(f"{len(ratios)} blocks: {statistics.mean(ratios.values()):.2f} in the mean, {above} above 2")


if __name__ == "__main__":
    main()
