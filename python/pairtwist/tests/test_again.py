# SPDX-License-Identifier: BSD-3-Clause
"""A result solved again from itself: its start states are in it, whatever becomes of their files."""

import tomllib

import h5py
import numpy as np
import pytest
import xarray

import pairtwist
from pairtwist.toml import document

KET = np.array([0.6, 0.0, 0.8j, 0.0])
DENSITY = np.outer(KET, KET.conj())
SPIN = np.eye(21)[3]


def same_bits(one, other):
    """Of all but the time it took and when that was."""
    one, other = (data.load().drop_vars("runtime") for data in (one, other))
    for data in (one, other):
        data.attrs = {name: value for name, value in data.attrs.items() if name not in ("created", "values_sketch")}
        data.attrs.pop("config")  # the text as it was given: a result gives its resolved one
    xarray.testing.assert_identical(one, other)


def write_light(path, density):
    with h5py.File(path, "w") as file:
        file["density_re"], file["density_im"] = density.real, density.imag


@pytest.mark.parametrize("engine", ["h5netcdf", "netcdf4"])
@pytest.mark.parametrize("state", [{"light": DENSITY}, {"atoms": SPIN}, {"light": KET, "atoms": SPIN}])
def test_a_state_that_was_an_array_is_kept(config, tmp_path, state, engine):
    data = pairtwist.solve(config, **state)
    for name in state:
        assert data.attrs[f"{name}_start"].dtype == np.int8
    same_bits(pairtwist.solve(data), data)
    data.to_netcdf(tmp_path / "mine.nc", engine=engine)
    for opened in (pairtwist.open, xarray.open_dataset):
        with opened(tmp_path / "mine.nc") as kept:
            same_bits(pairtwist.solve(kept), data)
            assert pairtwist.plan(kept).points == 1


def test_light_of_many_levels_is_kept(config):
    """More than a result file has room for."""
    config["model"].update(atoms=1, eta=0.0)
    data = pairtwist.solve(config, light=np.eye(520)[2])
    assert data.attrs["light_start"].nbytes > 4 << 20
    same_bits(pairtwist.solve(data), data)


def test_a_result_takes_overrides(config):
    data = pairtwist.solve(config, light=KET)
    other = pairtwist.Solver()(data, kappa=2.0)
    xarray.testing.assert_identical(
        other.photon_number, pairtwist.solve(config, light=KET, kappa=2.0).photon_number
    )
    with pytest.warns(pairtwist.PairtwistWarning, match='^light.path means nothing for .*"vacuum"'):
        vacuum = pairtwist.solve(data, light="vacuum")
    assert float(vacuum.photon_number[0]) == 0 and "light_start" not in vacuum.attrs
    assert float(pairtwist.solve(data, light=np.eye(4)[3]).photon_number[0]) == pytest.approx(3)


def test_a_start_file_is_kept_as_it_was(config, program, tmp_path):
    """By the program and by solve(), whatever its path has by now."""
    write_light(tmp_path / "light.h5", DENSITY)
    config["light"] = {"state": "file", "path": "light.h5"}
    (tmp_path / "job.toml").write_text(document(config))
    program("run", "job.toml", "--quiet")
    data = pairtwist.solve(tmp_path / "job.toml")
    write_light(tmp_path / "light.h5", np.eye(1))
    with pairtwist.open(tmp_path / "job.h5") as file:
        assert file.attrs["light_start"].tobytes() == data.attrs["light_start"].tobytes()
        file.to_netcdf(tmp_path / "again.nc", engine="h5netcdf")
        same_bits(pairtwist.solve(file), data)
    with pairtwist.open(tmp_path / "again.nc") as again:
        same_bits(pairtwist.solve(again), data)
    write_light(tmp_path / "other.h5", np.eye(4)[[1]].T * np.eye(4)[1])
    other = pairtwist.solve(data, light_path=str(tmp_path / "other.h5"))
    assert float(other.photon_number[0]) == pytest.approx(1)


