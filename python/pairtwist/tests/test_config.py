# SPDX-License-Identifier: BSD-3-Clause
"""Config, its sections and scan(); TOML of Python's values."""

import pathlib
import tomllib

import numpy as np
import pytest

import pairtwist
from pairtwist import config as sections
from pairtwist.toml import document, value_text


def test_sections_are_typed_and_what_is_unset_is_left_out():
    config = pairtwist.Config(
        model=sections.Model(atoms=5, eta=1 + 2j), time={"stop": 1.0}, output={"over_time": "final"}
    )
    config.model.kappa = 0.5
    assert tomllib.loads(config.to_toml()) == {
        "model": {"atoms": 5, "eta": [1.0, 2.0], "kappa": 0.5},
        "time": {"stop": 1.0},
        "output": {"over_time": "final"},
    }
    assert "detuning = 1.0" in config.resolved()


def test_an_unknown_key_has_the_programs_message():
    for make in (
        lambda: sections.Model(etta=3),
        lambda: pairtwist.Config(model={"etta": 3}),
        lambda: pairtwist.solve({"model": {"atoms": 1, "etta": 3}, "time": {"stop": 1.0}}),
    ):
        with pytest.raises(pairtwist.UsageError, match="model.etta: unknown key; did you mean mod"):
            make()
    with pytest.raises(pairtwist.UsageError, match="modle: unknown"):
        pairtwist.Config(modle={})
    with pytest.raises(AttributeError):
        pairtwist.Config().model.etta = 3
    with pytest.raises(pairtwist.UsageError, match="model: found a int"):
        pairtwist.Config(model=3)


def test_a_config_is_checked_as_a_whole():
    with pytest.raises(pairtwist.UsageError, match="time.stop"):
        pairtwist.Config(model={"atoms": 5}).resolved()


def test_every_key_is_one_of_the_programs():
    """Each is known there: what it is refused for, if for anything, is its value or place."""
    from pairtwist.solving import core

    for name, kind in sections.SECTIONS.items():
        for field in kind.__dataclass_fields__:
            try:
                core().parse_config(
                    "[model]\natoms = 1\n[time]\nstop = 1.0\n", "c", [f"{name}.{field}=false"]
                )
            except pairtwist.UsageError as error:
                assert "unknown key" not in str(error), f"{name}.{field}"


def test_the_programs_defaults_are_keys_here():
    text = pairtwist.Config(model={"atoms": 1, "kappa": 1.0}, time={"stop": 1.0}).resolved()
    for name, entries in tomllib.loads(text).items():
        if name != "title":
            assert set(entries) <= set(sections.SECTIONS[name].__dataclass_fields__), name


def test_scans_are_keyword_arrays():
    found = pairtwist.scan(eta=np.linspace(1, 2, 3), light_n=[0, 1])
    assert found["mode"] == "grid"
    assert [entry["key"] for entry in found["axes"]] == ["model.eta", "light.n"]
    text = document({"scan": pairtwist.scan("zip", kappa=np.array([1.5]))})
    assert tomllib.loads(text)["scan"] == {
        "mode": "zip",
        "axes": [{"key": "model.kappa", "values": [1.5]}],
    }
    with pytest.raises(pairtwist.UsageError, match="no key 'kapa'; did you mean 'kappa'"):
        pairtwist.scan(kapa=[1])


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (0.1 + 0.2, 0.1 + 0.2),
        (5e-324, 5e-324),
        (1e300, 1e300),
        (np.float64(0.1), 0.1),
        (np.int32(7), 7),
        (np.bool_(True), True),
        (2 - 1j, [2.0, -1.0]),
        (np.array([1 + 0j, 2j]), [[1.0, 0.0], [0.0, 2.0]]),
        (np.arange(3), [0, 1, 2]),
        ('a "b" \\ c\n\x7f é', 'a "b" \\ c\n\x7f é'),
        (pathlib.Path("x y.h5"), "x y.h5"),
        ({"abs": 1.0, "odd key": [True]}, {"abs": 1.0, "odd key": [True]}),
        ((), []),
    ],
)
def test_values_are_read_back_as_they_were(value, read):
    found = tomllib.loads(f"x = {value_text('x', value)}")["x"]
    assert found == read and type(found) is type(read)
