#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Extrema of random models at few samples, against the largest and smallest of 6 001.

    python3 benchmarks/extrema.py --program build/pairtwist --models 100

Coherent light, tilted starts, up to ten units of time in which curves swing several times. Says for
each number of samples how many extrema lie short of what the dense samples show by more than the
tolerance (they may lie beyond it: those are between the dense samples, too), and lists them.
"""
import argparse
import pathlib
import subprocess
import tempfile

import h5py
import numpy as np

# Not g2 and the smallest Bell correlator: both have poles, which no number of samples resolves.
QUANTITIES = {"qfi": True, "qfi_optimal": True, "entropy": True, "purity": True,
              "squeezing_wineland": True, "squeezing_kitagawa_ueda": True, "photon_number": True,
              "mandel_q": True, "bell": False}  # name: whether the smallest counts, too
DENSE = 6001
FEW = ((11, 1e-4), (21, 1e-6), (41, 1e-8), (41, 1e-4), (101, 1e-6))  # samples, tolerance


def model(seed):
    """(atoms, the config's text without samples and tolerance)"""
    random = np.random.default_rng(seed)
    uniform = lambda a, b: float(random.uniform(a, b))
    atoms = int(random.integers(3, 9))
    values = {"atoms": atoms, "U": uniform(-1, 1), "W0": uniform(-1, 1),
              "detuning": uniform(-2, 2), "eta": uniform(0, 3),
              "kappa": random.choice([0.0, uniform(0, 2)]),
              "dephasing": random.choice([0.0, 10 ** uniform(-4, 1)]),
              "tilt": random.choice([0.0, uniform(-3, 3)])}
    text = "[model]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())
    text += f'[light]\nstate = "coherent"\nalpha = {uniform(0, 2)}\n'
    theta = random.choice([np.pi / 2, uniform(0.3, 2.8)])
    text += f"[atoms]\ntheta = {theta}\nphi = {random.choice([0.0, uniform(-3, 3)])}\n"
    names = ", ".join(f'"{name}"' for name in QUANTITIES)
    return atoms, text, 10 ** uniform(-0.7, 1), f"[output]\nquantities = [{names}]\n"


def solve(program, folder, text, stop, samples, tolerance, output):
    config = folder / "model.toml"
    config.write_text(f"{text}[time]\nstop = {stop}\nsamples = {samples}\n"
                      f"[solve]\ntolerance = {tolerance}\n{output}")
    done = subprocess.run([program, "run", config, "-o", folder / "model.h5", "--force", "--quiet",
                           "--threads", "1"], capture_output=True, text=True)
    if done.returncode not in (0, 3):  # 3: some values are lost
        raise SystemExit(f"error: {config.read_text()}\n{done.stderr}")
    with h5py.File(folder / "model.h5") as file:
        return {name: file[name][()] for name in file if isinstance(file[name], h5py.Dataset)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/pairtwist", type=pathlib.Path)
    parser.add_argument("--models", type=int, default=100)
    parser.add_argument("--first", type=int, default=1, help="seed of the first model")
    options = parser.parse_args()
    program = options.program.resolve()
    counted, short = {few: 0 for few in FEW}, {few: 0 for few in FEW}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for seed in range(options.first, options.first + options.models):
            atoms, text, stop, output = model(seed)
            dense = solve(program, folder, text, stop, DENSE, 1e-11, output)
            for few in FEW:
                found = solve(program, folder, text, stop, *few, output + 'over_time = "extrema"\n')
                for quantity, both in QUANTITIES.items():
                    values = dense[quantity]
                    if not np.isfinite(values).all():
                        continue
                    for side, sign in (("max", 1.0),) + ((("min", -1.0),) if both else ()):
                        value = found[f"{quantity}_{side}"]
                        if not np.isfinite(value):
                            continue
                        best = sign * (sign * values).max()
                        scale = atoms ** 2 if quantity.startswith("qfi") else 1.0
                        off = sign * (best - value) / (few[1] * max(scale, abs(best)))
                        counted[few] += 1
                        if off > 1.0:
                            short[few] += 1
                            print(f"seed {seed}, {few[0]} samples, {few[1]}: {quantity}_{side} "
                                  f"{value:.9g}, and {best:.9g} is there: {off:.3g} tolerances")
    for few in FEW:
        print(f"{few[0]} samples, tolerance {few[1]}: {short[few]} of {counted[few]}")


if __name__ == "__main__":
    main()
