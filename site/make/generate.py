# SPDX-License-Identifier: BSD-3-Clause
"""What the site has of the program itself: gallery, keys, quantities. scripts/site.sh runs it.

generate.py --program PROGRAM: writes site/gallery/ and site/generated/. Every config is solved by
the program, timed, and drawn by `pairtwist plot`; where neither it nor the program has changed
since, it is left as it is. Exit code 1 if a config fails: the site shows none without its picture.
"""

import argparse
import pathlib
import shutil
import sys

import gallery
import tables

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def main():
    parser = argparse.ArgumentParser(prog="scripts/site.sh")
    parser.add_argument("--program", required=True, type=pathlib.Path)
    program = parser.parse_args().program.resolve()

    generated = ROOT / "site" / "generated"
    shutil.rmtree(generated, ignore_errors=True)
    generated.mkdir()
    tables.write(program, generated)
    failed = gallery.write(program, ROOT / "configs", ROOT / "site" / "gallery", generated)
    for name, reason in failed:
        print(f"site: {name}: {reason}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
