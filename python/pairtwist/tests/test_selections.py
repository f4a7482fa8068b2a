# SPDX-License-Identifier: BSD-3-Clause
"""Selections and joins of results, solved again at their own points."""

import warnings

import numpy as np
import pytest
import xarray

import pairtwist


def same_values(again, part):
    """Of what is solved again of a scan, whose places in it are others."""
    gone = [name for name in part.coords if name not in again.coords or name == "point"]
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


def test_a_point_that_is_solved_again_says_which_it_is(config):
    axes = [{"key": "model.eta", "values": [1.0, 3.0]}, {"key": "light.state", "values": ["vacuum", "thermal"]}]
    with pytest.warns(pairtwist.PairtwistWarning):  # of the state beside its axis
        data = pairtwist.solve(config, light={"state": "thermal", "n": 1.0}, scan={"axes": axes})
    point = data.isel(eta=1, state=1)
    again = pairtwist.solve(point)
    assert again.qfi.identical(point.qfi) and again.eta.identical(point.eta)
    assert pairtwist.solve(again).qfi.identical(point.qfi)
    other = pairtwist.solve(point, eta=2.0)
    assert "eta" not in other.coords and other.state.item() == "thermal"
    scan = pairtwist.solve(point, scan=pairtwist.scan(eta=[1.0, 2.0]))
    assert scan.eta.values.tolist() == [1.0, 2.0]


def test_selections_of_words_and_of_axes_together(config):
    scan = pairtwist.scan("zip", eta_abs=[1, 2, 3], light_state=["vacuum", "thermal", "vacuum"])
    data = pairtwist.solve(config, scan=scan, light_n=1.0)
    for selection in (data.isel(point=[1, 2]), data.isel(point=1)):
        again = pairtwist.solve(selection)
        same_values(again, selection)


WORDS = ["vacuum", "coherent", "thermal", "squeezed", "cat", "fock"]


@pytest.mark.parametrize("states", [["fock", "cat"], ["squeezed"], "cat", "vacuum"], ids=str)
@pytest.mark.parametrize("mode", ["grid", "zip"])
def test_what_other_words_have_is_left_out_without_a_word(config, states, mode):
    keys = {"light_state": WORDS, "detuning": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}
    scan = pairtwist.scan(mode, **(keys if mode == "zip" else {"light_state": WORDS}))
    data = pairtwist.solve(config, scan=scan, alpha=1.0, light_n=1, r=0.5)
    places = [WORDS.index(word) for word in np.atleast_1d(states)]
    part = data.isel({data.status.dims[0]: places if isinstance(states, list) else places[0]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = pairtwist.solve(part)
    same_values(again, part)


def test_methods_need_no_frame_of_others(config):
    axes = {"method": ["closed_form", "gaussian", "fock"], "frame": ["moving", "laboratory"]}
    with pytest.warns(pairtwist.PairtwistWarning, match="the same one, each solved anew"):
        data = pairtwist.solve(config, scan=pairtwist.scan(**axes), eta=1.0)
    for method in ("closed_form", ["closed_form", "gaussian"]):
        part = data.sel(solve_method=method)
        with pytest.warns(pairtwist.PairtwistWarning, match="2 points along .*solve.frame, .* once"):
            again = pairtwist.solve(part)
        assert "frame" not in again.dims
        assert (again.qfi == part.qfi).all()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        same_values(pairtwist.solve(part.sel(frame="moving")), part.sel(frame="moving"))


def test_an_axis_over_what_other_words_have(config):
    scan = pairtwist.scan(atoms_state=["coherent", "dicke"], theta=[1.0, 1.2])
    data = pairtwist.solve(config, scan=scan, m=1)
    with pytest.warns(pairtwist.PairtwistWarning, match="axis over atoms.theta, which means nothing for "
                      "atoms.state = \"dicke\": they are the same one, which is solved once"):  # fmt: skip
        again = pairtwist.solve(data.sel(state="dicke"))
    assert (again.qfi == data.qfi.sel(state="dicke")).all()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for point in (data.sel(state="dicke", theta=1.0), data.sel(state="coherent")):
            same_values(pairtwist.solve(point), point)


def test_a_start_file_that_is_gone_is_not_needed_by_other_words(config):
    scan = pairtwist.scan(light_state=["file", "vacuum"])
    data = pairtwist.solve(config, light=np.eye(4)[1], scan=scan)
    again = pairtwist.solve(data.sel(state="vacuum"))
    assert (again.qfi == data.qfi.sel(state="vacuum")).all()
    same_values(pairtwist.solve(data.sel(state="file")), data.sel(state="file"))


def test_a_selection_takes_overrides(config):
    data = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0, 3.0]))
    one = pairtwist.solve(data.isel(eta=1), scan=pairtwist.scan(kappa=[0.0, 1.0]))
    assert one.sizes["kappa"] == 2 and "\neta = 2.0\n" in one.attrs["resolved_config"]
    assert pairtwist.solve(data.isel(eta=[0, 1]), kappa=2.0).eta.values.tolist() == [1, 2]


