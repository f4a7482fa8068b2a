# SPDX-License-Identifier: BSD-3-Clause
"""What legends call start states that are no words: by their files, or by what an array holds."""

import io
import pathlib

import numpy as np

from pairtwist.errors import FileError
from pairtwist.start_files import bytes_of
from pairtwist.words_of_python import ARRAYS

LETTERS = 6  # of a SHA-256, where nothing else tells states apart


def name_of_start(data, role, path):
    """The path of a file; of an array, which is at none, its mean, "$\\langle n\\rangle$ = 4", or ""."""
    if not path.startswith(ARRAYS):
        return path
    try:
        contents = bytes_of(data, f"{role}_start")
        mean = mean_photons(contents) if role == "light" else mean_jz(contents)
    except (KeyError, OSError, ValueError, ImportError, FileError):
        return ""
    symbol = r"$\langle n\rangle$" if role == "light" else r"$\langle J_z\rangle$"
    return f"{symbol} = {mean:.4g}"


def mean_photons(contents):
    density = array_of(contents, "density_re")
    return float(np.arange(len(density)) @ np.diag(density))


def mean_jz(contents):
    weights = array_of(contents, "amplitude_re") ** 2 + array_of(contents, "amplitude_im") ** 2
    mean = float((np.arange(len(weights)) - (len(weights) - 1) / 2) @ weights)
    return mean if abs(mean) > 1e-12 * len(weights) else 0.0  # by rounding


def array_of(contents, name):
    import h5py

    with h5py.File(io.BytesIO(contents)) as file:
        return file[name][...]


def names_apart(values, hashes):
    """Values of name_of_start(), of states with these SHA-256, so that other states have others.

    Of files the end of their paths that tells them apart; where that is one file with other contents,
    or the mean is the same, with the beginning of the SHA-256.
    """
    parts = [pathlib.PurePath(value).parts if value.startswith("/") else (value,) for value in values]
    for length in range(1, max(map(len, parts)) + 1):
        ends = ["/".join(own[-length:]) for own in parts]
        if len(set(zip(ends, hashes))) == len(set(ends)):
            return ends
    ends = [own[-1] for own in parts]
    return [" ".join(filter(None, (end, f"({sha256[:LETTERS]})"))) for end, sha256 in zip(ends, hashes)]
