#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""What fuzzing begins with: seeds.py PROGRAM FOLDER makes

FOLDER/results   result files of several kinds
FOLDER/bare      the same as other software saves them: without hash and last line
FOLDER/parts     scans in parts, unfinished: NAME.h5.parts
FOLDER/states    light.h5 and atoms.h5, start states, beside job configs that read them
FOLDER/corpus    a folder of first inputs for each fuzz target
FOLDER/config.dict, lab.dict, parts.dict, texts.dict    words of them
"""

import argparse
import json
import random
import re
import shutil
import subprocess
from pathlib import Path

import h5py
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
GRID = """\
title = "grid η"
[model]
atoms = 4
eta = 3.0
[time]
stop = 0.1
samples = 5
[scan]
axes = [{ key = "model.kappa", values = [0.625, 1.0, 2.0] },
        { key = "light.state", values = ["vacuum", "coherent"] }]
[light]
alpha = 1.0
[output]
quantities = ["qfi", "bell", "spin_mean"]
events = [{ name = "half", quantity = "qfi", above = 0.3, scale = "N^2" }]
part_seconds = 1e-6
"""
ZIP = """\
[model]
atoms = 5
eta = 3.0
rate_unit = "kHz"
[time]
values = [0.0, 0.05, 0.2]
[scan]
mode = "zip"
axes = [{ key = "model.kappa", values = [0.5, 1.0, 2.0] }, { key = "model.U", values = [1, 2, 3] }]
[output]
quantities = ["g2", "rho"]
part_seconds = 1e-6
"""
# Odd N: bell is -inf; the second axis has points that fail.
LOSSES = """\
[model]
atoms = 3
eta = 10.0
[light]
state = "fock"
n = 3
[time]
stop = 1.0
samples = 4
[scan]
axes = [{ key = "model.kerr", values = [0.0, 1.0] }]
[solve]
method = "fock"
cutoff = 5
[output]
quantities = ["photon_number", "qfi"]
"""
ONE_POINT = """\
[model]
atoms = 4
eta = 3.0
kappa = 0.8125
[time]
stop = 0.1
samples = 3
[output]
over_time = "final"
"""
EXTREMA = """\
[model]
atoms = 6
eta = 3.0
[time]
stop = 0.5
samples = 9
[scan]
axes = [{ key = "model.kappa", linspace = [0.5, 2.0, 3] }]
[output]
quantities = ["qfi"]
over_time = "extrema"
"""
# Two ranges of trajectories, which merge adds up.
TRAJECTORIES = """\
[model]
atoms = 3
eta = 1.0
kappa = 0.5
tunnelling = 0.5
[time]
stop = 0.1
samples = 3
[solve]
trajectories = 20
first_trajectory = 0
[output]
quantities = ["photon_number"]
"""
FROM_FILES = """\
[model]
atoms = 3
eta = 1.0
kappa = 0.5
[light]
state = "file"
path = "light.h5"
[atoms]
state = "file"
path = "atoms.h5"
[time]
stop = 0.1
samples = 3
"""
TEXTS = [
    "0/1", "7/8", "999999/1000000", "0,2,13", "auto", "part.3-of-8.000007.h5", "model.kapa",
    "a'b \\ $(c)", "tab\tline\n\x1b[31m", "η \u2028 \u202e x", "\x89HDF\r\n\x1a\n" + "\x02" * 40,
    "\npairtwist sha256 " + "0" * 64 + "\n",
]  # fmt: skip
CHOICES = 12
# What numbers, texts and tables are made of, and what readers of them stumble over.
PIECES = [
    "[", "]", "{", "}", "=", ",", '"', "'", "\n", "\\", '"""', "[[", "nan", "-inf", "1e999", "5e-324",
    "9223372036854775807", "18446744073709551616", "0x7f", "true", "1979-05-27", "\ufeff", "\x1e",
    "\x1e-", "linspace", "logspace", "values", ".abs", ".phase", "segments[0].eta", "/dev/null",
]  # fmt: skip


def call(program, folder, *words, codes=(0, 3)):
    done = subprocess.run([program, *words], cwd=folder, capture_output=True, text=True)
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def write_states(folder):
    """A mixed light of three levels and a state of three atoms, as docs/file-format.md has them."""
    with h5py.File(folder / "light.h5", "w") as file:
        file["density_re"] = np.diag([0.5, 0.25, 0.25])
        file["density_im"] = np.zeros((3, 3))
    with h5py.File(folder / "atoms.h5", "w") as file:
        file.create_dataset("amplitude_re", data=[0.5, 0.5, 0.5, 0.0], chunks=(4,), compression=4)
        file.create_dataset("amplitude_im", data=[0.0, 0.0, 0.0, 0.5], fletcher32=True, chunks=(2,))
    (folder / "job.toml").write_text(FROM_FILES)


