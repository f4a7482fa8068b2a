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
        data.attrs = {name: value for name, value in data.attrs.items() if name != "created"}
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


def same_values(again, part):
    """Of what is solved again of a scan, whose places in it are others."""
    gone = [name for name, values in part.coords.items() if not values.ndim or name == "point"]
    part = part.load().drop_vars([*gone, "runtime"])
    again = again.drop_vars([name for name in ("point", "runtime") if name in again.variables])
    assert dict(again.sizes) == dict(part.sizes)
    xarray.testing.assert_equal(again, part)


SELECTIONS = {
    "a point": lambda data: data.isel(eta=1, atoms=0),
    "a row": lambda data: data.isel(eta=2),
    "some values": lambda data: data.isel(eta=[0, 2], atoms=slice(1, None)),
    "turned around": lambda data: data.isel(eta=slice(None, None, -1)),
    "one value of an axis": lambda data: data.sel(atoms=[10]),
}


@pytest.mark.parametrize("select", SELECTIONS.values(), ids=SELECTIONS)
def test_a_selection_is_solved_at_its_points(config, tmp_path, select):
    axes = [
        {"key": "model.eta", "linspace": [10.0, 31.0, 3]},
        {"key": "model.atoms", "logspace": [1, 100, 5]},
    ]
    data = pairtwist.solve(config, scan={"axes": axes}, light="fock", light_n=1.0)
    selection = select(data)
    for source in (selection, saved(selection, tmp_path)):
        again = pairtwist.solve(source)
        same_values(again, selection)
    assert pairtwist.plan(selection).points == selection.status.size
    assert pairtwist.solve(data.attrs["resolved_config"]).sizes == data.sizes
    # Of the whole result nothing changes.
    assert pairtwist.solve(data).attrs["resolved_config"] == data.attrs["resolved_config"]


def saved(data, tmp_path):
    data.to_netcdf(tmp_path / "selection.h5")
    return pairtwist.open(tmp_path / "selection.h5")


def test_selections_of_words_and_of_axes_together(config):
    scan = pairtwist.scan("zip", eta_abs=[1, 2, 3], light_state=["vacuum", "thermal", "vacuum"])
    data = pairtwist.solve(config, scan=scan, light_n=1.0)
    for selection in (data.isel(point=[1, 2]), data.isel(point=1)):
        again = pairtwist.solve(selection)
        same_values(again, selection)


def test_a_selection_takes_overrides(config):
    data = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0, 3.0]))
    one = pairtwist.solve(data.isel(eta=1), scan=pairtwist.scan(kappa=[0.0, 1.0]))
    assert one.sizes["kappa"] == 2 and "\neta = 2.0\n" in one.attrs["resolved_config"]
    assert pairtwist.solve(data.isel(eta=[0, 1]), kappa=2.0).eta.values.tolist() == [1, 2]


def test_points_that_no_scan_has_are_refused(config):
    """Each was solved with something else, or they are some of a grid: one scan would be others."""
    runs = [pairtwist.solve(config, dephasing=rate) for rate in (0.0, 0.1)]
    rates = xarray.Variable("dephasing", [0.0, 0.1])
    joined = xarray.concat([run.assign_coords(dephasing=rate) for run, rate in zip(runs, rates.values)],
                           "dephasing", combine_attrs="override")  # fmt: skip
    grid = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0], kappa=[0.0, 1.0]))
    places = (xarray.DataArray(values, dims="p") for values in ([1.0, 2.0], [0.0, 1.0]))
    diagonal = grid.sel(dict(zip(("eta", "kappa"), places)))
    for data, word in ((joined, "'dephasing', which is no axis"), (diagonal, "'p', along which several")):
        with pytest.raises(pairtwist.UsageError, match=word):
            pairtwist.solve(data)


def test_what_was_joined_is_solved_whole(config):
    parts = [
        pairtwist.solve(config, scan=pairtwist.scan(eta=etas)) for etas in ([1.0, 2.0], [3.0, 4.0])
    ]
    whole = xarray.combine_by_coords(parts, combine_attrs="override")
    again = pairtwist.solve(whole)
    assert again.eta.values.tolist() == [1, 2, 3, 4]
    same_values(again, whole)


def test_a_selection_without_its_coordinate_is_refused(config):
    data = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0, 3.0]))
    for part in (data.isel(eta=0, drop=True), data.drop_vars("eta")):
        with pytest.raises(pairtwist.UsageError, match="without a coordinate of model.eta, .*drop=True"):
            pairtwist.solve(part)
