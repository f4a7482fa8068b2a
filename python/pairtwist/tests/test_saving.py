# SPDX-License-Identifier: BSD-3-Clause
"""Results as to_netcdf writes them, with every engine: what is opened again is what was saved."""

import numpy as np
import pytest
import xarray

import pairtwist
from pairtwist.toml import document

ENGINES = {"h5netcdf": "h5netcdf", "netcdf4": "netCDF4", "scipy": "scipy"}
CHANGES = {
    "matrices and a start": {"quantities": ["rho", "spin_mean"], "light": np.array([0.6, 0.8j])},
    "words": {"scan": pairtwist.scan(light_state=["vacuum", "thermal"], atoms=[2, 3]), "light_n": 1},
    "a zip": {"scan": pairtwist.scan("zip", eta=[1, 2.0], atoms=[2, 3]), "title": "κ and é"},
    "extrema": {"over_time": "extrema", "quantities": ["qfi"]},
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_keeps_all(config, tmp_path, engine, change):
    pytest.importorskip(ENGINES[engine])
    config["model"]["atoms"] = 4
    data = pairtwist.solve(config, **CHANGES[change])
    data.to_netcdf(tmp_path / "mine.nc", engine=engine)
    for opened in (pairtwist.open, xarray.open_dataset):
        with opened(tmp_path / "mine.nc") as kept:
            xarray.testing.assert_identical(kept.load(), data)
    if engine == "scipy":
        pytest.importorskip("netCDF4")
        with pairtwist.open(tmp_path / "mine.nc", engine="netcdf4") as kept:
            xarray.testing.assert_identical(kept.load(), data)


def test_a_programs_file_saved_again_is_read_by_the_program(config, program, tmp_path):
    """Its attributes are others then than those that the file's hash was of."""
    (tmp_path / "job.toml").write_text(document(config))
    program("run", "job.toml", "--quiet")
    with pairtwist.open(tmp_path / "job.h5") as data:
        data.assign_attrs(note="mine").to_netcdf(tmp_path / "again.nc", engine="h5netcdf")
    assert "1 point" in program("info", "again.nc").stdout
    program("run", "again.nc", "-o", "new.h5", "--quiet")


@pytest.mark.filterwarnings("ignore:You are writing invalid netcdf features")
def test_a_complex_matrix_is_kept_by_h5netcdf(config, tmp_path):
    config["model"]["atoms"] = 4
    data = pairtwist.solve(config, quantities=["rho"])
    data = data.assign(rho=data.pairtwist.rho)
    data.to_netcdf(tmp_path / "mine.nc", engine="h5netcdf", invalid_netcdf=True)
    with pairtwist.open(tmp_path / "mine.nc") as kept:
        xarray.testing.assert_identical(kept.load(), data)
    with xarray.open_dataset(tmp_path / "mine.nc", engine="h5netcdf") as kept:
        xarray.testing.assert_identical(kept.load(), data)
