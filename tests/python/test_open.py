# SPDX-License-Identifier: BSD-3-Clause
"""pairtwist.open: what it gives, and what it says about files that are none."""

import h5py
import numpy as np
import pytest
import xarray

import pairtwist
from pairtwist import dataset


@pytest.mark.parametrize("engine", [None, "h5netcdf", "netcdf4"])
def test_gives_named_dimensions_coordinates_and_attributes(curves, write, engine):
    with pairtwist.open(write(curves), engine=engine) as data:
        assert data["qfi"].dims == ("kappa_tau_Q", "time")
        np.testing.assert_array_equal(data["kappa_tau_Q"], [0.0, 0.1, 1.0, 10.0])
        assert data["qfi"].attrs["symbol"] == "$F_Q$"
        assert data.attrs["title"] == "A sample"
        xarray.testing.assert_equal(data.load(), curves)


def test_accepts_a_path_as_text(curves, write):
    with pairtwist.open(str(write(curves))) as data:
        assert "qfi" in data


def test_missing_file(tmp_path):
    with pytest.raises(pairtwist.FileError, match="nowhere.h5: no such file"):
        pairtwist.open(tmp_path / "nowhere.h5")


def test_directory(tmp_path):
    with pytest.raises(pairtwist.FileError, match="is a directory"):
        pairtwist.open(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not HDF5 at all\n", b"title = 'a config'\n" * 100])
def test_file_of_another_kind(tmp_path, content):
    path = tmp_path / "notes.h5"
    path.write_bytes(content)
    with pytest.raises(pairtwist.FileError, match="notes.h5 is not an HDF5 file"):
        pairtwist.open(path)


def test_truncated_file(curves, write):
    path = write(curves)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(pairtwist.FileError, match="sample.h5 cannot be read"):
        pairtwist.open(path)


def test_hdf5_file_without_dimension_scales(tmp_path):
    with h5py.File(tmp_path / "other.h5", "w") as stream:
        stream["x"] = np.arange(3.0)
    with pytest.raises(pairtwist.FileError, match="other.h5.*(not|no result) of pairtwist"):
        pairtwist.open(tmp_path / "other.h5")


def test_netcdf_file_of_someone_else(tmp_path):
    xarray.Dataset({"x": ("t", np.arange(3.0))}).to_netcdf(tmp_path / "other.h5", engine="h5netcdf")
    with pytest.raises(pairtwist.FileError, match="no result of pairtwist.*format is missing"):
        pairtwist.open(tmp_path / "other.h5")


def test_file_of_another_version(curves, write):
    curves.attrs["format"] = "pairtwist result 99"
    with pytest.raises(
        pairtwist.FileError, match="'pairtwist result 99', not 'pairtwist result 1'"
    ):
        pairtwist.open(write(curves))


@pytest.mark.parametrize("value", [3.0, np.arange(3, dtype="i1")])
@pytest.mark.parametrize("place, name", [("", "title"), ("", "format"), ("qfi", "symbol"),
                                         ("time", "units"), ("qfi", "coordinates")])  # fmt: skip
def test_an_attribute_that_is_no_text_is_refused_by_name(curves, write, place, name, value):
    path = write(curves)
    with h5py.File(path, "a") as file:
        (file[place] if place else file).attrs[name] = value
    with pytest.raises(pairtwist.FileError, match=rf"{path.name}.*{name}|{path.name} cannot be read"):
        pairtwist.open(path)


def test_number_of_atoms_is_known_where_it_is_one(curves):
    assert dataset.atoms(curves) == 100
    scanned = curves.assign_coords(atoms=("kappa_tau_Q", [10.0, 20.0, 20.0, 20.0]))
    scanned["atoms"].attrs["key"] = "model.atoms"
    assert dataset.atoms(scanned) == "atoms"
    assert dataset.atoms(scanned.isel(kappa_tau_Q=slice(1, None))) == 20
