# SPDX-License-Identifier: BSD-3-Clause
"""What keys are called in pictures: alike on the axis of a scan, along a join, and of several files."""

import re

import numpy as np
import pandas
import pytest
import xarray

import pairtwist
from conftest import ROOT, axis, sample, time_axis
from figures import legend_texts, panels
from pairtwist.labels import SYMBOLS


def single(key, value, words=""):
    """A curve of a config in which a key of the model has a value."""
    data = sample([], {"qfi": (lambda t: 100 + 0 * t, "$F_Q$")}, atoms=10, time=time_axis())
    model = {"atoms": 10, "dephasing": 0.0, "transverse": 0.0} | ({key: value} if words == "" else {})
    lines = "\n".join(f"{name} = {number}" for name, number in model.items())
    config = f'[model]\n{lines}\nrate_unit = "kHz"\n{words}[output]\nquantities = ["qfi"]\n'
    return data.assign_attrs(resolved_config=config)


def test_the_symbols_are_those_of_the_program():
    text = (ROOT / "src/config/key_table.cpp").read_text(encoding="utf-8")
    called = re.findall(r'called\(KeyKind::\w+,\s*"[^"]*",\s*(?:R"\((.*?)\)"|"(.*?)")\)', text)
    found = {raw or plain for raw, plain in called}
    of_segments = {symbol for symbol in found if "_i" in symbol}
    assert len(found) > 25 and found - of_segments <= set(SYMBOLS.values())


@pytest.mark.parametrize(
    ("key", "values", "texts"),
    [
        ("atoms", [8, 16], ["$N$ = 8", "$N$ = 16"]),
        ("dephasing", [0.0, 0.1], [r"$\gamma_\phi$ = 0 kHz", r"$\gamma_\phi$ = 0.1 kHz"]),
        ("transverse", [0.02, 0.04], [r"$\tilde W$ = 0.02 kHz", r"$\tilde W$ = 0.04 kHz"]),
    ],
)
def test_a_join_is_called_as_a_scan_and_as_several_files(key, values, texts):
    parts = [single(key, value) for value in values]
    joined = xarray.concat(parts, pandas.Index(values, name=key), combine_attrs="override")
    before = joined.copy()
    for source in (joined, parts):
        (axes,) = panels(pairtwist.plot(source, "qfi"))
        assert legend_texts(axes) == texts
    (axes,) = panels(pairtwist.plot(joined, "qfi", at={"time": 0.01}))
    assert axes.get_xlabel() == SYMBOLS[f"model.{key}"] + ("" if key == "atoms" else " (kHz)")
    assert joined.identical(before)  # the caller's has the attributes that it had


def test_a_name_of_ones_own_stays():
    parts = [single("dephasing", value) for value in (0.0, 0.1)]
    along = axis("dephasing", [0.0, 0.1], "$D$", "model.dephasing")
    joined = xarray.concat(parts, "dephasing", combine_attrs="override").assign_coords(dephasing=along)
    assert legend_texts(panels(pairtwist.plot(joined, "qfi"))[0]) == ["$D$ = 0", "$D$ = 0.1"]


def test_a_join_along_words_is_over_its_atoms():
    """light_state names a key, along which N is that of the config."""
    states = ["vacuum", "coherent"]
    parts = [single("", 0, words=f'[light]\nstate = "{state}"\n') for state in states]
    joined = xarray.concat(parts, pandas.Index(states, name="light_state"), combine_attrs="override")
    (axes,) = panels(pairtwist.plot(joined, "qfi"))
    assert axes.get_ylabel() == "$F_Q/N^2$" and legend_texts(axes) == states
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), 1.0)
