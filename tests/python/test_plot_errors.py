# SPDX-License-Identifier: BSD-3-Clause
"""Standard errors of trajectories: a band or bars as large as the file says, and what they are."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray
from matplotlib.colors import to_rgb

import pairtwist
from conftest import axis, kappa_axis, sample, time_axis
from figures import panels, text_of
from pairtwist.choices import choose
from pairtwist.describe import describe
from pairtwist.script import script_text

NOTE = "one standard error of the trajectories, at most "


def of_trajectories(axes, quantity="purity", **more):
    """A quantity, 2 plus its axes' values, and its error, a tenth of that."""
    functions = {quantity: lambda *x: 2 + sum(x), f"{quantity}_error": lambda *x: 0.2 + sum(x) / 10}
    return sample(axes, functions, **more)


def bands(ax):
    """Lower and upper rim of each band, along x."""
    found = []
    for band in ax.collections:
        rim = band.get_paths()[0].vertices
        places = np.unique(rim[:, 0])
        found.append([[rim[rim[:, 0] == x, 1].min(), rim[rim[:, 0] == x, 1].max()] for x in places])
    return [np.array(one).T for one in found]


def test_a_curve_over_time_has_a_band():
    figure = pairtwist.plot(of_trajectories([], time=time_axis()))
    (ax,) = panels(figure)
    (line,) = ax.get_lines()
    ((low, high),) = bands(ax)
    y = line.get_ydata()
    np.testing.assert_allclose([low, high], [0.9 * y, 1.1 * y])
    assert text_of(figure)[1] == f"shaded: {NOTE}0.2"


def test_each_curve_has_its_own_in_its_colour():
    (ax,) = panels(pairtwist.plot(of_trajectories([kappa_axis([0.0, 1.0])], time=time_axis())))
    for line, (low, high), band in zip(ax.get_lines(), bands(ax), ax.collections):
        np.testing.assert_allclose([low, high], np.outer([0.9, 1.1], line.get_ydata()))
        assert band.get_facecolor()[0, :3] == pytest.approx(to_rgb(line.get_color()))


@pytest.mark.parametrize("scale", ["1", "N", "N^2"])
def test_errors_are_divided_as_their_values_are(scale):
    data = of_trajectories([], "qfi", time=time_axis())
    (ax,) = panels(pairtwist.plot(data, scale=scale))
    ((low, high),) = bands(ax)
    np.testing.assert_allclose(high / low, 1.1 / 0.9)


def test_marked_points_and_bars_have_bars():
    for data, drawn in (
        (of_trajectories([kappa_axis([0.0, 1.0, 2.0])]), "purity"),
        (of_trajectories([], "photon_distribution", extra=[axis("photons", range(3), "$n$", "")]),
         "photon_distribution"),
    ):  # fmt: skip
        figure = pairtwist.plot(data, drawn)
        (ax,) = panels(figure)
        (bars,) = ax.collections
        ends = np.array([segment[:, 1] for segment in bars.get_segments()])
        np.testing.assert_allclose(ends, np.outer(data[drawn].values, [0.9, 1.1]))
        assert f"error bars: {NOTE}0.4" in text_of(figure)[1]


def test_a_sphere_says_how_large_they_are(ball):
    ball["husimi_error"] = ball["husimi"] / 10
    ball.husimi_error.encoding["dtype"] = ball.husimi.dtype
    for flat in (False, True):
        figure = pairtwist.plot(ball, at={"time": 0}, flat=flat)
        assert text_of(figure)[1] == f"not drawn: {NOTE}0.1"


def test_a_map_says_how_large_they_are():
    axes = [axis("eta", [1, 2, 3], r"$\eta$", "model.eta"), kappa_axis([0.0, 1.0])]
    assert text_of(pairtwist.plot(of_trajectories(axes)))[1] == f"not drawn: {NOTE}0.6"


def test_values_without_errors_and_errors_themselves_have_none(curves):
    data = of_trajectories([], time=time_axis())
    for shown in (pairtwist.plot(data, "purity_error"), pairtwist.plot(curves)):
        assert not shown.axes[0].collections and "error" not in text_of(shown)[1]


def test_lost_values_have_no_band():
    data = of_trajectories([], time=time_axis())
    data["purity"][3:] = data["purity_error"][3:] = np.nan
    (ax,) = panels(pairtwist.plot(data))
    assert bands(ax)[0].shape == (2, 3)


