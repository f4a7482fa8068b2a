"""The command line `python3 -m pairtwist.plot FILE [-o IMAGE] [--quantity Q] [--at axis=value]...`

What `pairtwist plot` calls, which keeps modules in the current directory out; by hand, `python3 -P`
does. Exit codes: 0 done, 2 a wrong choice, 4 a file that cannot be read or written. This is not the
function pairtwist.plot, which is in pairtwist/plotting.py.
"""

import argparse
import os
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


def say(message):
    """On stderr. A message that cannot be written is lost, not an error of the plot."""
    try:
        print(message, file=sys.stderr, flush=True)
    except OSError:
        lose_messages()


def lose_messages():
    """What is still to be written must not fail at the end of Python, which would be exit 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


class Parser(argparse.ArgumentParser):
    def error(self, message):
        say(f"{self.format_usage()}{self.prog}: error: {message}")
        sys.exit(2)


def main(arguments=None):
    try:
        return run(arguments)
    finally:
        try:
            sys.stderr.flush()  # others write there, too: matplotlib while it lists fonts
        except OSError:
            lose_messages()


def run(arguments):
    parser = Parser(
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
        from pairtwist.plotting import save, script_name
    except ModuleNotFoundError as missing:
        say(
            f"pairtwist plot: Python has no module {missing.name!r}; install python3-xarray, "
            "python3-h5netcdf and python3-matplotlib"
        )
        return 4
    try:
        image, script, replaced = save(options.file, options.output, options.quantity, at)
    except PairtwistError as error:
        say(f"pairtwist plot: {error}")
        return error.exit_code
    for path in (image, script):
        say(f"{'replaced' if path in replaced else 'wrote'} {path}")
    expected = script_name(image)
    if script != expected and expected.exists():
        say(f"{expected} was edited and is left as it is")
    return 0


if __name__ == "__main__":
    sys.exit(main())
