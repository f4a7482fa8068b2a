#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The licence line of every source file: scripts/spdx.py lists those without, --add gives it to them.

A file is a source by its ending or its name. The line is its first, or stands behind what must be:
an interpreter, a document type.
"""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
LINE = "SPDX-License-Identifier: BSD-3-Clause"
COMMENTS = {
    **dict.fromkeys([".c", ".cpp", ".hpp", ".inl", ".cu", ".cuh", ".h", ".js"], ("// ", "")),
    **dict.fromkeys([".py", ".sh", ".cmake", ".def"], ("# ", "")),
    ".css": ("/* ", " */"),
    ".html": ("<!-- ", " -->"),
}
# By name: without an ending, or with one that others have.
NAMES = dict.fromkeys(["CMakeLists.txt", "Dockerfile", "run", "postinst", "prerm"], ("# ", ""))
TEMPLATES = {".in": lambda path: COMMENTS.get(pathlib.Path(path.stem).suffix)}
FIRST = ("#!", "<!DOCTYPE")


def comment_of(path):
    """How the file has comments; None of what is no source."""
    if path.suffix in TEMPLATES:
        return TEMPLATES[path.suffix](path)
    return NAMES.get(path.name) or COMMENTS.get(path.suffix)


def sources(root):
    """The files that git knows and that are sources; a link is what it leads to."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root,
        capture_output=True, text=True, check=True).stdout  # fmt: skip
    paths = [root / name for name in sorted(set(listed.split("\0"))) if name]
    return [path for path in paths if path.is_file() and not path.is_symlink() and comment_of(path)]


def lacks_it(path):
    with path.open(encoding="utf-8") as stream:
        return all(LINE not in line for _, line in zip(range(2), stream, strict=False))


def with_line(text, comment):
    first, newline, rest = text.partition("\n")
    before = first + newline if first.startswith(FIRST) else ""
    return f"{before}{comment[0]}{LINE}{comment[1]}\n{rest if before else text}"


def main():
    lacking = [path for path in sources(ROOT) if lacks_it(path)]
    for path in lacking:
        if "--add" in sys.argv[1:]:
            text = path.read_text(encoding="utf-8")
            path.write_text(with_line(text, comment_of(path)), encoding="utf-8")
        else:
            print(path.relative_to(ROOT))
    return 1 if lacking and "--add" not in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
