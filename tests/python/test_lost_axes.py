# SPDX-License-Identifier: BSD-3-Clause
"""Selections that have lost the coordinate of an axis: nothing of theirs has the config's own value."""

import json
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import pairtwist
from conftest import axis, sample, time_axis
from pairtwist.settings import settings

# {key: (values of its axis, what its section has beside it, what a legend says where it is lost)}
KEYS = {
    "model.eta": ([1.0, 2.0, 3.0], "eta = 1.0", r"$\eta$ unknown"),
    "model.eta.phase": ([0.0, 1.0], "eta = 1.0", r"$\eta$ unknown"),
    "model.kappa": ([0.5, 2.0], "kappa = 0.5", r"$\kappa$ unknown"),
    "model.atoms": ([4.0, 8.0], "", "$N$ unknown"),
    "light.state": (["coherent", "thermal"], "state = 'coherent'\nalpha = 1.0\nn = 2", "light unknown"),
}


def result(key, scanned=True):
    """Over an axis of a key and time, with the config that it would have; or of its own value alone."""
    values, beside, _ = KEYS[key]
    section, name = key.partition(".")[0], key.rpartition(".")[2]
    over = axis(name, np.arange(len(values)), name, key)
    over = over.__class__(name, values, over.attrs)
    quantities = {"photon_number": (lambda *all: all[-1], "$n$")}
    data = sample([over] if scanned else [], quantities, 6, time=time_axis())
    text = f"[{section}]\n{beside}\n" if section != "model" else beside + "\n"
    config = data.attrs["resolved_config"].replace("[output]\n", f"{text}[output]\n")
    if scanned:
        config += f'[scan]\naxes = [{{ key = "{key}", values = {values} }}]\n'
    data.attrs["resolved_config"] = config
    return data


def legend(figure):
    return [text.get_text() for text in figure.axes[0].get_legend().get_texts()]


@pytest.mark.parametrize("key", KEYS)
def test_a_legend_says_that_it_is_unknown(key):
    data = result(key)
    dim = key.rpartition(".")[2]
    for lost in (data.isel({dim: 1}, drop=True), data.isel({dim: 1}).drop_vars(dim)):
        found = legend(pairtwist.plot([result(key, scanned=False), lost], "photon_number"))
        assert KEYS[key][2] in found[1].split(", ")
        assert not re.search(r"alpha|n_0", found[1])  # which mean something beside some words alone
    parts = [data.isel({dim: i}, drop=True) for i in (0, 1)]
    found = legend(pairtwist.plot(parts, "photon_number"))
    assert len(set(found)) == 2 and all(text.startswith("dataset") for text in found)
    figure, ax = plt.subplots()
    for one in (result(key, scanned=False), parts[1]):
        pairtwist.plot(one, "photon_number", ax=ax)
    assert KEYS[key][2] in [text.get_text() for text in ax.get_legend().get_texts()][1].split(", ")


def test_a_coordinate_given_back_by_its_name_is_known():
    data = result("model.eta").isel(eta=2, drop=True).assign_coords(eta=3.0)
    assert settings(data)["model.eta"] == 3.0
    assert legend(pairtwist.plot([result("model.eta", scanned=False), data], "photon_number")) == [
        r"$\eta$ = 1", r"$\eta$ = 3"]  # fmt: skip


def test_of_a_word_only_that_is_said_which_means_something_beside_it():
    found = settings(result("light.state").isel(state=1))
    assert found["light.state"] == "thermal" and "light.alpha" not in found and found["light.n"] == 2


@pytest.mark.parametrize("key", KEYS)
def test_a_page_has_no_config_of_a_point_that_nobody_knows(key):
    pytest.importorskip("plotly")
    dim = key.rpartition(".")[2]
    data = result(key)
    for lost in (data.isel({dim: 1}, drop=True), data.mean(dim, keep_attrs=True)
                 if data[dim].dtype.kind == "f" else data.isel({dim: 0}, drop=True)):  # fmt: skip
        page = pairtwist.explore(lost)
        (note,) = [note for note in page.notes if note.startswith(f"{key}: the config scans it")]
        assert "a point's config is left out" in note
        text = re.search(r'id="content">(.*?)</script>', page.html, re.DOTALL)[1]
        content = json.loads(text)
        assert content["config"] is None
        assert "model.eta" not in dict(content["parameters"]) or not key.startswith("model.eta")
        assert key not in dict(content["parameters"])
    assert pairtwist.explore(data.isel({dim: 1})).notes == []


def test_a_page_of_one_word_has_what_means_something_beside_it():
    pytest.importorskip("plotly")
    from pairtwist.explore_config import config_with_holes

    text = "".join(config_with_holes(result("light.state").isel(state=1), "x.h5")["point"])
    assert "thermal" in text and "alpha" not in text and "n = 2" in text
