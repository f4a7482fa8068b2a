# SPDX-License-Identifier: BSD-3-Clause
"""What pairtwist.solve says of what is wrong."""

import numpy as np
import pytest
import xarray

import pairtwist


@pytest.mark.parametrize(
    ("overrides", "error", "message"),
    [
        ({"kapa": 1}, "UsageError", "no key 'kapa'; did you mean 'kappa'"),
        ({"state": "fock"}, "UsageError", "several sections: light_state or atoms_state"),
        ({"kappa": -1.0}, "UsageError", r"model.kappa: found -1.0 .*allowed: a finite number >= 0"),
        ({"quantities": ["qfy"]}, "UsageError", "did you mean .?qfi"),
        ({"backend": "gpu"}, "UsageError", 'found "gpu".*did you mean "cuda"'),
        ({"light": 3}, "UsageError", "light: found an int; allowed is a dict .*light_state"),
        ({"light": "dark"}, "UsageError", 'light.state: found "dark" .string., allowed: "vacuum"'),
        ({"light": [0, 1]}, "UsageError", "light: found a list; .*as a NumPy array or qutip.Qobj"),
        ({"atoms": [10, 20]}, "UsageError", r"atoms: found a list; .*pairtwist.scan\(atoms=...\)"),
        ({"time": np.zeros(2)}, "UsageError", "time: found an array; allowed is a dict.* values="),
        ({"times": [0, 1]}, "UsageError", "no key 'times'; times is time.values here: values=..."),
        ({"tlist": [0, 1]}, "UsageError", "no key 'tlist'; tlist is time.values here: values=..."),
        ({"J": 1}, "UsageError", r"no key 'J'; J is model.tunnelling \(.*\) here: tunnelling=..."),
        ({"N": 4}, "UsageError", "no key 'N'; N is model.atoms here: atoms=...$"),
        ({"delta": 4}, "UsageError", "no key 'delta'; delta is model.tilt .*: tilt=..."),
        ({"n_th": 1}, "UsageError", "'n_th'; n_th is model.thermal_photons here: thermal_photons="),
        ({"model.kappa2": 1}, "UsageError", "no key 'model.kappa2'; kappa2 is model.two_photon_l"),
        ({"Omega": 1}, "UsageError", r"model.W0, which .* \(the pump is model.*\), here: W0=...$"),
        ({"mdel": {}}, "UsageError", "no key 'mdel'; did you mean 'model'"),
        ({"model.kapa": 1}, "UsageError", "no key 'model.kapa'; did you mean 'model.kappa'"),
        ({"eta": [1.0, 2.0]}, "UsageError", r"model.eta: .* 3 \+ 4j; .*scan\(eta=...\)"),
        ({"eta": np.array([1.0, 2.0])}, "UsageError", "model.eta: found an array, allowed is one"),
        ({"model": {"eta": np.ones(2)}}, "UsageError", "model.eta: found an array, allowed is one"),
        ({"kappa": (1, 2)}, "UsageError", r"model.kappa: found a tuple, .*scan\(kappa=...\)"),
        ({"scan": {"eta": [1, 2]}}, "UsageError", r"scan: .*eta; .*pairtwist.scan\(eta=...\)"),
        ({"kappa": 1j}, "UsageError", "model.kappa: found the complex number 1j; allowed is a"),
        ({"model": {"tilt": np.complex128(2)}}, "UsageError", "model.tilt: found the complex numb"),
        ({"light_n": xarray.DataArray(1j)}, "UsageError", "light.n: found the complex number 1j"),
        ({"threads": 0}, "UsageError", "threads: found 0; allowed: an integer from 1 to 2.*, or None"),
        ({"threads": 10**30}, "UsageError", "threads: found 10*; allowed: an integer from 1 to 21"),
        ({"device": 10**30}, "UsageError", "device: found 10*; allowed: numbers from 0 to 21474836"),
        ({"device": [0, -(2**40)]}, "UsageError", r"device: found \[0, -1.*numbers from 0 to 2147"),
        ({"atoms": 10**30}, "UsageError", "model.atoms: found 1e.30 .float., allowed: an integer f"),
        ({"model": {"atoms": 10**30}}, "UsageError", "model.atoms: found 1e.30 .*, allowed: an in"),
        ({"seed": 2**63}, "UsageError", "solve.seed: found 9.2.*, allowed: an integer from 0 to 9"),
        ({"scan": pairtwist.scan(atoms=[1, 10**30])}, "UsageError", "scan.axes: model.atoms: found 1e.30 .*10"),
        ({"kappa": 10**400}, "UsageError", "model.kappa: found an integer of 401 digits; allowed a"),
        ({"threads": -1}, "UsageError", "threads: found -1"),
        ({"threads": "2"}, "UsageError", "threads: found '2'"),
        ({"device": []}, "UsageError", r"device: found \[\]"),
        ({"device": True}, "UsageError", "device: found True"),
        ({"kappa": object()}, "UsageError", "model.kappa: found an object"),
        ({"kappa": None}, "UsageError", "model.kappa: found None, .*; leave kappa out"),
        ({"until": 1.0}, "UsageError", r"'until'; each segment .*'pump.segments\[0\].until'"),
        ({"device": "all"}, "UsageError", "device: found 'all'"),
        ({"device": 0, "backend": "cpu"}, "UsageError", "device"),
        ({"light": {"state": "file", "path": __file__}}, "FileError", "test_messages.py"),
    ],
)
def test_errors_have_the_programs_messages(config, overrides, error, message):
    with pytest.raises(getattr(pairtwist, error), match=message) as caught:
        pairtwist.solve(config, **overrides)
    assert "--set" not in str(caught.value)


