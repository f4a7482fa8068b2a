# SPDX-License-Identifier: BSD-3-Clause
"""The last line of a result file, behind what HDF5 knows of: the SHA-256 of all before it."""

import hashlib
import os

# docs/file-format.md, Damage.
WORDS = b"\npairtwist sha256 "
LENGTH = len(WORDS) + 64 + 1
SIGNATURE = b"\x89HDF\r\n\x1a\n"

# Larger files are looked at on demand alone: to hash this much takes a second at most.
UNASKED = 256 * 2**20

_undamaged = set()


def problem(path):
    """What is wrong with the bytes of the file `path`, "" if nothing: they are those of its last line,
    or it has no such line, as other software or an earlier version left it.

    Reads the whole file, once for as long as it does not change. Raises OSError.
    """
    with open(path, "rb") as stream:
        told = os.fstat(stream.fileno())
        known = (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns)
        if known in _undamaged:
            return ""
        found = _problem(stream, told.st_size)
    if not found:
        _undamaged.add(known)
    return found


def _problem(stream, length):
    stream.seek(max(0, length - LENGTH))
    line = stream.read(LENGTH)
    if len(line) < LENGTH or not line.startswith(WORDS) or not line.endswith(b"\n"):
        stream.seek(0)
        end = _end_of_hdf5(stream.read(36))
        if end is None or end >= length:
            return ""
        return f"it has {length - end} bytes behind the end of its HDF5 part, which are not the line with its SHA-256"
    # Whatever stands there: in a message it commands no terminal.
    written = line[len(WORDS) : -1].decode("latin-1").encode("unicode_escape").decode("ascii")
    found = _sha256(stream, length - LENGTH)
    if found == written:
        return ""
    return f"without its last line it has the SHA-256 {found}, but had {written} when it was written"


def _end_of_hdf5(head):
    """Where HDF5 takes the file to end; None if it does not begin as one that pairtwist writes."""
    known = len(head) == 36 and head.startswith(SIGNATURE) and head[8] in (2, 3) and head[9] == 8
    return int.from_bytes(head[28:36], "little") if known else None


def _sha256(stream, length):
    stream.seek(0)
    hashed = hashlib.sha256()
    while length > 0:
        piece = stream.read(min(length, 2**20))
        if not piece:
            break  # it became shorter: then its hash is another
        hashed.update(piece)
        length -= len(piece)
    return hashed.hexdigest()
