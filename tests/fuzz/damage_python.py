#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Changes bytes of real files, and has the Python package read them: damage_python.py SEEDS

SEEDS is what seeds.py made. Most runs change bytes of a result file and leave its last line as it
was, or cut the file: pairtwist.open refuses it, with its name and a message. One of so many is a
file that is whole, with contents that no program would write (odd_contents.py), opened and made a
picture of, short of drawing it: a picture, or an error of the package.

All of them in one process, which is given no file that libhdf5 dies of. Run i of a seed is always
the same; inputs of findings are kept. PYTHONPATH must have the package.
"""

import argparse
import random
import shutil
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from pathlib import Path

import pairtwist
from damage import SEAL, changed
from odd_contents import make_odd
from pairtwist import dataset
from pairtwist.choices import choose
from pairtwist.describe import describe
from pairtwist.script import script_text
from watched import CONTROL


def read(path, chance):
    """As pairtwist.plot does, up to the script that would draw."""
    with pairtwist.open(path) as data:
        quantity = chance.choice([None, *sorted(map(str, data.variables))])
        picture = describe([data], [str(path)], choose(quantity))
        compile(script_text(picture, [""], "", dataset.default_engine()), "script", "exec")


def outcome(path, chance, due):
    """In a word what came of reading it, and what must not be; "" if nothing."""
    try:
        read(path, chance)
    except pairtwist.PairtwistError as error:
        text = str(error)
        if not text.strip() or CONTROL.search(text):
            return "refused", f"refused with {text!r}"
        if due and not (isinstance(error, pairtwist.FileError) and path.name in text):
            return "refused", f"a changed byte is not what was said: {text}"
        return "refused", ""
    except Exception:  # every other one is a finding
        return "traceback", traceback.format_exc()
    return "read", "a changed byte was not noticed" if due else ""


def attempt(options, number, folder):
    chance = random.Random(f"{options.seed} python {number}")
    path = folder / f"{number}.h5"
    if number % options.odd_every == 0:
        shutil.copy(chance.choice(sorted((options.seeds / "bare").glob("*.h5"))), path)
        make_odd(chance, path)
        due = False
    else:
        original = chance.choice(sorted((options.seeds / "results").glob("*.h5"))).read_bytes()
        content = changed(chance, original)
        path.write_bytes(content)
        # Cut just before its last line, it is a file of an earlier version.
        due = content not in (original, original[:-SEAL])
    came, finding = outcome(path, chance, due)
    if finding:
        options.findings.mkdir(parents=True, exist_ok=True)
        kept = options.findings / f"python-{options.seed}-{number}.h5"
        shutil.copy(path, kept)
        print(f"{kept}: {finding}", file=sys.stderr)
    path.unlink()
    return f"{'changed' if due else 'odd or whole'}, {came}", bool(finding)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seeds", type=lambda text: Path(text).resolve())
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=1, help="number of the first run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--odd-every", type=int, default=50, help="so many runs an odd file")
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # of xarray, about what it finds
    counts, findings = Counter(), 0
    with tempfile.TemporaryDirectory(prefix="damage.") as folder:
        for number in range(options.first, options.first + options.runs):
            came, found = attempt(options, number, Path(folder))
            counts[came] += 1
            findings += found
    print(f"{'':18} {'runs':>8} {'findings':>8}")
    print(f"{'python':18} {options.runs:8} {findings:8}")
    for came, count in sorted(counts.items()):
        print(f"  {came}: {count}")
    return int(findings > 0)


if __name__ == "__main__":
    sys.exit(main())
