# SPDX-License-Identifier: BSD-3-Clause
"""Results that were joined along what the config of none of them scans, solved again."""

import warnings

import numpy as np
import pandas as pd
import pytest
import xarray

import pairtwist
from pairtwist import known_places
from pairtwist.computed import is_as_computed


def joined(config, key, values, name, **keys):
    """One result of each value of a key, joined along a coordinate of that name."""
    parts = [pairtwist.solve(config, **{key: value}, **keys) for value in values]
    along = name if name in parts[0] else pd.Index(values, name=name)
    return xarray.concat(parts, along, combine_attrs="override")


KEYS = {
    "a number": ("dephasing", [0.0, 1.0, 2.0], "dephasing"),
    "a key with its section": ("light_n", [1, 2, 3], "light_n"),
    "atoms": ("atoms", [4, 6, 8], "atoms"),
    "a symbol": ("atoms", [4, 6, 8], "N"),
    "words": ("light_state", ["thermal", "fock"], "light_state"),
    "a variable of results": ("kappa", [1.0, 2.0, 3.0], "kappa"),
}


@pytest.mark.parametrize("key, values, name", KEYS.values(), ids=KEYS)
def test_a_coordinate_that_names_a_key_is_taken(config, key, values, name):
    """The config is that of the first part, and its numbers were given for all."""
    if key.startswith("light"):
        config["light"] = {"state": "fock", "n": 1}
    every = joined(config, key, values, name)
    for part in (every.isel({name: 1}), every.isel({name: [1]}), every):
        with pytest.warns(pairtwist.PairtwistWarning, match=f"were joined, .*{key.rpartition('_')[2]} = "):
            again = pairtwist.solve(part)
        np.testing.assert_array_equal(again.qfi.values, part.qfi.values)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert (pairtwist.solve(every.isel({name: 0})).qfi.values == every.qfi[0].values).all()


def test_values_that_several_configs_have_may_be_of_each(config):
    """Also where a scan over the key of a join has them, of the points of that."""
    pairtwist.solve(config, title="the same numbers")
    every = joined(config, "dephasing", [0.0, 1.0], "dephasing")
    with pytest.warns(pairtwist.PairtwistWarning, match="were joined"):
        pairtwist.solve(every)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pairtwist.solve(every.isel(dephasing=0))


def test_a_join_of_scans_is_one_of_both(config):
    every = joined(config, "dephasing", [0.0, 1.0], "dephasing", scan=pairtwist.scan(eta=[1.0, 2.0]))
    for part in (every, every.isel(dephasing=1), every.isel(dephasing=1, eta=0)):
        with pytest.warns(pairtwist.PairtwistWarning, match="does not scan model.dephasing = "):
            again = pairtwist.solve(part)
        np.testing.assert_array_equal(again.qfi.values, part.qfi.values)


def test_results_joined_along_their_own_loss_are_drawn_as_they_are_solved(config, tmp_path):
    """As xarray asks for it, set_coords("kappa"), since it is a variable of each; saved, too."""
    parts = [pairtwist.solve(config, kappa=kappa).set_coords("kappa") for kappa in (0.0, 1.0, 10.0)]
    every = xarray.concat(parts, "kappa", combine_attrs="override")
    every.to_netcdf(tmp_path / "join.nc")
    for data in (every, pairtwist.open(tmp_path / "join.nc")):
        axes = pairtwist.plot(data, "qfi").axes[0]
        assert axes.get_ylabel() == "$F_Q/N^2$" and axes.get_title(loc="left") == "$N$ = 20"
        names = [text.get_text() for text in axes.get_legend().get_texts()]
        assert names == [f"$\\kappa$ = {kappa}" for kappa in (0, 1, 10)]
        with pytest.warns(pairtwist.PairtwistWarning, match="does not scan model.kappa = 1"):
            again = pairtwist.solve(data.isel(kappa=1))
        np.testing.assert_array_equal(again.qfi.values, data.qfi.values[1])


def test_a_loss_in_the_place_of_its_axis_changes_no_value(config):
    del config["model"]["kappa"]
    data = pairtwist.solve(config, scan=pairtwist.scan(kappa_tau_Q=[0.1, 1.0, 10.0]))
    data = data.set_coords("kappa").swap_dims(kappa_tau_Q="kappa").drop_vars("kappa_tau_Q")
    figure = pairtwist.plot(data, "qfi")
    assert figure.axes[0].get_ylabel() == "$F_Q/N^2$" and not figure.texts


