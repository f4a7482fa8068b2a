#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Changes bytes of real files, and runs the program on them: damage.py PROGRAM SEEDS KIND

SEEDS is what seeds.py made. KIND says which files are changed, and what reads them:

results  one result file: info, config, run, merge, plot, explore, verify, reproduce
parts    one file of a scan in parts: info, merge, run
states   light.h5 or atoms.h5: run, plan

Of the changed result files a third has the checksum of the whole one, which is noticed; a third a
right one, and a third none: so libhdf5 has to read them, which crashes on some, and loops on
others. Half of the changed parts get a right one. Pictures are mostly of files that are whole, with
contents that no program would write (odd_contents.py).

Each run has limits of time and memory, and ends with a documented exit code and a message: what
does not is kept in a folder, and counted. Run i of a seed is always the same. Most are forks of a
program that was loaded once (serve.c); every fiftieth, and all that draw, are begun anew.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import sys
import tempfile
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from odd_contents import make_odd
from watched import PROCESSOR_SECONDS, Served, build_server, run

SEAL = 83  # bytes of the last line of a result file
ODD_NUMBERS = [0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFFFFFF, 1 << 32, 1 << 40, (1 << 63) - 1, (1 << 64) - 1]
# A picture takes a second or more, so that few of many runs make one.
SLOW = ("plot", "explore")
ANEW_EVERY = 50
# Of seeds.py: what merge adds up.
OTHER_TRAJECTORIES = {"first.h5": "second.h5", "second.h5": "first.h5"}


def changed(chance, content):
    """Some bytes of it: flipped, overwritten, copied over others, cut off."""
    content = bytearray(content)
    kind = chance.random()
    if kind < 0.8:
        for _ in range(1 if kind < 0.5 else chance.randint(2, 8)):
            content[chance.randrange(len(content))] ^= chance.choice([1 << chance.randrange(8), 255])
    elif kind < 0.9:
        size = min(chance.choice([1, 2, 4, 8]), len(content))
        at = chance.randrange(len(content) - size + 1)
        number = chance.choice(ODD_NUMBERS) % (1 << 8 * size)
        content[at : at + size] = number.to_bytes(size, "little")
    elif kind < 0.95:
        size = min(chance.randint(1, 64), len(content))
        source, at = (chance.randrange(len(content) - size + 1) for _ in range(2))
        content[at : at + size] = content[source : source + size]
    else:
        del content[chance.randrange(len(content)) :]
    return bytes(content)


def sealed(content):
    """With a last line that is right, as of one who makes a file to do harm."""
    return content + b"\npairtwist sha256 " + hashlib.sha256(content).hexdigest().encode() + b"\n"


class Results:
    """Of every damaged file whose last line is as it was, info says so."""

    def __init__(self, seeds, slow_every):
        self.folder, self.slow_every = seeds, slow_every
        self.names = sorted(path.name for path in (seeds / "results").glob("*.h5"))

    def make(self, chance, number, folder):
        name = chance.choice(self.names)
        bad = folder / "bad.h5"
        if number % self.slow_every == 0:
            shutil.copy(self.folder / "bare" / name, bad)
            make_odd(chance, bad)
            return [chance.choice(SLOW), "bad.h5"], None
        original = (self.folder / "results" / name).read_bytes()
        kind = chance.choice(["noticed", "sealed", "bare"])
        if kind == "noticed":
            content = changed(chance, original)
        elif kind == "sealed":
            content = sealed(changed(chance, original[:-SEAL]))
        else:
            content = changed(chance, (self.folder / "bare" / name).read_bytes())
        bad.write_bytes(content)
        commands = [["info"]] * 6 + [
            ["info", "--json"], ["info", "--failed"], ["config"], ["verify", "--points", "1"],
            ["reproduce"], ["run", "--quiet", self.folder / "results" / name, "-o"], ["plot"],
        ]  # fmt: skip
        other = OTHER_TRAJECTORIES.get(name)
        if other:
            commands += [["merge", "--quiet", "-o", "all.h5", self.folder / "results" / other]] * 3
        command = chance.choice(commands)
        if command == ["plot"] and kind != "noticed":
            command = ["info"]
        # Cut just before its last line, it is a file of an earlier version.
        due = kind == "noticed" and content not in (original, original[:-SEAL])
        return [*command, "bad.h5"], (4,) if due and command[0] in ("info", "merge", "plot") else None


class Parts:
    """A share is missing, so that a merge has gaps: exit 3."""

    def __init__(self, seeds, _):
        self.scans = sorted((seeds / "parts").glob("*.parts"))

    def make(self, chance, number, folder):
        scan = folder / "bad.h5.parts"
        shutil.copytree(chance.choice(self.scans), scan)
        path = chance.choice([path for path in sorted(scan.iterdir()) if path.stat().st_size > 0])
        content = changed(chance, path.read_bytes())
        path.write_bytes(content)
        if path.suffix == ".h5" and chance.random() < 0.5:
            for manifest in scan.glob("manifest.*"):
                self.enter(manifest, path.name, content)
        commands = [
            ["merge", "--partial", "-o", "joined.h5", scan.name], ["merge", scan.name],
            ["info", scan.name], ["info", "--json", scan.name],
        ]  # fmt: skip
        return list(chance.choice(commands)), None

    @staticmethod
    def enter(manifest, name, content):
        """The part as it is, in its line."""
        lines = [json.loads(line) for line in manifest.read_text().splitlines()]
        for line in lines:
            if line["part"] == name:
                line["sha256"], line["bytes"] = hashlib.sha256(content).hexdigest(), len(content)
        manifest.write_text("".join(json.dumps(line) + "\n" for line in lines))


