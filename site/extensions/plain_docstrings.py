# SPDX-License-Identifier: BSD-3-Clause
"""The package's docstrings are plain text; autodoc takes them for reStructuredText.

A paragraph whose lines begin with names, "threads: of the host", becomes a list of these; words
between backticks are code; what would be other markup is escaped.
"""

import re

NAMED = re.compile(r"(\w+(?:, \w+)*): ")
CODE = re.compile(r"(?<!\w)`([^`]+)`(?!\w)")


def as_markup(line):
    pieces = CODE.split(line)  # text, code, text, ...
    return "".join(
        f"``{piece}``" if i % 2 else re.sub(r"([*|`\\])", r"\\\1", piece)
        for i, piece in enumerate(pieces)
    )


def as_list(paragraph):
    """Lines that begin with a name, and what is indented below them, as items."""
    lines = []
    for line in paragraph:
        name = NAMED.match(line)
        if name:
            lines += ["", f"* ``{name[1]}``: {line[name.end() :]}"]
        else:
            lines.append(f"  {line.strip()}")
    return [*lines, ""]


def plain(lines):
    paragraphs = re.split(r"\n\s*\n", "\n".join(lines).strip("\n"))
    found = []
    for paragraph in filter(str.strip, paragraphs):
        block = [as_markup(line) for line in paragraph.splitlines()]
        if NAMED.match(block[0]):
            found += as_list(block)
        else:
            found += [*(line.strip() for line in block), ""]
    return found


def process(app, what, name, obj, options, lines):
    lines[:] = plain(lines)


def setup(app):
    app.connect("autodoc-process-docstring", process)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