def test_what_is_as_the_config_says_is_no_join(config):
    """A variable of the result as a coordinate, angles of a Husimi function, a label along an axis."""
    data = pairtwist.solve(config, quantities=["husimi", "qfi"], scan=pairtwist.scan(eta=[1.0, 2.0]))
    labelled = data.set_coords("kappa").assign_coords(photons=("eta", [0.1, 0.2]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for part in (data.isel(theta=3, phi=2), labelled, labelled.isel(eta=1), data.isel(time=-1)):
            pairtwist.solve(part)


def test_the_loss_of_a_result_in_other_units(config):
    del config["model"]["kappa"]
    scan = pairtwist.scan(kappa_tau_Q=[0.1, 0.3])
    data = pairtwist.solve(config, scan=scan).set_coords("kappa")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for part in (data, data.isel(kappa_tau_Q=1), data.isel(kappa_tau_Q=[1])):
            again = pairtwist.solve(part)
            np.testing.assert_array_equal(again.qfi.values, part.qfi.values)
    parts = [pairtwist.solve(config, kappa_tau_Q=loss) for loss in (0.1, 0.3)]
    point = xarray.concat(parts, "kappa", combine_attrs="override").isel(kappa=1)
    with pytest.warns(pairtwist.PairtwistWarning, match="does not scan model.kappa = "):
        again = pairtwist.solve(point)
    np.testing.assert_allclose(again.qfi, point.qfi, rtol=1e-12)


def test_a_label_that_names_no_key_is_said(config, tmp_path):
    states = [np.eye(3)[level] for level in range(3)]
    parts = [pairtwist.solve(config, light=state) for state in states]
    every = xarray.concat(parts, pd.Index([0, 1, 2], name="start"), combine_attrs="override")
    with pytest.warns(pairtwist.PairtwistWarning, match="start = 1, which is no key .*the first one's, whatever"):
        again = pairtwist.solve(every.isel(start=1))
    assert (again.qfi.values == every.qfi[0].values).all()
    every.isel(start=1).to_netcdf(tmp_path / "one.h5")
    with pytest.warns(pairtwist.PairtwistWarning, match="start = 1, which is no key"):
        pairtwist.solve(pairtwist.open(tmp_path / "one.h5"))
    with pytest.raises(pairtwist.UsageError, match="'start', which is no axis"):
        pairtwist.solve(every)


def test_a_point_of_a_join_without_a_coordinate_is_said(config):
    parts = [pairtwist.solve(config, dephasing=rate) for rate in (0.0, 1.0)]
    every = xarray.concat(parts, "run", combine_attrs="override")
    with pytest.warns(pairtwist.PairtwistWarning, match="whose values are of another config than it"):
        pairtwist.solve(every.isel(run=1))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pairtwist.solve(every.isel(run=0))


@pytest.mark.parametrize("opened", [pairtwist.open, xarray.open_dataset])
def test_a_point_of_a_saved_join_is_said_in_another_session(config, tmp_path, monkeypatch, opened):
    """No value is known there, but what each point of the first part took is."""
    parts = [pairtwist.solve(config, dephasing=rate) for rate in (0.0, 1.0)]
    xarray.concat(parts, "run", combine_attrs="override").to_netcdf(tmp_path / "join.nc", engine="h5netcdf")
    monkeypatch.setattr(known_places, "_dimensions", {})
    monkeypatch.setattr(known_places, "_values", known_places.Hashes())
    with opened(tmp_path / "join.nc") as every:
        with pytest.warns(pairtwist.PairtwistWarning, match="not of the run whose config it carries; solved is"):
            again = pairtwist.solve(every.isel(run=1))
        assert (again.qfi.values == parts[0].qfi.values).all()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            pairtwist.solve(every.isel(run=0))


def test_a_name_of_several_keys_is_refused(config):
    config["light"] = {"n": 1}
    every = joined(config, "light_state", ["fock", "thermal"], "state")
    with pytest.raises(pairtwist.UsageError, match="'state' is a key of several .*light_state.*rename"):
        pairtwist.solve(every.isel(state=1))


def test_what_a_saved_join_has_is_of_its_own_results_all_the_same(config, tmp_path):
    """Opened, the join's config is that of its first part; of the others more is known."""
    first = pairtwist.solve(config, scan=pairtwist.scan(eta=[0.7, 1.3]))
    second = pairtwist.solve(config, scan=pairtwist.scan(eta=[2.1, 3.3]))
    xarray.concat([first, second], "eta", combine_attrs="override").to_netcdf(tmp_path / "join.nc")
    opened = pairtwist.open(tmp_path / "join.nc")
    with warnings.catch_warnings():
        warnings.simplefilter("error", pairtwist.PairtwistWarning)
        for own in (opened.isel(eta=0), first.isel(eta=0), first, second.isel(eta=[1])):
            np.testing.assert_array_equal(pairtwist.solve(own).qfi.values, own.qfi.values)


def test_a_word_of_a_join_is_chosen_by_itself(config):
    parts = [pairtwist.solve(config, light_state="thermal", light_n=1.0), pairtwist.solve(config)]
    words = pd.Index(["thermal", "vacuum"], name="light_state")
    every = xarray.concat(parts, words, combine_attrs="override")
    ax = pairtwist.plot(every, "photon_number", at={"light_state": "vacuum"}).axes[0]
    np.testing.assert_array_equal(ax.get_lines()[0].get_ydata(), every.photon_number.isel(light_state=1).values)
    with pytest.raises(pairtwist.ChoiceError, match="no light_state = vacum .*: thermal, vacuum"):
        pairtwist.plot(every, "photon_number", at={"light_state": "vacum"})


@pytest.mark.parametrize("key, rest, values", [("eta", "kappa", [3.0, 4.0]), ("kappa", "eta", [0.6, 0.1])])
def test_a_selection_of_two_axes_that_is_extended_is_as_computed(config, monkeypatch, key, rest, values):
    """The key that was selected is an axis of the one result, and of the other a single value."""
    monkeypatch.setattr(known_places, "_dimensions", {})  # of other tests' results, with more coordinates
    scan = pairtwist.scan(kappa=[0.0, 0.3], eta=[1.0, 2.0])
    first = pairtwist.solve(config, scan=scan).isel({rest: 1})
    more = pairtwist.solve(first, scan=pairtwist.scan(**{key: values}))
    for parts in ([first, more], [more, first]):
        whole = xarray.concat(parts, key, combine_attrs="override").sortby(key)
        assert is_as_computed(whole.qfi)
        assert is_as_computed(whole.drop_vars(rest).qfi)
        assert not is_as_computed(2 * whole.qfi)
        whole.qfi.values[...] *= 2
        assert not is_as_computed(whole.qfi)
