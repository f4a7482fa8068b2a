# SPDX-License-Identifier: BSD-3-Clause
"""Config, its sections and scan(); TOML of Python's values."""

import pathlib
import pickle
import tomllib

import numpy as np
import pytest
import xarray

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


def test_a_config_is_read_from_a_file_or_a_text(tmp_path):
    text = (
        'title = "mine"\n[model]\natoms = 5\neta = [1.0, 2.0]\n[light]\nstate = "file"\n'
        'path = "starts/light.h5"\n[time]\nstop = 1\n'
    )
    config = pairtwist.Config.from_toml(text)
    assert config.to_toml() == document(tomllib.loads(text)) and config.model.eta == [1.0, 2.0]
    (tmp_path / "a = b.toml").write_text(text)
    for path in (tmp_path / "a = b.toml", str(tmp_path / "a = b.toml")):
        read = pairtwist.Config.from_toml(path)
        assert read.light.path == str(tmp_path / "starts" / "light.h5")
        read.light.path = config.light.path
        assert read == config
    with pytest.raises(pairtwist.FileError, match="nowhere.toml: cannot read the config: No such"):
        pairtwist.Config.from_toml("nowhere.toml")
    with pytest.raises(pairtwist.UsageError, match="the text: is no TOML: .*line 1"):
        pairtwist.Config.from_toml("a = = 1")
    with pytest.raises(pairtwist.UsageError, match="model.etta: unknown key"):
        pairtwist.Config.from_toml("model.etta = 1")


def test_what_no_text_can_hold_is_told_the_way_out():
    config = pairtwist.Config(model={"atoms": 2}, time={"values": np.linspace(0, 1, 3)})
    assert tomllib.loads(config.to_toml())["time"]["values"] == [0.0, 0.5, 1.0]
    for name, state in (("light", np.eye(3)[1]), ("atoms", np.array([0.0, 1.0, 0.0]))):
        given = pairtwist.Config(**{**config.as_dict(), name: state})
        message = rf'^{name}: found an array or Qobj.*solve\(config\).*{name}={{"state": "file", "path"'
        for text in (given.to_toml, given.resolved):
            with pytest.raises(pairtwist.UsageError, match=message):
                text()
        assert pairtwist.plan(given).points == 1
    config.model.eta = np.array([1.0, 2.0])
    with pytest.raises(pairtwist.UsageError, match="model.eta: found an array, allowed is one value"):
        config.to_toml()


def test_a_key_with_its_section_before_it_is_told_apart():
    for make in (pairtwist.Config, lambda **keys: pairtwist.plan({"model": {"atoms": 1}, **keys})):
        with pytest.raises(pairtwist.UsageError, match="light_state: .*did you mean light.state"):
            make(light_state="cat")


def test_what_is_given_without_a_name_is_told_the_way():
    with pytest.raises(pairtwist.UsageError, match=r"Config: found a str .*Config.from_toml\("):
        pairtwist.Config("mine.toml")
    with pytest.raises(pairtwist.UsageError, match=r"Config: found a dict .*Config\(\*\*\{...\}\)"):
        pairtwist.Config({"model": {"atoms": 1}})
    with pytest.raises(pairtwist.UsageError, match=r"Model: found an int .*Model\(atoms=...\)"):
        sections.Model(5)


def test_sections_are_set_as_dictionaries_too():
    config = pairtwist.Config(model={"atoms": 5}, time={"stop": 1.0})
    config.light = {"state": "fock", "n": 2}
    assert config.light == sections.Light(state="fock", n=2)
    assert tomllib.loads(config.to_toml())["light"] == {"state": "fock", "n": 2}
    with pytest.raises(pairtwist.UsageError, match="light.stat: unknown key"):
        config.light = {"stat": "fock"}
    with pytest.raises(pairtwist.UsageError, match="model: found a str; allowed: Model or a dict"):
        config.model = "fock"
    assert config.light.n == 2
    config.light = "vacuum"
    assert config.light == sections.Light(state="vacuum")
    config.light = state = np.array([0.0, 1.0])
    assert config.light is state
    with pytest.raises(pairtwist.UsageError, match="ligth: unknown section; did you mean light"):
        config.ligth = {}


def test_a_key_that_is_deleted_has_its_default():
    config = pairtwist.Config(model={"atoms": 5, "kappa": 1.0}, time={"stop": 1.0}, title="mine")
    del config.model.kappa, config.title, config.time
    assert config == pairtwist.Config(model={"atoms": 5})
    assert config.model.kappa is None and config.time == sections.Time()
    with pytest.raises(AttributeError, match="kapa"):
        del config.model.kapa


