# SPDX-License-Identifier: BSD-3-Clause
"""What the program says of results that xarray has saved: in part, joined, with other variables."""

import json

import numpy as np
import pytest
import xarray

from pairtwist import open as open_result
from pairtwist.quantity_names import OF_QUANTITIES

CONFIG = """
[model]
atoms = 4
[time]
stop = 0.3
samples = 11
[scan]
axes = [{ key = "model.eta", values = [1.0, 2.0, 3.0] }]
[output]
quantities = ["qfi", "purity"]
"""


@pytest.fixture
def saved(pairtwist, tmp_path):
    """saved(change) is the path of what `change` makes of a result, saved by xarray."""
    (tmp_path / "scan.toml").write_text(CONFIG)
    pairtwist("run", tmp_path / "scan.toml", "-o", tmp_path / "scan.h5")

    def save(change, **options):
        data = change(open_result(tmp_path / "scan.h5"))
        data.to_netcdf(tmp_path / "saved.h5", engine="h5netcdf", **options)
        return tmp_path / "saved.h5"

    return save


def with_own(values):
    return lambda data: data.assign(mine=("eta", values))


OWN = {
    "int64": with_own(np.arange(3)),
    "float32": with_own(np.ones(3, dtype=np.float32)),
    "uint16": with_own(np.ones(3, dtype=np.uint16)),
    "complex": with_own(np.array([1j, 2, 3])),
    "text": with_own(np.array(["a", "b", "c"], dtype=object)),
    "a dimension without values": lambda data: data.assign(mine=("shot", np.zeros(5))),
    "one number": lambda data: data.assign(mine=np.int64(7)),
    "an attribute": lambda data: data.assign_attrs(mine=7),
}


@pytest.mark.parametrize("kind", OWN)
def test_variables_of_ones_own_are_no_damage(pairtwist, saved, kind):
    path = saved(OWN[kind], **({"invalid_netcdf": True} if kind == "complex" else {}))
    shown = pairtwist("info", path)
    assert "mine" in shown.stdout or kind == "an attribute"
    assert pairtwist("verify", path, "--points", "3").returncode == 0
    assert pairtwist("reproduce", path).returncode == 0


PARTS = {
    "a point": lambda data: data.isel(eta=0),
    "two points": lambda data: data.isel(eta=[0, 2]),
    "some times": lambda data: data.isel(time=slice(5)),
    "joined, side by side": lambda data: xarray.concat([data, data], dim="run"),
    "joined along the axis": lambda data: xarray.concat(
        [data, data.assign_coords(eta=data.eta + 10)], dim="eta"
    ),
    "joined, with numbers": lambda data: xarray.concat(
        [data.expand_dims(run=[i]) for i in range(2)], dim="run"
    ),
}


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("part", PARTS)
def test_a_selection_is_called_one(pairtwist, saved, part):
    path = saved(PARTS[part])
    assert "qfi" in pairtwist("info", path).stdout
    for command in ("verify", "reproduce"):
        said = pairtwist(command, path, code=4).stderr
        assert "a selection, or a join of results, saved by other software (xarray)" in said
        assert f'pairtwist.open("{path}")' in said
        assert "damaged" not in said and "version" not in said


