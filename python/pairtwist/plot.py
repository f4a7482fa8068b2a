"""The command line `python3 -m pairtwist.plot FILE [-o IMAGE] [--quantity Q] [--at axis=value]...`

What `pairtwist plot` runs. Exit codes: 0 done, 2 a wrong choice, 4 a file that cannot be read or
written. To be run, not imported: the function pairtwist.plot is in pairtwist/plotting.py.
"""

import argparse
import sys


def parse_at(texts, parser):
    """["axis=value", ...] as a dictionary."""
    at = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name and equals and value):
            parser.error(f"--at {text}: expected axis=value, e.g. --at time=0.01")
        if name in at:
            parser.error(f"--at {name} is given twice")
        at[name] = value
    return at


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="pairtwist plot",
        description="Draws a quantity of a result file; leaves the matplotlib script that does.",
    )
    parser.add_argument("file", metavar="FILE", help="result file of pairtwist run")
    parser.add_argument(
        "-o",
        "--output",
        metavar="IMAGE",
        help=".png, .pdf or .svg; default: FILE's stem + .png, here",
    )
    parser.add_argument("--quantity", metavar="Q", help="default: the config's first")
    parser.add_argument(
        "--at",
        metavar="axis=value",
        action="append",
        default=[],
        help="fix an axis at one of its values; may be repeated",
    )
    options = parser.parse_args(arguments)
    at = parse_at(options.at, parser)

    try:
        import matplotlib

        matplotlib.use("Agg")  # files only: works without a display
        from pairtwist.errors import PairtwistError
        from pairtwist.plotting import save
    except ModuleNotFoundError as missing:
        print(
            f"pairtwist plot: Python has no module {missing.name!r}; install python3-xarray, "
            "python3-h5netcdf and python3-matplotlib",
            file=sys.stderr,
        )
        return 4
    try:
        image, script, replaced = save(options.file, options.output, options.quantity, at)
    except PairtwistError as error:
        print(f"pairtwist plot: {error}", file=sys.stderr)
        return error.exit_code
    for path in (image, script):
        print(f"{'replaced' if path in replaced else 'wrote'} {path}", file=sys.stderr)
    expected = image.with_suffix(".py")
    if script != expected and expected.exists():
        print(f"{expected} was edited and is left as it is", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
