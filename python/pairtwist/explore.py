# SPDX-License-Identifier: BSD-3-Clause
"""The command line `python3 -m pairtwist.explore FILE [-o PAGE]`, docs/interface.md.

What `pairtwist explore` calls. Exit codes: 0 done, 2 a wrong choice or no plotly, 4 a file that
cannot be read or written. This is not the function pairtwist.explore, which is in exploring.py.
"""

import sys

from pairtwist.plot import Parser, say
from pairtwist.whole import end_cleanly


def parser():
    found = Parser(prog="pairtwist explore", description="A page of HTML that shows a result file.")
    found.add_argument("file", metavar="FILE", help="result file of pairtwist run")
    found.add_argument("-o", "--output", metavar="PAGE", help=".html; default: the file's stem, here")
    return found


def main(arguments=None):
    end_cleanly()
    options = parser().parse_args(arguments)
    try:
        from pairtwist.errors import PairtwistError
        from pairtwist.exploring import default_path, explore
    except ModuleNotFoundError as missing:
        say(
            f"pairtwist explore: Python has no module {missing.name!r}; install python3-xarray, "
            "python3-h5netcdf and python3-matplotlib"
        )
        return 4
    except OSError as error:  # of Matplotlib: no folder at all is one that it may write to
        say(f"pairtwist explore: Matplotlib cannot start: {error}; name a folder in MPLCONFIGDIR")
        return 4
    path = options.output or default_path(options.file)
    try:
        page = explore(options.file)
        replaced = page.save(path)
    except PairtwistError as error:
        say(f"pairtwist explore: {error}")
        return error.exit_code
    for note in page.notes:
        say(f"more than a page can carry: {note}")
    say(f"{'replaced' if replaced else 'wrote'} {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