class States:
    def __init__(self, seeds, _):
        self.folder = seeds / "states"

    def make(self, chance, number, folder):
        for name in ("light.h5", "atoms.h5", "job.toml"):
            shutil.copy(self.folder / name, folder)
        path = folder / chance.choice(["light.h5", "atoms.h5"])
        path.write_bytes(changed(chance, path.read_bytes()) or b"x")
        if chance.random() < 0.1:
            return ["plan", "job.toml", "--threads", "1"], None
        return ["run", "job.toml", "--quiet", "--threads", "1", "-o", "out.h5"], None


KINDS = {"results": Results, "parts": Parts, "states": States}


class Table:
    """Counts by command, in the order of their first runs."""

    def __init__(self):
        self.rows = defaultdict(lambda: dict(runs=0, findings=0, hangs=0, bytes=0, codes=set()))
        self.lock = threading.Lock()

    def add(self, command, outcome, finding):
        with self.lock:
            row = self.rows[command]
            row["runs"] += 1
            row["findings"] += bool(finding)
            row["hangs"] += outcome.hung
            row["bytes"] = max(row["bytes"], outcome.bytes)
            row["codes"].add(outcome.code)

    def text(self, kind):
        lines = [f"{'':18} {'runs':>8} {'findings':>8} {'hangs':>6} {'MiB':>6}  exit codes"]
        for command, row in sorted(self.rows.items()):
            lines.append(
                f"{kind + ': ' + command:18} {row['runs']:8} {row['findings']:8} {row['hangs']:6} "
                f"{row['bytes'] >> 20:6}  {' '.join(map(str, sorted(row['codes'])))}"
            )
        return "\n".join(lines)


class Runs:
    """Of the program, on some threads."""

    def __init__(self, program, folder, seconds):
        self.program, self.folder, self.seconds = program, folder, seconds
        self.library = build_server(folder)
        self.of_thread = threading.local()
        self.all = []

    def run(self, command, folder, anew):
        if anew:
            return run([self.program, *command], folder, self.seconds)
        if not hasattr(self.of_thread, "served"):
            scratch = Path(tempfile.mkdtemp(dir=self.folder))
            self.of_thread.served = Served(self.program, self.library, scratch, self.seconds)
            self.all.append(self.of_thread.served)
        return self.of_thread.served.run(command, folder)

    def close(self):
        for served in self.all:
            served.close()


def attempt(files, number, options, table, runs):
    chance = random.Random(f"{options.seed} {options.kind} {number}")
    with tempfile.TemporaryDirectory(prefix="damage.") as name:
        folder = Path(name)
        command, codes = files.make(chance, number, folder)
        anew = command[0] in SLOW or number % ANEW_EVERY == 0
        outcome = runs.run(command, folder, anew)
        finding = outcome.finding()
        if not finding and codes and outcome.code not in codes:
            finding = f"exit code {outcome.code} where {codes} is due"
        left = [path.name for path in folder.iterdir() if path.name.endswith(".tmp")]
        if not finding and left:
            finding = f"left {left[0]} behind"
        table.add(command[0], outcome, finding)
        if not finding:
            return
        kept = options.findings / f"{options.kind}-{options.seed}-{number}"
        shutil.copytree(folder, kept, dirs_exist_ok=True)
        words = " ".join(map(str, command))
        (kept / "said.txt").write_text(
            f"{words}\n{finding}\n--- stdout\n{outcome.out}\n--- stderr\n{outcome.err}\n"
        )
        print(f"{kept}: {words}: {finding}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=lambda text: Path(text).resolve())
    parser.add_argument("seeds", type=lambda text: Path(text).resolve())
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=1, help="number of the first run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--slow-every", type=int, default=250, help="so many runs a plot or page")
    parser.add_argument(
        "--seconds", type=int, default=PROCESSOR_SECONDS,
        help="processor time of a run, and so of a reader that libhdf5 never returns to (60)",
    )  # fmt: skip
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    options = parser.parse_args()
    files = KINDS[options.kind](options.seeds, options.slow_every)
    table = Table()
    last = options.first + options.runs
    with tempfile.TemporaryDirectory(prefix="served.") as folder:
        runs = Runs(options.program, folder, options.seconds)
        with ThreadPoolExecutor(options.jobs) as pool:
            for _ in pool.map(
                lambda number: attempt(files, number, options, table, runs),
                range(options.first, last),
            ):
                pass
        runs.close()
    print(table.text(options.kind))
    return int(any(row["findings"] for row in table.rows.values()))


if __name__ == "__main__":
    sys.exit(main())