def test_several_files_and_the_callers_axes_have_theirs():
    data = [of_trajectories([], time=time_axis()) for _ in range(2)]
    data[1].attrs["resolved_config"] = data[1].attrs["resolved_config"].replace("100", "99")
    figure = pairtwist.plot(data)
    assert len(bands(figure.axes[0])) == 2 and text_of(figure)[1] == f"shaded: {NOTE}0.2"
    _, ax = plt.subplots()
    for one in data:
        pairtwist.plot(one, ax=ax)
    colours = [line.get_color() for line in ax.get_lines()]
    assert len(bands(ax)) == len(set(colours)) == 2


def test_the_script_has_them():
    data = of_trajectories([], time=time_axis())
    text = script_text(describe([data], ["f"], choose()), ["f"], "i", "h5netcdf")
    assert 'error = data["purity_error"]' in text
    assert "ax.fill_between(x, y - error, y + error" in text


def test_the_programs_own_trajectories(pairtwist, plot_command):
    job = pairtwist.folder / "job.toml"
    job.write_text(
        "[model]\natoms = 2\neta = 1.0\nkappa = 1.0\ntunnelling = 1.0\n[time]\nstop = 0.5\n"
        "samples = 6\n[solve]\ntolerance = 1e-3\ntrajectories = 20\n"
    )
    pairtwist("run", job, "-o", "job.h5")
    done = plot_command("job.h5")
    assert done.returncode == 0 and done.stderr.startswith(f"shaded: {NOTE}")


# ------------------------------------------------------------------------------ one's own arithmetic

CHANGED = "purity was changed since it was computed: its standard errors are not drawn"


def written(write):
    data = of_trajectories([kappa_axis([0.0, 1.0])], time=time_axis())
    return pairtwist.open(write(data))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.assign(purity=data.purity / 8),
        lambda data: data.assign(purity_error=data.purity_error / 8),
        lambda data: 2 * data,
        lambda data: data**2,
        lambda data: data.mean("kappa_tau_Q"),
        lambda data: data.assign(purity=data.purity / 8).isel(kappa_tau_Q=0),
    ],
)
def test_what_was_changed_has_no_old_errors(write, change):
    figure = pairtwist.plot(change(written(write)), "purity")
    (ax,) = panels(figure)
    assert not ax.collections and text_of(figure)[1] == CHANGED


@pytest.mark.parametrize("keep", [True, False])
def test_what_is_computed_is_called_by_its_name(write, keep):
    data = sample([], {"qfi": (lambda t: 100 + t, "$F_Q$"), "qfi_oat": (lambda t: 100 + t, "$F_Q$")},
                  atoms=10, time=time_axis())  # fmt: skip
    data = pairtwist.open(write(data))
    with xarray.set_options(keep_attrs=keep):
        ratio = data.assign(ratio=data.qfi / 3)
        changed = data.assign(qfi=data.qfi / 100)
    assert panels(pairtwist.plot(ratio, "ratio"))[0].get_ylabel() == "ratio"
    assert panels(pairtwist.plot(ratio, "qfi"))[0].get_ylabel() == "$F_Q/N^2$"
    figure = pairtwist.plot(changed, "qfi")
    (ax,) = panels(figure)
    (line,) = ax.get_lines()  # and no approximation, which is of F_Q
    assert ax.get_ylabel() == "qfi" and line.get_ydata()[0] == pytest.approx(1)
    assert text_of(figure)[1] == (
        'qfi was changed since it was computed: it is drawn as it is; scale="N^2" divides it'
    )
    array = (data.qfi / 3).assign_attrs(symbol="$F_Q/3$", long_name=data.qfi.attrs["long_name"])
    assert panels(pairtwist.plot(array))[0].get_ylabel() == "$F_Q/3$"
    renamed = data.rename(qfi="mine")
    assert panels(pairtwist.plot(renamed, "mine"))[0].get_ylabel() == "$F_Q$"
    data["qfi"] *= 2
    assert panels(pairtwist.plot(data, "qfi"))[0].get_ylabel() == "qfi"


def test_what_was_changed_in_place_has_no_old_errors(write):
    data = written(write)
    data["purity"] *= 2
    assert text_of(pairtwist.plot(data, "purity"))[1] == CHANGED