def write_results(program, folder, states):
    for name, text in {
        "grid": GRID, "zip": ZIP, "losses": LOSSES, "one_point": ONE_POINT, "extrema": EXTREMA,
    }.items():  # fmt: skip
        (folder / f"{name}.toml").write_text(text)
        call(program, folder, "run", f"{name}.toml", "--quiet", "--threads", "1")
        (folder / f"{name}.toml").unlink()
    (folder / "job.toml").write_text(TRAJECTORIES)
    for name, first in (("first", 0), ("second", 20)):
        call(program, folder, "run", "job.toml", "--quiet", "-o", f"{name}.h5", "--set", f"solve.first_trajectory={first}")
    (folder / "job.toml").unlink()
    call(program, states, "run", "job.toml", "--quiet", "-o", folder / "files.h5")


def write_bare(folder, results):
    for path in sorted(results.glob("*.h5")):
        shutil.copy(path, folder)
        with h5py.File(folder / path.name, "a") as file:
            del file.attrs["attributes_sha256"]


def write_parts(program, folder):
    """Two of three shares of a scan each, so that the third is missing; and both of another."""
    for name, text, shares in (("grid", GRID, ("0/3", "1/3")), ("zip", ZIP, ("0/2",))):
        (folder / f"{name}.toml").write_text(text)
        for share in shares:
            call(program, folder, "run", f"{name}.toml", "--quiet", "--shard", share)
        (folder / f"{name}.toml").unlink()


def write_corpus(program, folder, parts):
    def add(target, number, bytes_):
        place = folder / target
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:04}").write_bytes(bytes_)

    configs = sorted((ROOT / "configs").glob("[!l]*/*.toml"))
    for i, path in enumerate(configs):
        text = path.read_bytes()
        add("config", i, text)
        # By --set and --unset, too.
        add("config", 100 + i, text + b"\x1emodel.atoms=7\x1e-scan\x1eoutput.quantities=['qfi']")
    for i, text in enumerate((GRID, ZIP, LOSSES, ONE_POINT, EXTREMA)):
        (folder / "job.toml").write_text(text)
        add("config", 200 + i, call(program, folder, "config", "job.toml").encode())
    (folder / "job.toml").unlink()
    add("config", 300, call(program, folder, "config").encode())
    for i, path in enumerate(sorted((ROOT / "configs/lab").glob("*.toml"))):
        add("lab", i, path.read_bytes())
        add("lab", 100 + i, path.read_bytes() + b"\x1eatoms.number=7\x1etrap.well=barrier")
    for i, path in enumerate(sorted(parts.glob("*.parts/manifest.*"))):
        add("parts", i, path.read_bytes())
    for i, path in enumerate(sorted(parts.glob("*.parts/scan.json"))):
        add("parts", 100 + i, b"h" + path.read_bytes())
    for i, text in enumerate(TEXTS):
        add("texts", i, text.encode())
    # Of these the bytes are choices; any will do, long ones above all.
    chance = random.Random(1)
    for target in ("state", "result"):
        for i in range(CHOICES):
            add(target, i, chance.randbytes(16 << i % 6))


def write_words(program, folder):
    """libFuzzer's dictionaries."""

    def write(name, words):
        escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words)
        (folder / f"{name}.dict").write_text("".join(f'"{word}"\n' for word in escaped))

    keys = json.loads(call(program, folder, "keys", "--json"))
    names = {part for entry in keys for part in entry["key"].split(".")}
    choices = {word for entry in keys for word in re.findall('"([^"]+)"', entry["allowed"])}
    quantities = {entry["name"] for entry in json.loads(call(program, folder, "quantities", "--json"))}
    write("config", sorted(names | choices | quantities) + PIECES)
    lab = "".join(path.read_text() for path in sorted((ROOT / "configs/lab").glob("*.toml")))
    write("lab", sorted(set(re.findall(r"\w+", lab))) + PIECES)
    write("parts", ['"part"', '"points"', '"bytes"', '"status"', "1e300", "-1", "[[0,1]]", *PIECES])
    write("texts", [*TEXTS, "/", "0/", "part.", "\u2028", "\xff"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=lambda text: Path(text).resolve())
    parser.add_argument("folder", type=lambda text: Path(text).resolve())
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    folders = {name: options.folder / name for name in ("states", "results", "bare", "parts", "corpus")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    write_states(folders["states"])
    write_results(options.program, folders["results"], folders["states"])
    write_bare(folders["bare"], folders["results"])
    write_parts(options.program, folders["parts"])
    write_words(options.program, options.folder)
    write_corpus(options.program, folders["corpus"], folders["parts"])


if __name__ == "__main__":
    main()
