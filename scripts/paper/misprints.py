# SPDX-License-Identifier: BSD-3-Clause
"""Where the paper's print differs from what is computed: the table of docs/physics.md, as HTML."""

import html
import pathlib
import re

PHYSICS = pathlib.Path(__file__).resolve().parents[2] / "docs" / "physics.md"
HEADING = "## 7. Where [P] as printed differs"


def table():
    """[[cell]] of the document's table, its head first; cells as Markdown."""
    text = PHYSICS.read_text(encoding="utf-8").split(HEADING, 1)[1]
    lines = [line for line in text.split("\n## ", 1)[0].splitlines() if line.startswith("|")]
    head, _, *rows = ([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines)
    return [head, *rows]


def as_html(cell):
    """Code, and the words of links: the page leads nowhere."""
    text = html.escape(cell.replace(r"\|", "|"), quote=False)
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text)


def section():
    head, *rows = table()
    lines = [f"<tr>{''.join(f'<th>{as_html(cell)}</th>' for cell in head)}</tr>"]
    lines += [f"<tr>{''.join(f'<td>{as_html(cell)}</td>' for cell in row)}</tr>" for row in rows]
    return f"""<h2 id="print">Where the paper&rsquo;s print differs</h2>
<p>From docs/physics.md, 7, which says what the symbols are. Each row is held by the test that it
names; those without a file are in tests/python/test_errata.py, and the number beside one is by how
much the printed side is off there.</p>
<table class="words">{''.join(lines)}</table>
"""
