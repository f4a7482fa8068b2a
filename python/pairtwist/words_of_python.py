# SPDX-License-Identifier: BSD-3-Clause
"""What the program says of its options and files, about the keywords and arrays that these were."""

import contextlib
import re

from pairtwist.errors import FileError, UsageError
from pairtwist.start_files import ROLES

ARRAYS = "/given as an array"  # the folder of start files that are at no path
# What is said of one where its contents are not known.
WAS_ARRAY = re.compile(
    rf'(?:config:\d+(?::\d+)?: )?(light|atoms)\.path: found "{ARRAYS}/\1\.h5".*', re.DOTALL
)
# What is said of the length of such a file's arrays.
OF_AMPLITUDES = re.compile(r"atoms: amplitude_re has the shape \((\d+)\); (.+?) needs \((\d+)\)")


def array_path(name):
    return f"{ARRAYS}/{name}.h5"


@contextlib.contextmanager
def in_words_of_python(made_here):
    """Messages on states and keywords name these, not the files and options that they became.

    made_here: of in_python().
    """
    try:
        yield
    except (UsageError, FileError) as error:
        text = WAS_ARRAY.sub(
            r"\1: was given as an array or Qobj, which a config does not carry, and a result does: "
            r"pairtwist.solve(data) solves that again; or give the state again: \1=...",
            in_python(str(error), made_here),
        )
        for name in ROLES:
            text = text.replace(array_path(name), name)
        text = OF_AMPLITUDES.sub(r"atoms: found \1 amplitudes; \2 needs \3", text)
        if text == str(error):
            raise
        raise type(error)(text) from None


def in_python(text, made_here):
    """A message of the program about its options, about the keywords that they are here.

    made_here: whether the config is a dictionary or a result, whose text has lines that nobody wrote.
    """
    text = text.replace("--unset scan.axes takes", 'scan={"axes": []} takes')
    text = re.sub(r": --set '[\w.]+=([^']*)'", r", \1", text)
    text = text.replace(
        "`pairtwist config RESULT > new.toml` makes a config that takes it as it is",
        'pairtwist.solve(data.attrs["resolved_config"]) takes it as it is',
    )
    text = re.sub(r"; this is no TOML: .*'KEY=\[\"text\"\]'", "", text)
    text = re.sub(r"--set (?=[\w.\[\]]+)", "", text)
    return re.sub(r"^config:\d+(:\d+)?: ", "", text) if made_here else text


def joined(notes):
    """Notes on keys that gave way to the same one as a single note."""
    by_rival = {}
    for note in notes:
        found = re.fullmatch(r"(.+) is left out: ([\w.]+) takes its place", note)
        by_rival.setdefault(found[2] if found else note, []).append(found[1] if found else note)
    return [
        keys[0] if keys == [rival]
        else f"{keys[0]} is left out: {rival} takes its place" if len(keys) == 1
        else f"{' and '.join(keys)} are left out: {rival} takes their place"
        for rival, keys in by_rival.items()
    ]  # fmt: skip
