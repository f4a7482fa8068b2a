# SPDX-License-Identifier: BSD-3-Clause
"""Statuses of Datasets that were computed with: they are codes no longer, and nobody believes them."""

import numpy as np
import pytest
import xarray

import pairtwist
from conftest import STATUSES, coded, kappa_axis, sample, time_axis
from figures import panels, text_of
from pairtwist.explore_data import carried
from pairtwist.statuses import flags

DIVERGED = STATUSES.index("diverged")


@pytest.fixture
def data():
    """g2 and its statuses over two points and three samples, all good."""
    axes = [kappa_axis([0.5, 1.0])]
    found = sample(axes, {"g2": lambda k, t: 2 + k + t}, time=time_axis(samples=3))
    return found.assign(g2_status=coded(found["g2"].dims, np.zeros((2, 3)), STATUSES))


def lose(data):
    """One sample, and its point in part."""
    data["g2"][0, 1] = np.nan
    data["g2_status"][0, 1] = DIVERGED
    data["status"][0] = STATUSES.index("partly")
    return data


CHANGES = [
    lambda data: data / data,  # of statuses NaN
    lambda data: data + 1,
    lambda data: data * 2,
    lambda data: np.exp(data),
    lambda data: 1 / data,  # infinite
    lambda data: np.log(data),
    lambda data: data.clip(min=1),
    lambda data: data.where(data.kappa_tau_Q < 9) / data,
    lambda data: data.coarsen(time=3).mean(),
    lambda data: data.coarsen(time=3).sum(),
]


@pytest.mark.parametrize("change", CHANGES)
def test_values_are_drawn_whatever_became_of_their_statuses(data, change):
    with np.errstate(all="ignore"), xarray.set_options(keep_attrs=True):
        changed = change(data)
    figure = pairtwist.plot(changed, "g2")
    assert not text_of(figure)[1]
    drawn = [line.get_ydata() for line in panels(figure)[0].get_lines()]
    np.testing.assert_array_equal(np.ravel(drawn), np.ravel(changed["g2"].values))


@pytest.mark.parametrize("change", CHANGES[1:7])
def test_what_is_missing_then_is_counted_without_a_reason(data, change):
    with np.errstate(all="ignore"), xarray.set_options(keep_attrs=True):
        changed = change(lose(data))
    assert text_of(pairtwist.plot(changed, "g2"))[1] == "1 of 6 values missing"
    alone = changed.isel(time=[1], kappa_tau_Q=[0])
    with pytest.raises(pairtwist.ChoiceError, match="is a single number: 1 of 1 values missing$"):
        pairtwist.plot(alone, "g2")


def test_the_mean_of_what_lost_one_is_of_the_others(data):
    with xarray.set_options(keep_attrs=True):
        mean = lose(data).mean("kappa_tau_Q")
    figure = pairtwist.plot(mean, "g2")
    assert not text_of(figure)[1] and np.isfinite(panels(figure)[0].get_lines()[0].get_ydata()).all()


@pytest.mark.parametrize(
    "select",
    [
        lambda data: data.isel(kappa_tau_Q=[0]),
        lambda data: data.sortby("kappa_tau_Q", ascending=False),
        lambda data: xarray.concat([data.isel(kappa_tau_Q=[i]) for i in (0, 1)], "kappa_tau_Q"),
        lambda data: data.reindex(kappa_tau_Q=[0.5, 1.0, 3.0]),  # has holes, and so no int8
        lambda data: data.copy(deep=True),
    ],
)
def test_a_selection_or_a_join_says_why(data, select):
    assert "1 diverged" in text_of(pairtwist.plot(select(lose(data)), "g2"))[1]


def test_from_a_file_they_are_known(data, write):
    assert "1 diverged" in text_of(pairtwist.plot(write(lose(data)), "g2"))[1]


def test_codes_that_were_computed_with_have_no_names(data):
    with xarray.set_options(keep_attrs=True):
        assert flags(data["status"]) and not flags(2 * data["status"])


def test_a_page_carries_no_status_that_is_none(data):
    with xarray.set_options(keep_attrs=True):
        _, variables, _ = carried(2 * lose(data), 1_000_000)
    assert [(one["name"], one["status"]) for one in variables] == [("g2", None)]
    _, variables, _ = carried(data, 1_000_000)
    assert variables[0]["status"]["names"][DIVERGED] == "diverged"


def test_no_way_out_is_said_of_what_was_computed_with(data):
    points = data["status"]
    data = data.assign({name: 0 * points for name in ("method", "cutoff", "runtime", "error_estimate")})
    data["error_estimate"] = data["error_estimate"] + np.inf
    data["g2"][:] = np.nan
    with xarray.set_options(keep_attrs=True):
        changed = data + 1
    with pytest.raises(pairtwist.ChoiceError, match="no value: 6 of 6 values missing$"):
        pairtwist.plot(changed, "g2")


