# SPDX-License-Identifier: BSD-3-Clause
"""Start states that are no words are called in legends by their files, or by what an array holds."""

import hashlib

import matplotlib.pyplot as plt
import numpy as np
import pytest

import pairtwist
from conftest import qfi_values, sample, time_axis
from figures import legend_texts, panels
from pairtwist.start_states import file_of
from pairtwist.words_of_python import array_path

BRIGHT, FAINT = np.diag([0.0, 0.0, 1.0]), np.diag([0.5, 0.5])


def started(section, state, path=None):
    """One curve of such a start, from a file at this path or given as an array."""
    contents = file_of(section, np.asarray(state))
    data = sample([], {"qfi": (lambda t: qfi_values(len(contents), t), "$F_Q$")}, time=time_axis())
    data.attrs["resolved_config"] += f'[{section}]\nstate = "file"\npath = "{path or array_path(section)}"\n'
    data.attrs[f"{section}_sha256"] = hashlib.sha256(contents).hexdigest()
    if path is None:
        data.attrs[f"{section}_start"] = np.frombuffer(contents, np.int8)
    return data


def names(*files):
    return legend_texts(panels(pairtwist.plot(list(files), "qfi"))[0])


def test_files_are_told_apart_by_the_end_of_their_paths():
    long = "/home/somebody/of/a/long/name/measured/on/a/day/of/november"
    assert names(started("light", BRIGHT, f"{long}/a.h5"), started("light", FAINT, f"{long}/b.h5")) == [
        "light: a.h5", "light: b.h5",
    ]  # fmt: skip
    assert names(started("light", BRIGHT, f"{long}/a/x.h5"), started("light", FAINT, f"{long}/b/x.h5")) == [
        "light: a/x.h5", "light: b/x.h5",
    ]  # fmt: skip


def test_a_file_of_other_contents_by_then_is_told_by_its_hash():
    files = started("light", BRIGHT, "/x.h5"), started("light", FAINT, "/x.h5")
    assert names(*files) == [f"light: x.h5 ({data.attrs['light_sha256'][:6]})" for data in files]


@pytest.mark.parametrize(
    ("section", "states", "texts"),
    [
        ("light", (BRIGHT, FAINT), (r"$\langle n\rangle$ = 2", r"$\langle n\rangle$ = 0.5")),
        ("atoms", ([0, 0, 1.0], [0, 1.0, 0]), (r"$\langle J_z\rangle$ = 1", r"$\langle J_z\rangle$ = 0")),
    ],
)
def test_arrays_are_told_apart_by_their_means(section, states, texts):
    """They were "dataset 1" and "dataset 2"."""
    files = [started(section, state) for state in states]
    assert names(*files) == [f"{section}: {text}" for text in texts]
    fig, ax = plt.subplots()
    for data in files:
        pairtwist.plot(data, "qfi", ax=ax)
    assert legend_texts(ax) == [f"{section}: {text}" for text in texts]
    plt.close(fig)


def test_arrays_of_one_mean_are_told_by_their_hashes():
    files = started("light", np.diag([0.5, 0.0, 0.5])), started("light", np.diag([0.0, 1.0]))
    hashes = [data.attrs["light_sha256"][:6] for data in files]
    assert names(*files) == [rf"light: $\langle n\rangle$ = 1 ({text})" for text in hashes]


def test_an_array_whose_contents_are_lost_is_one():
    lost = started("light", BRIGHT)
    del lost.attrs["light_start"]
    assert names(lost, started("light", FAINT, "/a.h5")) == ["light = an array", "light: a.h5"]