def test_backends_of_a_solver_are_the_configs():
    for name in ("gpu", "GPU"):
        with pytest.raises(pairtwist.UsageError, match=f'found "{name}"; .*; did you mean "cuda".$'):
            pairtwist.Solver(name)
    with pytest.raises(pairtwist.UsageError, match="backend: found 2"):
        pairtwist.Solver(2)


def test_a_result_that_does_not_fit_says_so(config):
    axes = {name: np.linspace(0, 1, 3000) for name in ("kappa", "dephasing", "tilt")}
    for error in (MemoryError, pairtwist.PairtwistError, pairtwist.OutOfMemoryError):
        with pytest.raises(error, match="27000000000 points does not fit.*pairtwist run"):
            pairtwist.solve(config, scan=pairtwist.scan(**axes))


def test_a_device_that_is_not_there(config):
    with pytest.raises(pairtwist.DeviceError) as caught:
        pairtwist.solve(config, backend="cuda", device=63)
    assert "-DPAIRTWIST_CUDA" not in str(caught.value)  # of CMake; pip's has another form


def test_what_is_no_config(tmp_path):
    with pytest.raises(pairtwist.FileError, match="nowhere.toml: cannot read the config"):
        pairtwist.solve("nowhere.toml")
    with pytest.raises(pairtwist.UsageError, match="config: found an int"):
        pairtwist.solve(7)
    with pytest.raises(pairtwist.UsageError):
        pairtwist.solve("model = [\n")


def test_a_result_file_is_no_config_but_has_one(config, tmp_path):
    data = pairtwist.solve(config)
    data.to_netcdf(tmp_path / "mine.h5", engine="h5netcdf")
    with pytest.raises(pairtwist.UsageError, match="config: found a DataArray; .*as a Dataset"):
        pairtwist.solve(data.qfi)
    with pytest.raises(pairtwist.UsageError, match=r"mine.h5: found a result file.*pairtwist.open\("):
        pairtwist.solve(tmp_path / "mine.h5")
    data.to_netcdf(tmp_path / "mine.nc", engine="scipy")
    for name in ("mine.h5", "mine.nc"):
        for read in (pairtwist.solve, pairtwist.Config.from_toml):
            with pytest.raises(pairtwist.UsageError, match=rf"{name}: found a .* config; .*pairtwist.open\("):
                read(tmp_path / name)
    with pairtwist.open(tmp_path / "mine.h5") as kept:
        again = pairtwist.solve(kept.attrs["resolved_config"])
        xarray.testing.assert_identical(again.qfi, kept.qfi.load())