@pytest.mark.parametrize(
    "select",
    [
        lambda data: data,
        lambda data: data.isel(time=slice(3, 9)),
        lambda data: data.sel(kappa_tau_Q=[1.0, 0.0]),
        lambda data: data.sortby("kappa_tau_Q", ascending=False),
        lambda data: data.copy(deep=True).transpose(),
        lambda data: xarray.concat([data.isel(kappa_tau_Q=[0]), data.isel(kappa_tau_Q=[1])], "kappa_tau_Q"),
    ],
)
def test_selections_and_joins_keep_their_errors(write, select):
    (ax,) = panels(pairtwist.plot(select(written(write)), "purity"))
    for line, (low, high) in zip(ax.get_lines(), bands(ax), strict=True):
        np.testing.assert_allclose([low, high], np.outer([0.9, 1.1], line.get_ydata()))


@pytest.mark.parametrize("engine", ["h5netcdf", "netcdf4", "scipy"])
def test_a_saved_result_keeps_its_errors(write, tmp_path, engine):
    pytest.importorskip({"netcdf4": "netCDF4"}.get(engine, engine))
    written(write).to_netcdf(tmp_path / "again.nc", engine=engine)
    for data in (pairtwist.open(tmp_path / "again.nc"), xarray.open_dataset(tmp_path / "again.nc", engine=engine)):
        assert len(panels(pairtwist.plot(data, "purity"))[0].collections) == 2


# ------------------------------------------------------------------- what xarray leaves as it was

AS_COMPUTED = {
    "a mask": lambda data: data.where(data.time > 0.01),
    "a mask of nothing": lambda data: data.where(data.status == 0),
    "nothing that is filled": lambda data: data.fillna(0.0),
    "what is dropped": lambda data: data.where(data.kappa_tau_Q == 1.0, drop=True),
    "places that are not there": lambda data: data.reindex(time=[*data.time.values[:3], 7.0]),
    "other times": lambda data: data.assign_coords(time=data.time * 1e3).isel(kappa_tau_Q=[0]),
}
CHANGES = {
    "sums": lambda data: data.coarsen(time=2, boundary="trim").sum(),
    "means": lambda data: data.coarsen(time=2, boundary="trim").mean(),
    "the largest": lambda data: data.coarsen(time=2, boundary="trim").max(),
    "the largest, where one was": lambda data: data.coarsen(
        time=2, boundary="trim", coord_func="min"
    ).max(),
    "the largest of all": lambda data: data.max("time"),
    "others in their places": lambda data: data.roll(time=1),
    "a part of what was changed in place": lambda data: changed_in_place(data).isel(time=slice(3)),
}


def changed_in_place(data):
    data["purity"] += 1.0
    return data


@pytest.mark.parametrize("change", AS_COMPUTED.values(), ids=AS_COMPUTED)
def test_what_stands_where_it_was_computed_keeps_its_errors(write, change):
    figure = pairtwist.plot(change(written(write)), "purity")
    (ax,) = panels(figure)
    assert len(bands(ax)) == len(ax.get_lines()) and "changed" not in text_of(figure)[1]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_stands_elsewhere_is_changed(write, change):
    figure = pairtwist.plot(change(written(write)), "purity")
    (ax,) = panels(figure)
    assert not ax.collections and CHANGED in text_of(figure)[1].replace("\n", " ")


def test_one_of_a_join_is_over_its_own_number_of_atoms(write):
    """Which the config of the join, that of the first one, does not say."""
    parts = []
    for atoms in (10, 20):
        data = sample([], {"qfi": (lambda t, n=atoms: n * (1.0 + t), "$F_Q$")}, atoms=atoms, time=time_axis())
        parts.append(pairtwist.open(write(data, f"{atoms}.h5")))
    one = xarray.concat(parts, "run", combine_attrs="override").isel(run=1)
    (ax,) = panels(figure := pairtwist.plot(one, "qfi"))
    assert ax.get_ylabel() == "$F_Q/N^2$" and "20" in ax.get_title(loc="left") + text_of(figure)[0]
    np.testing.assert_allclose(ax.get_lines()[0].get_ydata()[0], 1 / 20)


def test_of_many_values_an_even_share_is_known(write, monkeypatch):
    from pairtwist import known_places

    monkeypatch.setattr(known_places.Hashes, "MOST", 40)
    for name in ("_values", "_coordinates"):  # other tests' values are in the way of these
        monkeypatch.setattr(known_places, name, known_places.Hashes())
    monkeypatch.setattr(known_places, "_dimensions", {})
    data = written(write)
    for select in (lambda one: one, lambda one: one.where(one.time > 0.01), lambda one: one.isel(time=slice(5, 9))):
        assert panels(pairtwist.plot(select(data), "purity"))[0].collections
    assert not panels(pairtwist.plot(data.coarsen(time=2, boundary="trim").max(), "purity"))[0].collections