def test_points_that_no_scan_has_are_refused(config):
    """Each was solved with something else, or they are some of a grid: one scan would be others."""
    runs = [pairtwist.solve(config, dephasing=rate) for rate in (0.0, 0.1)]
    joined = xarray.concat(runs, "run", combine_attrs="override")
    grid = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0], kappa=[0.0, 1.0]))
    places = (xarray.DataArray(values, dims="p") for values in ([1.0, 2.0], [0.0, 1.0]))
    diagonal = grid.sel(dict(zip(("eta", "kappa"), places)))
    for data, word in ((joined, "'run', which is no axis"), (diagonal, "'p', along which several")):
        with pytest.raises(pairtwist.UsageError, match=word):
            pairtwist.solve(data)


def test_what_was_joined_is_solved_whole(config):
    parts = [
        pairtwist.solve(config, scan=pairtwist.scan(eta=etas)) for etas in ([1.0, 2.0], [3.0, 4.0])
    ]
    whole = xarray.combine_by_coords(parts, combine_attrs="override")
    with pytest.warns(pairtwist.PairtwistWarning, match="were joined, .*: its config does not scan "
                      r"model.eta = 3.0, 4.0; all other keys are taken from that config"):  # fmt: skip
        again = pairtwist.solve(whole)
    assert again.eta.values.tolist() == [1, 2, 3, 4]
    same_values(again, whole)


def test_a_selection_without_its_coordinate_is_refused(config):
    data = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0, 3.0]))
    for part in (data.isel(eta=0, drop=True), data.drop_vars("eta")):
        with pytest.raises(pairtwist.UsageError, match="without a coordinate of model.eta, .*drop=True"):
            pairtwist.solve(part)


def test_a_coordinate_that_was_given_anew_is_told_by_its_name(config):
    data = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0, 3.0]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = pairtwist.solve(data.assign_coords(eta=[1.0, 2.0, 3.0]).isel(eta=[0, 2]))
    assert (again.qfi.values == data.qfi[[0, 2]].values).all()
    with pytest.raises(pairtwist.UsageError, match="without points: its coordinate 'eta' is empty"):
        pairtwist.solve(data.isel(eta=[]))


def test_parts_of_one_scan_are_joined_without_a_word(config):
    del config["model"]["kappa"]
    data = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0, 3.0], kappa_tau_Q=[0.1, 0.3]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = pairtwist.solve(xarray.concat([data.isel(eta=[2]), data.isel(eta=[0])], "eta"))
    assert again.eta.values.tolist() == [3, 1]


@pytest.mark.parametrize("mode", ["grid", "zip"])
def test_a_loss_takes_the_place_of_one_in_other_units(config, mode):
    del config["model"]["kappa"]
    scan = pairtwist.scan(mode, kappa_tau_Q=[0.0, 1.0], eta=[10.0, 20.0])
    data = pairtwist.solve(config, scan=scan)
    point = data.isel(point=1) if mode == "zip" else data.isel(kappa_tau_Q=1, eta=1)
    with pytest.warns(pairtwist.PairtwistWarning, match="model.kappa_tau_Q is left out: model.kappa takes"):
        again = pairtwist.solve(point, kappa=2.0)
    assert again.eta == 20.0 and "kappa_tau_Q" not in again.coords
    xarray.testing.assert_identical(again.qfi.drop_vars("eta"), pairtwist.solve(config, kappa=2.0, eta=20.0).qfi)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scanned = pairtwist.solve(point, scan=pairtwist.scan(kappa=[2.0, 3.0]))
    np.testing.assert_array_equal(scanned.qfi[0], again.qfi)
    with pytest.raises(pairtwist.UsageError, match="model.kappa: found together with model.kappa_tau_Q"):
        pairtwist.solve(data, kappa=2.0)


def test_a_point_of_a_scan_over_segments(config):
    """Which are no keys alone: the whole list is, with the point's values."""
    config["pump"] = {"segments": [{"until": 0.05, "eta": 20.0}, {"until": 0.1, "eta": [3.0, 4.0]}]}
    axes = {"pump.segments[0].until": [0.02, 0.04], "pump.segments[1].eta.abs": [5.0, 10.0]}
    data = pairtwist.solve(config, scan=pairtwist.scan(**axes))
    for selection in (data.isel(until=1, abs=1), data.isel(abs=1), data.isel(until=[0], abs=0)):
        same_values(pairtwist.solve(selection), selection)
    again = pairtwist.solve(data.isel(until=1, abs=1), kappa=2.0)
    assert (again.qfi != data.qfi.isel(until=1, abs=1)).any()