@pytest.mark.parametrize("engine", ["h5netcdf", "scipy"])
def test_a_file_of_others_is_called_neither_a_config_nor_a_result(tmp_path, engine):
    path = tmp_path / "foreign.nc"
    xarray.Dataset({"a": ("x", [1.0, 2.0])}).to_netcdf(path, engine=engine)
    for read in (pairtwist.solve, pairtwist.Config.from_toml):
        with pytest.raises(pairtwist.FileError, match="foreign.nc is no result of pairtwist: .*allowed is a config"):
            read(path)


def test_a_scan_that_is_given_as_a_key_is_told_its_keyword(config):
    with pytest.raises(pairtwist.UsageError, match=r"eta: .* scan=pairtwist.scan\(eta=\[...\]\)"):
        pairtwist.solve(config, eta=pairtwist.scan(eta=[1, 2]))


@pytest.mark.parametrize(
    ("overrides", "names"),
    [
        ({"model_kappa": 1.0, "kappa": 2.0}, "model.kappa: is given as model_kappa and as kappa"),
        ({"model": {"kappa": 1.0}, "kappa": 1.0}, "model.kappa: is given as model and as kappa"),
        ({"light": "fock", "light_state": "cat"}, "light.state: is given as light and as light_st"),
    ],
)
def test_a_key_by_two_names_is_refused(config, overrides, names):
    with pytest.raises(pairtwist.UsageError, match=f"^{names}.*; leave one out"):
        pairtwist.solve(config, **overrides)


def test_an_unknown_keyword_near_a_key_lists_no_others(config):
    with pytest.raises(pairtwist.UsageError, match=r"^no key 'kapa'; did you mean 'kappa'\?$"):
        pairtwist.solve(config, kapa=1.0)
    with pytest.raises(pairtwist.UsageError, match="^no key 'zzzqqq'. There are: .*husimi_grid"):
        pairtwist.solve(config, zzzqqq=1.0)


def test_texts_that_are_none_are_told(config):
    with pytest.raises(pairtwist.UsageError, match="half of a surrogate pair"):
        pairtwist.solve(config, title="a\udc80b")
    with pytest.raises(pairtwist.UsageError, match="half of a surrogate pair"):
        pairtwist.solve({"title": "a\udc80b", "model": {"atoms": 2}, "time": {"stop": 1.0}})


def test_several_numbers_of_atoms_are_an_axis(config):
    with pytest.raises(pairtwist.UsageError, match=r"norm of the ket .* several numbers of atoms .*scan\(atoms="):
        pairtwist.solve(config, atoms=np.array([4, 6, 8]))


def test_a_scan_that_is_unfinished_is_told_so(tmp_path):
    (tmp_path / "long.h5.parts").mkdir()
    for name in ("long.h5", "long.h5.parts"):
        with pytest.raises(pairtwist.FileError, match="long.h5 is unfinished"):
            pairtwist.solve(tmp_path / name)


def test_what_is_near_a_source_is_told_what_is_one(config):
    with pytest.raises(pairtwist.FileError, match="^https://x/y is an address; .*download it"):
        pairtwist.open("https://x/y")
    with pytest.raises(pairtwist.UsageError, match="^config: found an empty text; allowed: a path"):
        pairtwist.solve("")
    several = [pairtwist.scan(eta=[1.0, 2.0]), pairtwist.scan(kappa=[0.0, 1.0])]
    with pytest.raises(pairtwist.UsageError, match=r"scan: found a list; .*scan\(eta=\[...\], kappa=\[...\]\)"):
        pairtwist.solve(config, scan=several)
