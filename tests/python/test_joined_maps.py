# SPDX-License-Identifier: BSD-3-Clause
"""Scans over two axes that were joined: what each point has runs along fewer axes than the values."""

import numpy as np
import pandas
import pytest
import xarray

import pairtwist
from conftest import axis, sample, time_axis

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")
ETAS = [1.0, 2.0]


@pytest.fixture
def part(tmp_path):
    """part(atoms, etas) is a scan over eta and kappa as pairtwist.open has it, tau_Q of one number of atoms."""

    def make(atoms=6, etas=ETAS, dephasing=0.0, scanned=("eta", "kappa")):
        axes = {
            "eta": axis("eta", etas, r"$\eta$", "model.eta"),
            "kappa": axis("kappa", [0.0, 1.0, 2.0], r"$\kappa$", "model.kappa"),
            "kappa_tau_Q": axis("kappa_tau_Q", [0.0, 0.5, 1.0], r"$\kappa\,\tau_Q$", "model.kappa_tau_Q"),
        }
        chosen = [axes[name] for name in scanned]
        value = {"qfi": (lambda x, y, t: atoms * (1 + x * t) * (1 + y) * (1 + dephasing), "$F_Q$")}
        data = sample(chosen, value, atoms, time=time_axis(samples=5))
        tau = (9 / (4 * atoms * xarray.DataArray(etas, dims="eta") ** 4)) ** (1 / 6)
        grid = xarray.broadcast(tau, data["status"])[0].transpose(*data["status"].dims)
        data["tau_Q"] = grid.dims, grid.values
        if "kappa" not in scanned:
            loss = (data["kappa_tau_Q"] / grid).transpose(*grid.dims)
            data["kappa"] = loss.dims, loss.values
        data["runtime"] = grid.dims, grid.values + dephasing + np.sqrt(np.arange(grid.size)).reshape(grid.shape)
        entries = ", ".join(f'{{ key = "model.{name}", values = {axes[name].values.tolist()} }}' for name in scanned)
        data.attrs["resolved_config"] = (
            data.attrs["resolved_config"].replace("[output]", f"dephasing = {dephasing}\n[output]")
            + f"[scan]\naxes = [{entries}]\n"
        )
        data.to_netcdf(tmp_path / "part.nc", engine="h5netcdf")
        with pairtwist.open(tmp_path / "part.nc") as found:
            return found.load()

    return make


def saved(data, tmp_path, forget):
    """What another process has of it."""
    data.to_netcdf(tmp_path / "join.nc", engine="h5netcdf")
    forget()
    return pairtwist.open(tmp_path / "join.nc")


ORDERS = [("eta", "kappa"), ("kappa", "eta"), ("eta", "kappa_tau_Q"), ("kappa_tau_Q", "eta")]


@pytest.mark.parametrize("scanned", ORDERS, ids="-".join)
def test_joined_along_one_of_two_axes(part, tmp_path, forget, scanned, plot_command):
    """tau_Q of the config runs along eta alone, in a file along both axes."""
    pytest.importorskip("plotly")
    join = xarray.concat([part(scanned=scanned), part(etas=[3.0, 4.0], scanned=scanned)], "eta", combine_attrs="override")
    found = saved(join, tmp_path, forget)
    for chosen in (found.isel(time=-1), found.isel({"time": -1, scanned[0]: -1})):
        axes = pairtwist.plot(chosen, "qfi").axes[0]
        assert "$N$ = 6" in axes.get_title(loc="left")
    assert "not of the run whose config it carries" in pairtwist.explore(found).notes[0]
    assert plot_command("join.nc", "--at", "time=0.03").returncode == 0
    other = xarray.concat([part(scanned=scanned), part(8, [3.0, 4.0], scanned=scanned)], "eta", combine_attrs="override")
    found = saved(other, tmp_path, forget)
    with pytest.raises(pairtwist.ChoiceError, match="not of the run whose config it carries"):
        pairtwist.plot(found.isel(time=-1), "qfi")
    assert "not of the run whose config it carries" in pairtwist.explore(found).notes[0]


def test_joined_along_a_key_of_neither(part, tmp_path, forget):
    pytest.importorskip("plotly")
    parts = [part(dephasing=rate) for rate in (0.0, 1.0)]
    join = xarray.concat(parts, pandas.Index([0.0, 1.0], name="dephasing"), combine_attrs="override")
    found = saved(join, tmp_path, forget)
    assert "$N$ = 6" in pairtwist.plot(found.isel(dephasing=1, time=-1), "qfi").axes[0].get_title(loc="left")
    assert pairtwist.explore(found).notes[0].startswith("dephasing: no axis of the config")


@pytest.mark.parametrize("session", ["this", "another"])
def test_parts_that_differ_in_another_key_have_none_of_the_first(part, tmp_path, forget, session):
    """The join's config is that of its first part; its own points are of it all the same."""
    pytest.importorskip("plotly")
    parts = [part(), part(etas=[3.0, 4.0], dephasing=2.0)]
    found = xarray.concat(parts, "eta", combine_attrs="override")
    if session == "another":
        found = saved(found, tmp_path, forget)
    beside = part(etas=[4.0], dephasing=5.0).isel(eta=0, kappa=1)
    for eta, known in ((0, True), (1, True), (2, False), (3, False)):
        both = pairtwist.plot([found.isel(eta=eta, kappa=1), beside], "qfi").axes[0]
        name = both.get_legend().get_texts()[0].get_text()
        assert (r"$\gamma_\phi$ = 0" in name) == (r"$\gamma" in name) == known
    for chosen in (found, found.isel(eta=3), found.isel(eta=[1, 2])):
        (note,) = pairtwist.explore(chosen).notes
        assert "not of the run whose config it carries" in note
    assert pairtwist.explore(found.isel(eta=[0, 1])).notes == []


def test_parts_that_differ_in_nothing_else_are_of_their_config(part):
    pytest.importorskip("plotly")
    found = xarray.concat([part(), part(etas=[3.0, 4.0])], "eta", combine_attrs="override")
    for chosen in (found, found.isel(eta=3), found.isel(eta=[1, 2], kappa=0)):
        assert pairtwist.explore(chosen).notes == []