def test_a_scan_that_takes_the_place_of_a_results_own_says_what_is_lost(config):
    data = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0], kappa=[0.5, 2.0]))
    with pytest.warns(pairtwist.PairtwistWarning, match="so that model.kappa is the config's one value"):
        again = pairtwist.solve(data, scan=pairtwist.scan(eta=[3.0, 4.0, 5.0]))
    assert dict(again.qfi.sizes) == {"eta": 3, "time": 5}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pairtwist.solve(data, scan=pairtwist.scan(eta=[3.0, 4.0]), kappa=2.0)
        row = pairtwist.solve(data.isel(kappa=1), scan=pairtwist.scan(eta=[3.0]))
        both = pairtwist.solve(data, scan=pairtwist.scan(eta=[3.0], kappa=data["kappa"]))
    np.testing.assert_array_equal(row.qfi.values, both.qfi.isel(kappa=1).values)


CHANGES = {
    "no number": lambda data: data.drop_vars("point"),
    "other numbers": lambda data: data.assign_coords(point=[5, 6, 7]),
    "an index of a key": lambda data: data.set_index(point="kappa"),
    "an axis of a key": lambda data: data.swap_dims(point="kappa"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_number_of_a_point_is_no_place_of_its_values(config, change):
    data = pairtwist.solve(config, scan=pairtwist.scan("zip", atoms=[4, 8, 12], kappa=[0.1, 0.2, 0.3]))
    ax = pairtwist.plot(change(data), "qfi").axes[0]
    assert ax.get_ylabel() == "$F_Q/N^2$"
    np.testing.assert_allclose(sorted(float(line.get_ydata()[0]) for line in ax.get_lines()), [1 / 12, 1 / 8, 1 / 4])


PARTS = {
    "parts of a number": (pairtwist.scan(eta_abs=[1.0, 2.0], eta_phase=[0.1, 4.0]), {"abs": 1, "phase": 1}),
    "a zip of both": (pairtwist.scan("zip", eta_abs=[1.0, 2.0], eta_phase=[0.1, 4.0]), {"point": 1}),
    "a segment": (pairtwist.scan(**{"pump.segments[1].eta": [1.0, 2.0]}), {"eta": 1}),
}


@pytest.mark.parametrize("scan, place", PARTS.values(), ids=PARTS)
def test_a_point_has_the_coordinates_of_parts_when_solved_again(config, scan, place):
    if "eta" in place:
        del config["model"]["eta"]
        config["pump"] = {"segments": [{"eta": 100.0, "until": 0.05}, {"eta": 1.0, "until": 0.1}]}
    point = pairtwist.solve(config, scan=scan).isel(place)
    again = pairtwist.solve(point)
    assert set(point.coords) - {"point"} == set(again.coords)
    for name in again.coords:
        np.testing.assert_array_equal(again[name].values, point[name].values)
    np.testing.assert_allclose(again.qfi.values, point.qfi.values, rtol=1e-9)


@pytest.mark.parametrize("etas, kappas", [([2, 3.5, 2, 3.5], [0.0, 0.8, 0.8, 0.0]), ([2, 3.5, 5], [0.0, 0.8, 0.3])])
def test_an_unstacked_zip_is_the_grid_that_it_shows(config, etas, kappas):
    data = pairtwist.solve(config, scan=pairtwist.scan("zip", eta=etas, kappa=kappas))
    grid = data.set_index(point=["eta", "kappa"]).unstack("point")
    again = pairtwist.solve(grid)
    assert dict(again.qfi.sizes) == dict(grid.qfi.sizes)
    there = grid.qfi.notnull()
    assert int(there.sum()) == data.qfi.size
    xarray.testing.assert_equal(again.qfi.where(there), grid.qfi.transpose(*again.qfi.dims))


def test_a_mask_over_times_leaves_the_points(config):
    data = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0, 5.0]))
    same_values(pairtwist.solve(data.where(data.qfi > 21.0)), data)


def test_what_is_computed_of_a_coordinate_is_no_value_of_its_key(config):
    """Though xarray hands its attributes on."""
    data = pairtwist.solve(config, scan=pairtwist.scan(eta=[1.0, 2.0, 5.0]))
    with xarray.set_options(keep_attrs=True):
        squares = data.assign_coords(power=data.eta**2).swap_dims(eta="power")
        atoms = pairtwist.solve(config, scan=pairtwist.scan(atoms=[6, 8, 11]))
        inverse = atoms.assign_coords(inverse=1 / atoms.atoms).swap_dims(atoms="inverse")
        fractions = atoms.assign_coords(atoms=1 / atoms.atoms)
    assert pairtwist.solve(squares).qfi.identical(data.qfi)
    last = pairtwist.plot(squares.isel(time=-1), "qfi").axes[0]
    assert last.get_xlabel() == r"power, together with $\eta$" and last.get_ylabel() == "$F_Q/N^2$"
    assert pairtwist.plot(inverse.isel(time=-1), "qfi").axes[0].get_xlabel() == "inverse, together with $N$"
    for lost, why in ((inverse.drop_vars("atoms"), "its config scans"), (fractions, "which is no number of atoms")):
        with pytest.raises(pairtwist.ChoiceError, match=why):
            pairtwist.plot(lost.isel(time=-1), "qfi")