def test_the_program_runs_what_was_saved(config, program, tmp_path):
    data = pairtwist.solve(config, light=KET, atoms=SPIN)
    data.to_netcdf(tmp_path / "mine.nc", engine="netcdf4")
    program("info", "mine.nc")
    program("run", "mine.nc", "-o", "again.h5", "--quiet")
    with pairtwist.open(tmp_path / "again.h5") as again:
        xarray.testing.assert_identical(again.qfi.load(), data.qfi)
        assert again.attrs["light_start"].tobytes() == data.attrs["light_start"].tobytes()


def test_a_large_start_file_must_be_as_it_was(config, tmp_path):
    path = tmp_path / "light.h5"
    write_light(path, np.diag(np.eye(520)[1]))
    config["model"].update(atoms=1, eta=0.0)
    data = pairtwist.solve(config, light={"state": "file", "path": str(path)})
    assert "light_start" not in data.attrs
    same_bits(pairtwist.solve(data), data)
    write_light(path, np.eye(1))
    with pytest.raises(pairtwist.FileError, match="other contents than when.*resolved_config"):
        pairtwist.solve(data)


def test_a_start_that_xarray_leaves_in_its_file_is_taken_from_there(config, tmp_path):
    """A result file of the program holds it in a group, which xarray.open_dataset() does not read."""
    data = pairtwist.solve(config, light=KET)
    contents = data.attrs.pop("light_start")
    data.to_netcdf(tmp_path / "result.h5", engine="h5netcdf")
    with h5py.File(tmp_path / "result.h5", "a") as file:
        file["start_files/light"] = contents
    with xarray.open_dataset(tmp_path / "result.h5", engine="h5netcdf") as found:
        np.testing.assert_array_equal(pairtwist.solve(found).qfi.values, data.qfi.values)
        with h5py.File(tmp_path / "other.h5", "w") as file:
            file["start_files/light"] = contents[::-1]
        found.encoding["source"] = str(tmp_path / "other.h5")
        with pytest.raises(pairtwist.PairtwistError, match="given as an array"):
            pairtwist.solve(found)


def test_what_was_kept_is_held_against_its_hash(config):
    data = pairtwist.solve(config, light=KET)
    data.attrs["light_start"] = data.attrs["light_start"][::-1]
    with pytest.raises(pairtwist.FileError, match="light_start has the SHA-256 .*light_sha256"):
        pairtwist.solve(data)
    data.attrs["light_start"] = "a text"
    with pytest.raises(pairtwist.FileError, match="light_start is no bytes"):
        pairtwist.solve(data)
    for text in ("model = = 3", "light = 3"):
        data.attrs["resolved_config"] = text
        with pytest.raises(pairtwist.FileError, match="resolved_config is no (TOML|config)"):
            pairtwist.solve(data)
    bare = xarray.Dataset({"qfi": data.qfi})
    with pytest.raises(pairtwist.UsageError, match="Dataset without the attribute resolved_config"):
        pairtwist.solve(bare)


@pytest.mark.parametrize("section", ["light", "atoms"])
def test_a_text_does_not_carry_a_state(config, section):
    """It is asked for again, or for the Dataset."""
    state = np.eye(21)[1]
    data = pairtwist.solve(config, **{section: state}, kerr=0.1, eta=1.0)
    found = data.attrs["resolved_config"]
    for again in (found, tomllib.loads(found)):
        message = rf"^{section}: was given as an array.*solve\(data\).*; or give the state again: {section}=...$"
        with pytest.raises(pairtwist.UsageError, match=message):
            pairtwist.solve(again)
    xarray.testing.assert_identical(pairtwist.solve(found, **{section: state}).qfi, data.qfi)
    with pytest.raises(pairtwist.PairtwistError, match="path.*/nowhere/light.h5"):
        pairtwist.solve(config, light={"state": "file", "path": "/nowhere/light.h5"})