ENCODINGS = {
    "rounded": {"qfi": {"dtype": "float32"}},
    "packed": {"purity": {"dtype": "int16", "scale_factor": 0.001, "_FillValue": -1}},
    "longer": {"status": {"dtype": "int32"}},
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_numbers_of_another_type_are_no_selection(pairtwist, saved, encoding):
    path = saved(lambda data: data, encoding=ENCODINGS[encoding])
    (name,) = ENCODINGS[encoding]
    for command in ("verify", "reproduce"):
        said = pairtwist(command, path, code=4).stderr
        wanted = "int8" if name == "status" else "float64"
        assert f"{name}: is not {wanted}, as its config makes it: other software (xarray)" in said
        assert f'pairtwist.open("{path}")' in said and "selection" not in said


def test_some_variables_alone_are_called_that(pairtwist, saved):
    path = saved(lambda data: data[["qfi"]])
    for command in ("info", "verify", "reproduce"):
        said = pairtwist(command, path, code=4).stderr
        assert "has no status of its points: it is a selection of a result's variables" in said
        assert f'pairtwist.open("{path}")' in said and "damaged" not in said


def test_a_selection_is_not_taken_for_the_scan(pairtwist, saved, tmp_path):
    run = "run", tmp_path / "scan.toml", "-o"
    said = pairtwist(*run, saved(PARTS["two points"]), code=4).stderr
    assert "a selection, or a join of results" in said and "--force overwrites it" in said
    moved = saved(lambda data: data.assign_coords(eta=("eta", [1.0, 2.5, 3.0], data.eta.attrs)))
    said = pairtwist(*run, moved, code=4).stderr
    assert "not as its config makes it: eta: is 2.5 in the file and 2 by its config" in said
    said = pairtwist(*run, saved(lambda data: data)).stderr
    assert "complete, of the same config: nothing to do" in said


def test_holes_of_a_join_are_no_good_points(pairtwist, saved):
    """Where no result of the join has a point its statuses are NaN, as floating numbers."""
    path = saved(lambda data: data.reindex(eta=[1.0, 2.0, 3.0, 4.0, 5.0]))
    info = pairtwist("info", path).stdout
    assert "5 points" in info and "3  good" in info and "2  never solved or masked" in info
    assert "qfi: 22 of 55 samples never solved or masked, at 2 of 5 points, at all times" in info
    failed = pairtwist("info", "--failed", path).stdout
    assert "2 points with losses" in failed and "point 3, eta = 4: never solved or masked" in failed


COMPUTED = {
    "half": lambda data: data / 2,
    "twice": lambda data: 2 * data,
    "a difference": lambda data: (data - data.isel(eta=0)).assign_attrs(data.attrs),
}


@pytest.mark.parametrize("kind", COMPUTED)
def test_statuses_that_were_computed_with_are_not_believed(pairtwist, saved, kind):
    with xarray.set_options(keep_attrs=True):
        path = saved(COMPUTED[kind])
    told = "not known: values were changed since they were computed, and the statuses with them"
    info = pairtwist("info", path).stdout
    assert f"Points by status\n  {told}\n" in info
    assert "not solved" not in info and "masked" not in info and "good" not in info
    said = json.loads(pairtwist("info", path, "--json").stdout)
    assert said["statuses_changed"] is True and said["status"] == {} and said["losses"] == []
    assert f"which points failed is {told}" in pairtwist("info", path, "--failed", code=4).stderr


AS_COMPUTED = {
    "all": (lambda data: data, "3  good"),
    "a selection": (lambda data: data.isel(eta=[2]), "1  good"),
    "in single precision": (lambda data: data.astype("float32", keep_attrs=True), "3  good"),
    "one changed": (lambda data: data.assign(qfi=data.qfi / 2), "3  good"),
    "of another run": (lambda data: data.assign(runtime=data.runtime + 1.0), "3  good"),
    "masked": (lambda data: data.where(data.eta < 2.5), "1  never solved or masked"),
}


@pytest.mark.parametrize("kind", AS_COMPUTED)
def test_statuses_of_what_was_selected_or_masked_are_believed(pairtwist, saved, kind):
    change, counted = AS_COMPUTED[kind]
    path = saved(change)
    assert counted in pairtwist("info", path).stdout
    assert json.loads(pairtwist("info", path, "--json").stdout)["statuses_changed"] is False
    failed = pairtwist("info", path, "--failed").stdout
    assert ("point 2, eta = 3: never solved or masked" in failed) is (kind == "masked")


def test_quantities_have_the_names_of_the_program(pairtwist):
    listed = json.loads(pairtwist("quantities", "--json").stdout)
    assert {(one["symbol"], one["long_name"]) for one in listed} == OF_QUANTITIES