def test_configs_with_arrays_are_compared_entry_by_entry():
    def made(last=1.0, amplitude=1.0):
        return pairtwist.Config(
            model={"atoms": 5}, light=np.array([0, amplitude]),
            time={"values": np.array([0, last])},
            output={"events": [{"above": np.float64(last)}]},
        )  # fmt: skip

    assert made() == made() and pickle.loads(pickle.dumps(made())) == made()
    assert made() != made(last=2.0) and made() != made(amplitude=1j) and made() != 3
    assert sections.Time(values=np.zeros(2)) != sections.Time()
    assert sections.Time(values=np.zeros(2)) == sections.Time(values=xarray.DataArray(np.zeros(2)))
    assert sections.Time(values=np.zeros(2)) != sections.Time(values=np.zeros(3))
    assert sections.Time() != sections.Scan()


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
    with pytest.raises(pairtwist.UsageError, match="model.etta: unknown key; did you mean mod"):
        pairtwist.Config().model.etta = 3
    with pytest.raises(pairtwist.UsageError, match="model.J: unknown key; J is model.tunnelling"):
        pairtwist.Config().model.J = 3
    with pytest.raises(pairtwist.UsageError, match="model: found an int"):
        pairtwist.Config(model=3)
    with pytest.raises(pairtwist.UsageError, match='atoms: found an int; .*model={"atoms"'):
        pairtwist.Config(atoms=3)


def test_a_config_is_checked_as_a_whole():
    with pytest.raises(pairtwist.UsageError, match="time.stop"):
        pairtwist.Config(model={"atoms": 5}).resolved()


def test_every_key_is_one_of_the_programs():
    """Each is known there: what it is refused for, if for anything, is its value or place."""
    from pairtwist.compiled import core

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
    with pytest.raises(pairtwist.UsageError, match="Dc is model.detuning .* here: detuning=..."):
        pairtwist.scan(Dc=[1])
    with pytest.raises(pairtwist.UsageError, match="no key 'kappa_abs'"):
        pairtwist.scan(kappa_abs=[1])


def test_what_can_be_no_axis_is_not_offered():
    with pytest.raises(pairtwist.UsageError, match="no key 'kapa'; did you mean 'kappa'") as caught:
        pairtwist.scan(kapa=[1])
    offered = str(caught.value).partition("There are: ")[2].split(", ")
    assert {"atoms", "eta", "kappa", "light_state", "n", "stop", "method"} <= set(offered)
    assert not {"tolerance", "seed", "axes", "light_path", "rate_unit", "quantities"} & set(offered)
    with pytest.raises(pairtwist.UsageError, match="light: .*light_state=.*xarray.concat"):
        pairtwist.scan(light=[np.eye(2)[0], np.eye(2)[1]])
    with pytest.raises(pairtwist.UsageError, match="time: a section is no axis; .* are: stop"):
        pairtwist.scan(time=[1, 2])
    with pytest.raises(pairtwist.UsageError, match="output: .* its keys are: none of them"):
        pairtwist.scan(output=[1, 2])
    for wrong, meant in (("thread", "threads"), ("devices", "device"), ("progres", "progress")):
        with pytest.raises(pairtwist.UsageError, match=f"no key '{wrong}'; did you mean '{meant}'"):
            pairtwist.solve(pairtwist.Config(), **{wrong: 1})
    for axes in ({"eta": [1, 2]}, [1, 2]):
        with pytest.raises(pairtwist.UsageError, match=r"place of mode; axes are keywords, scan\(eta="):
            pairtwist.scan(axes)


def test_axes_of_any_key_by_its_whole_name():
    found = pairtwist.scan(
        eta_abs=[1], light_alpha_phase=[2], **{"model.eta.phase": [3], "pump.segments[1].eta": [4]}
    )
    assert [entry["key"] for entry in found["axes"]] == [
        "model.eta.abs", "light.alpha.phase", "model.eta.phase", "pump.segments[1].eta"
    ]  # fmt: skip


def test_complex_axes_are_told_what_there_is():
    for values in ([1 + 1j, 2], np.array([1j, 2])):
        with pytest.raises(pairtwist.UsageError, match="model.eta: .*eta_abs and eta_phase"):
            pairtwist.scan(eta=values)
        with pytest.raises(pairtwist.UsageError, match="model.kappa: an axis has real values"):
            pairtwist.scan(kappa=values)


def test_whole_numbers_of_arrays_are_integers_where_a_key_wants_them():
    def values(**axis):
        return pairtwist.scan(**axis)["axes"][0]["values"]

    assert values(atoms=np.linspace(10, 20, 3)) == [10, 15, 20]
    assert values(atoms=xarray.DataArray([10.0, 12.5])) == [10, 12.5]  # for the program to refuse
    assert values(atoms=[10.0]) == [10] and isinstance(values(atoms=[10.0])[0], int)
    assert values(light_n=np.array([1.0, 1.5])) == [1, 1.5]  # an integer of one light alone
    assert values(kappa=np.array([1.0])).dtype == float


def test_a_config_shows_what_is_set():
    assert repr(pairtwist.Config()) == "Config()"
    config = pairtwist.Config(model={"atoms": 5, "eta": 2j}, time={"stop": 1.0})
    shown = "Config(model=Model(atoms=5, eta=2j), time=Time(stop=1.0))"
    assert repr(config) == shown and eval(shown, vars(sections)) == config


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
        (xarray.DataArray([0.5, 2.0]), [0.5, 2.0]),
        ('a "b" \\ c\n\x7f é', 'a "b" \\ c\n\x7f é'),
        (pathlib.Path("x y.h5"), "x y.h5"),
        ({"abs": 1.0, "odd key": [True]}, {"abs": 1.0, "odd key": [True]}),
        ((), []),
    ],
)
def test_values_are_read_back_as_they_were(value, read):
    found = tomllib.loads(f"x = {value_text('x', value)}")["x"]
    assert found == read and type(found) is type(read)