@pytest.mark.parametrize("name", ["good", "g2"])
def test_what_a_mask_leaves_out_is_counted(data, name):
    """Its points and samples are good all the same."""
    masked = data.assign({name: data["g2"].where(data["kappa_tau_Q"] < 0.7)})
    assert text_of(pairtwist.plot(masked, name))[1] == "3 of 6 values missing"
    masked = masked.isel(kappa_tau_Q=[1])
    with pytest.raises(pairtwist.ChoiceError, match=f"{name} has no value: 3 of 3 values missing$"):
        pairtwist.plot(masked, name)


def test_what_a_mask_leaves_out_is_counted_beside_what_is_lost(data):
    lost = lose(data)
    masked = lost.assign(good=lost["g2"].where(lost["kappa_tau_Q"] < 0.7), g2=lost["g2"].where(lost["time"] > 0))
    assert text_of(pairtwist.plot(masked, "good"))[1] == "4 of 6 values missing: 1 lost"
    assert text_of(pairtwist.plot(masked, "g2"))[1] == "3 of 6 values missing: 1 diverged"


def test_statuses_of_a_mask_say_why(data, write):
    """Which leaves the values as they were computed; what is computed of it then does not."""
    data = pairtwist.open(write(lose(data)))
    masked = data.where(data["kappa_tau_Q"] < 0.7)
    note = text_of(pairtwist.plot(masked, "g2"))[1]
    assert note == "4 of 6 samples missing: 1 diverged, 3 masked"
    with xarray.set_options(keep_attrs=True):
        changed = masked + 1
    assert text_of(pairtwist.plot(changed, "g2"))[1] == "4 of 6 values missing"


@pytest.mark.parametrize("change", [lambda data: data + 1, lambda data: data / data])
def test_saved_statuses_that_the_values_contradict_are_not_believed(data, change, write):
    with np.errstate(all="ignore"), xarray.set_options(keep_attrs=True):
        path = write(change(data).assign_attrs(data.attrs))
    figure = pairtwist.plot(path, "g2")
    assert not text_of(figure)[1]
    assert all(np.isfinite(line.get_ydata()).all() for line in panels(figure)[0].get_lines())


def of_a_run(data):
    return data.assign(runtime=data["kappa_tau_Q"].copy(data=[0.25, 0.3125]).drop_vars("kappa_tau_Q"))


@pytest.mark.parametrize("change", [lambda data: 4 * data, lambda data: -data, lambda data: data + 1.0])
def test_statuses_that_were_computed_with_are_known_from_a_file(data, change, write):
    """Some of which other codes have by chance: those of points that are not good, times 2."""
    result = pairtwist.open(write(of_a_run(lose(data))))
    with xarray.set_options(keep_attrs=True):
        changed = pairtwist.open(write(change(result), "changed.nc"))
    assert text_of(pairtwist.plot(changed, "g2"))[1] == "1 of 6 values missing"
    assert not flags(changed["status"])


@pytest.mark.parametrize(
    "select",
    [
        lambda data: data,
        lambda data: data.isel(kappa_tau_Q=[0]),
        lambda data: data.where(data["kappa_tau_Q"] < 0.7),
        lambda data: data.assign(g2=2 * data["g2"]),
    ],
)
def test_statuses_of_a_saved_selection_or_mask_say_why(data, select, write):
    result = pairtwist.open(write(of_a_run(lose(data))))
    with xarray.set_options(keep_attrs=True):
        selected = pairtwist.open(write(select(result), "selected.nc"))
    assert "1 diverged" in text_of(pairtwist.plot(selected, "g2"))[1]


@pytest.mark.parametrize("hole", ["in place", "a mask"])
@pytest.mark.parametrize("is_saved", [False, True])
def test_values_of_good_status_that_are_missing_are_counted(data, tmp_path, hole, is_saved):
    """Who took them out said so in no status; a mask that was saved leaves them so, too."""
    if hole == "in place":
        data.g2.loc[{"time": slice(0.0, 0.01)}] = np.nan
    else:
        data = data.assign(g2=data.g2.where(data.g2 > 2.6).assign_attrs(data.g2.attrs))
    count = int(data.g2.isnull().sum())
    assert 0 < count < 6
    if is_saved:
        data.to_netcdf(tmp_path / "holes.nc")
        data = pairtwist.open(tmp_path / "holes.nc")
    assert f"{count} of 6 values missing" in text_of(pairtwist.plot(data, "g2"))[1]


def test_what_results_lack_at_good_status_is_not_counted(data):
    """An event that never came, and m that a point has not."""
    named = data.attrs["resolved_config"] + '[[output.events]]\nname = "half"\nquantity = "g2"\n'
    event = data.isel(time=0, drop=True).rename(g2="half", g2_status="half_status").assign_attrs(resolved_config=named)
    event["half"][0] = np.nan
    assert "values missing" not in text_of(pairtwist.plot(event, "half"))[1]
    union = data.rename(time="m").assign_coords(m=[-1.0, 0.0, 1.0])
    union["g2"][0, 1] = np.nan
    assert "missing" not in text_of(pairtwist.plot(union, "g2", at={"kappa_tau_Q": 0.5}))[1]
