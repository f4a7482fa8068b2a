# SPDX-License-Identifier: BSD-3-Clause
"""A scan that is not complete: FILE.parts beside, or instead of, the result file FILE."""

import fcntl
import glob
import json
import os

from pairtwist.errors import FileError

ENDING = ".parts"


def refuse_unfinished(path):
    """Raises FileError if `path` is not there but its parts are, or is such a folder itself.

    Or if it is being written, and no part of it is there yet.
    """
    is_folder = path.suffix == ENDING and path.is_dir()
    folder = path if is_folder or not path.name else path.with_name(path.name + ENDING)
    if not is_folder and path.exists():
        return
    if not folder.is_dir():
        refuse_in_work(path)
        return
    merge = f"`pairtwist merge {folder}"
    raise FileError(
        f"{folder.with_suffix('')} is unfinished: {how_far(folder)}, in {folder}; the same "
        f"`pairtwist run` goes on, and {merge} --partial -o OTHER.h5` joins what is there, with "
        "NaN elsewhere"
    )


def refuse_in_work(path):
    """Raises FileError if some process has the file in work (docs/interface.md, FILE)."""
    for name in path.parent.glob(f".{glob.escape(path.name)}.??????.tmp"):
        if is_locked(name):
            raise FileError(
                f"{path} is being written by another process, in {name}; none of its points is on "
                "the disk yet: the first part comes when a point is finished and "
                "output.part_seconds are over, or the whole of it"
            )


def without_waiting(path, flags):
    """For a pipe of that name, which nobody may write to."""
    return os.open(path, flags | os.O_NONBLOCK)


def is_locked(name):
    try:
        with open(name, "rb", opener=without_waiting) as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


def how_far(folder):
    """ "1 409 of 1 517 points are solved", by the manifests (docs/file-format.md, Parts)."""
    try:
        scan = json.loads((folder / "scan.json").read_text(encoding="utf-8"))
        done = length_of_union(
            (first, first + count)
            for manifest in folder.glob("manifest.*.jsonl")
            for line in whole_lines(manifest)
            if line["config_sha256"] == scan["config_sha256"]
            for first, count in line["points"]
        )
        return f"{grouped(done)} of {grouped(scan['points'])} points are solved"
    except (OSError, ValueError, LookupError, TypeError):
        return "nothing tells how many of its points are solved"


def whole_lines(manifest):
    """A part each; the last line may be cut off."""
    lines = manifest.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1] if line]


def length_of_union(ranges):
    total = end = 0
    for first, last in sorted(ranges):
        total += max(last - max(first, end), 0)
        end = max(end, last)
    return total


def grouped(number):
    return f"{number:,}".replace(",", " ")
