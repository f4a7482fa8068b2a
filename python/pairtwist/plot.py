# SPDX-License-Identifier: BSD-3-Clause
"""The command line `python3 -m pairtwist.plot FILE... [options]`, docs/interface.md.

What `pairtwist plot` calls, which keeps modules in the current directory out; by hand, `python3 -P`
does. Exit codes: 0 done, 2 a wrong choice, 4 a file that cannot be read or written. This is not the
function pairtwist.plot, which is in pairtwist/plotting.py.
"""

import argparse
import os
import sys

from pairtwist.whole import end_cleanly


def parse_at(texts, parser):
    """["axis=value", "value", ...] as a dictionary; several values of an axis as a list."""
    at = {}
    name = ""
    for text in texts:
        before, equals, value = text.partition("=")
        if not equals and name and text:
            at[name].append(text)
            continue
        if not (before and equals and value):
            parser.error(f"--at {text}: expected axis=value, e.g. --at time=0.01")
        name = before
        if name in at:
            parser.error(f"--at {name} is given twice; several values are parted by commas: 1,100")
        at[name] = [value]
    return {name: values if len(values) > 1 else values[0] for name, values in at.items()}


def say(message):
    """On stderr. A message that cannot be written is lost, not an error of the plot."""
    try:
        print(visible(message), file=sys.stderr, flush=True)
    except OSError:
        lose_messages()


def visible(message):
    """With characters that would command a terminal written out, but for line feeds."""
    return "".join(
        c if c in "\n\t" or c.isprintable() else ascii(c)[1:-1] for c in message
    )


def lose_messages():
    """What is still to be written must not fail at the end of Python, which would be exit 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


class Parser(argparse.ArgumentParser):
    def error(self, message):
        say(f"{self.format_usage()}{self.prog}: error: {message}")
        sys.exit(2)


def main(arguments=None):
    end_cleanly()
    try:
        return run(arguments)
    finally:
        try:
            sys.stderr.flush()  # others write there, too: matplotlib while it lists fonts
        except OSError:
            lose_messages()


def parser():
    """Every option takes one word; those that may be repeated are said to be."""
    found = Parser(
        prog="pairtwist plot",
        description="Draws quantities of result files; leaves the matplotlib script that does.",
    )
    found.add_argument("file", metavar="FILE", nargs="+", help="result files of pairtwist run")
    found.add_argument("-o", "--output", **word("IMAGE", ".png, .pdf or .svg; default: .png, here"))
    found.add_argument("--quantity", **word("Q,...", "a panel each; default: the config's first"))
    found.add_argument("--at", **word("AXIS=VALUE,...", "fix axes, or cut at values; repeatable"))
    found.add_argument("--log", **word("x,y,z|none", "logarithmic axes; z: a map's colours"))
    found.add_argument("--xlim", **word("A,B", "ends of the x axis; one may be left out"))
    found.add_argument("--ylim", **word("A,B", "ends of the y axis"))
    found.add_argument("--title", **word("T", "instead of the file's"))
    found.add_argument("--size", **word("W,H|column", "in inches, or for one column of a journal"))
    found.add_argument("--style", **word("S", "a style of matplotlib"))
    found.add_argument("--hline", **word("V[:LABEL],...", "lines across, also by name: bound"))
    found.add_argument("--vline", **word("V[:LABEL],...", "lines upward, also by name: tau_Q"))
    found.add_argument("--contour", **word("V[:LABEL],...", "of maps, also of an event by name"))
    found.add_argument("--scale", **word("1|N|N^2", "divide the quantity by this"))
    found.add_argument("--fit", **word("power", "y = a x^b through each curve"))
    found.add_argument("--flat", action="store_true", help="husimi as a map, not as a sphere")
    return found


def word(metavar, text):
    return {"metavar": metavar, "help": text, "action": "append", "default": []}


REPEATABLE = ("at", "hline", "vline", "contour")


def keywords(options, found):
    """The parsed options as the arguments of choices.choose."""
    single = {}
    for name, given in vars(options).items():
        if isinstance(given, list) and name not in ("file", *REPEATABLE):
            if len(given) > 1:
                found.error(f"--{name} is given twice")
            single[name] = given[0] if given else None
    pairs = {name: single[name] and single[name].split(",") for name in ("xlim", "ylim", "size")}
    return {
        "quantity": split(single["quantity"] or ""),
        "at": parse_at([one for text in options.at for one in split(text)], found),
        "log": single["log"] or "",
        **pairs,
        "title": single["title"],
        "style": single["style"],
        **{name: getattr(options, name) for name in ("hline", "vline", "contour")},
        "scale": single["scale"],
        "fit": single["fit"],
        "flat": options.flat,
    }


def split(text):
    return [part for part in text.split(",") if part]


def run(arguments):
    found = parser()
    options = found.parse_args(arguments)
    chosen = keywords(options, found)

    try:
        from pairtwist.choices import choose
        from pairtwist.errors import PairtwistError
        from pairtwist.glyphs import noting_missing_glyphs, text_on
        from pairtwist.plotting import save
    except ModuleNotFoundError as missing:
        say(
            f"pairtwist plot: Python has no module {missing.name!r}; install python3-xarray, "
            "python3-h5netcdf and python3-matplotlib"
        )
        return 4
    except OSError as error:  # of Matplotlib: no folder at all is one that it may write to
        say(f"pairtwist plot: Matplotlib cannot start: {error}; name a folder in MPLCONFIGDIR")
        return 4
    image = options.output[0] if options.output else None
    try:
        with noting_missing_glyphs() as missing:
            saved = save(options.file, image, choose(**chosen))
    except PairtwistError as error:
        say(f"pairtwist plot: {error}")
        return error.exit_code
    for remark in [*saved.remarks, *([text_on(missing)] if missing else [])]:
        say(remark)
    for path in (saved.image, saved.script):
        say(f"{'replaced' if path in saved.replaced else 'wrote'} {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
