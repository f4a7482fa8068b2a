# SPDX-License-Identifier: BSD-3-Clause
"""What a picture does by itself: logarithms, cells of lists, dashes, spikes, what is lost."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray
from matplotlib.colors import to_rgba_array

import pairtwist
from conftest import PLACES, axis, coded, kappa_axis, sample, time_axis
from figures import cells, legend_texts, panels, text_of
from pairtwist.spacing import is_geometric, list_ticks

FLAGS = "good not_converged below_precision diverged out_of_memory no_maximum partly undefined"


def with_status(data, quantity, codes, dims):
    """Gives a quantity a status of its own."""
    data[f"{quantity}_status"] = coded(dims, codes, FLAGS.split())
    return data


# ------------------------------------------------------------------------------------------- axes


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 10, 100], True),
        ([1, 2, 4], True),
        ([100, 1, 10], True),
        ([1, 2, 5, 10, 20, 50], True),
        ([1, 2, 3, 4], False),
        ([1, 10], False),
        ([0, 1, 10, 100], False),
        ([-1, -10, -100], False),
        ([1, 3, 10, 1000], False),
        ([0.1, 1, 1, 10], False),
        (["a", "b", "c"], False),
    ],
)
def test_geometric_values_are_told(values, expected):
    assert is_geometric(np.array(values)) == expected


def test_a_list_of_powers_is_logarithmic_by_itself_unless_told():
    kappa = axis("kappa", [0.1, 1.0, 10.0], r"$\kappa$", "model.kappa")
    data = sample([kappa], {"purity": lambda k: k})
    assert panels(pairtwist.plot(data))[0].get_xscale() == "log"
    assert panels(pairtwist.plot(data, log="none"))[0].get_xscale() == "linear"


def test_geometric_times_after_the_first_are_logarithmic_and_that_is_said():
    time = axis("time", [0.0, *np.geomspace(1e-3, 1, 7)], "$t$", "time")
    figure = pairtwist.plot(sample([], {"purity": lambda t: 1 - t}, time=time))
    (axes,) = panels(figure)
    assert axes.get_xscale() == "log" and len(axes.get_lines()[0].get_xdata()) == 7
    assert text_of(figure)[1] == "1 of 8 values of time is not above 0: no logarithm, left out"


def uneven_map(values):
    eta = axis("eta", values, r"$\eta$", "model.eta")
    return sample([eta, kappa_axis([0.0, 1.0, 2.0])], {"purity": lambda e, k: 10 * e + k})


def test_an_uneven_list_has_cells_of_equal_width_named_by_its_values():
    axes, mesh = cells(pairtwist.plot(uneven_map([7.0, 0.0, 1.0])))
    np.testing.assert_allclose(mesh.get_coordinates()[:, 0, 1], [-0.5, 0.5, 1.5, 2.5])
    assert [text.get_text() for text in axes.get_yticklabels()] == ["0", "1", "7"]
    np.testing.assert_allclose(mesh.get_array().reshape(3, 3)[2], [70, 71, 72])
    # The other axis is even: to scale, and without a loss rate below 0.
    np.testing.assert_allclose(mesh.get_coordinates()[0, :, 0], [0.0, 0.5, 1.5, 2.5])


def test_limits_and_lines_draw_an_uneven_list_to_scale():
    axes, mesh = cells(pairtwist.plot(uneven_map([7.0, 0.0, 1.0]), hline=3))
    np.testing.assert_allclose(mesh.get_coordinates()[:, 0, 1], [0.0, 0.5, 4.0, 10.0])


def test_words_are_cells_too():
    state = xarray.Variable("state", ["coherent", "fock", "vacuum"], {"key": "light.state"})
    data = sample([state, kappa_axis([0.0, 1.0])], {"purity": lambda s, k: s + 0.1 * k})
    axes, mesh = cells(pairtwist.plot(data))
    assert [t.get_text() for t in axes.get_yticklabels()] == ["coherent", "fock", "vacuum"]
    np.testing.assert_allclose(mesh.get_array().reshape(3, 2)[1], [1.0, 1.1])


def test_only_lists_of_a_scan_are_cells_of_equal_width():
    assert list_ticks(axis("time", [0.0, 1.0, 7.0], "$t$", "time")) == []
    assert list_ticks(axis("kappa", [1.0, 0.0], "", "model.kappa")) == ["0", "1"]
    assert list_ticks(axis("kappa", [0.0], "", "model.kappa")) == []
    assert list_ticks(axis("kappa", [0.0, 1.0], "", "model.kappa", "linear")) == []
    assert list_ticks(axis("kappa", [0.0, 1.0, 7.0], "", "model.kappa", "log")) == []
    assert list_ticks(axis("kappa", [0.0, 1.0, 2.0], "", "model.kappa")) == []


@pytest.mark.parametrize("ends", [(20, 400), (150, 3000), (110, 900), (30, 45), (2, 30), (1, 1e4)])
def test_labels_of_a_logarithmic_axis_do_not_touch(ends):
    eta = axis("eta", np.geomspace(*ends, 30), r"$\eta$", "model.eta", "log")
    figure = pairtwist.plot(sample([eta], {"purity": lambda e: 1 / e}))
    figure.canvas.draw()
    x = panels(figure)[0].xaxis
    low, high = x.get_view_interval()
    shown = [
        tick.label1
        for tick in [*x.get_major_ticks(), *x.get_minor_ticks()]
        if tick.label1.get_text() and low <= tick.get_loc() <= high
    ]
    boxes = sorted((label.get_window_extent() for label in shown), key=lambda box: box.x0)
    assert len(boxes) > 1
    assert all(left.x1 < right.x0 for left, right in zip(boxes, boxes[1:]))


# ------------------------------------------------------------------------------- curves on curves


def test_coinciding_curves_are_dashed_so_that_each_is_seen():
    data = sample(
        [kappa_axis([0.0, 1e-9, 2e-9, 5.0])], {"purity": lambda k, t: k + t}, time=time_axis()
    )
    styles = [line.get_linestyle() for line in panels(pairtwist.plot(data))[0].get_lines()]
    assert styles == ["-", "--", "--", "-"]
    # The three take turns: each dash pattern leaves gaps for the two others.
    patterns = [line._unscaled_dash_pattern for line in
                panels(pairtwist.plot(data))[0].get_lines()[1:3]]  # fmt: skip
    assert patterns == [(6, (6, 12)), (12, (6, 12))]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_coinciding_curves_have_as_much_ink_each(count):
    data = sample(
        [kappa_axis(1e-9 * np.arange(count))], {"purity": lambda k, t: k + t}, time=time_axis()
    )
    figure = pairtwist.plot(data)
    (axes,) = panels(figure)
    axes.get_legend().remove()
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3].reshape(-1, 3)
    inks = [to_rgba_array(line.get_color())[0, :3] for line in axes.get_lines()]
    seen = [int((np.abs(pixels / 255 - ink).max(axis=1) < 0.01).sum()) for ink in inks]
    assert len(seen) == count and min(seen) > 0.6 * max(seen)


def test_each_coinciding_curve_is_seen_in_the_legend():
    """A gap of four curves is longer than a legend's line, which would show nothing."""
    data = sample(
        [kappa_axis([0.0, 1e-9, 2e-9, 3e-9])], {"purity": lambda k, t: k + t}, time=time_axis()
    )
    axes = panels(pairtwist.plot(data))[0]
    assert [line.get_linestyle() for line in axes.get_lines()] == ["-", "--", "--", "--"]
    assert [line.get_linestyle() for line in axes.get_legend().get_lines()] == 4 * ["-"]


def test_a_curve_without_values_is_said_to_have_none_in_the_legend():
    data = sample([kappa_axis([0.0, 1.0, 5.0])], {"purity": lambda k, t: 1 + k * t},
                  time=time_axis())  # fmt: skip
    data["purity"][1] = np.nan
    data["purity"][2] *= -1
    first = r"$\kappa\,\tau_Q$ = 0"
    texts = legend_texts(panels(pairtwist.plot(data))[0])
    assert texts == [first, r"$\kappa\,\tau_Q$ = 1 (no values)", r"$\kappa\,\tau_Q$ = 5"]
    texts = legend_texts(panels(pairtwist.plot(data, log="y"))[0])
    assert texts[1:] == [
        r"$\kappa\,\tau_Q$ = 1 (no values)",
        r"$\kappa\,\tau_Q$ = 5 (no values above 0)",
    ]
    _, ax = plt.subplots()
    pairtwist.plot(data, ax=ax)
    pairtwist.plot(data, at={"kappa_tau_Q": 0}, ax=ax)
    assert sum("no values" in text for text in legend_texts(ax)) == 1


def test_curves_of_two_files_that_coincide_are_dashed():
    one = sample([], {"purity": lambda t: 1 - t}, time=time_axis())
    other = one.copy(deep=True)
    other.attrs["resolved_config"] = other.attrs["resolved_config"].replace("100", "200")
    lines = panels(pairtwist.plot([one, other]))[0].get_lines()
    assert [line.get_linestyle() for line in lines] == ["-", "--"]


def test_logarithms_keep_small_curves_apart():
    data = sample(
        [kappa_axis([1e-6, 2e-6, 1.0])], {"purity": lambda k, t: k + 0 * t}, time=time_axis()
    )
    assert [line.get_linestyle() for line in panels(pairtwist.plot(data))[0].get_lines()][1] == "--"
    lines = panels(pairtwist.plot(data, log="y"))[0].get_lines()
    assert [line.get_linestyle() for line in lines] == 3 * ["-"]


# ----------------------------------------------------------------------------------------- spikes


def spiked(height):
    data = sample([], {"squeezing": lambda t: np.cos(100 * t)}, time=time_axis(samples=101))
    data["squeezing"][40] = height
    return data


def test_a_spike_does_not_flatten_the_rest_and_is_counted():
    figure = pairtwist.plot(spiked(1.8e8))
    low, high = panels(figure)[0].get_ylim()
    assert -1.2 < low <= -1.0 and 1.0 <= high < 1.2
    assert text_of(figure)[1] == "1 of 101 values is beyond the y axis, up to 1.8e+08"
    assert np.nanmax(panels(figure)[0].get_lines()[0].get_ydata()) == 1.8e8  # it is still there


def rising(companion):
    """F_Q that is at its plateau after two samples of 201, and one-axis twisting beside it."""
    plateau = {"qfi": (lambda t: 4650 - 4550 * (t < 1e-4 * 3) + 40 * np.sin(900 * t), "$F_Q$")}
    data = sample([], plateau | {"qfi_oat": (companion, "$F_Q$")}, time=time_axis(samples=201))
    return pairtwist.plot(data, "qfi")


def test_where_an_approximation_is_there_are_no_spikes():
    figure = rising(lambda t: 100 + 4500 * np.sin(100 * t) ** 2)
    bottom, top = figure.axes[0].get_ylim()
    assert bottom < 0.01 and top > 0.469 and not text_of(figure)[1]


def test_points_between_missing_ones_are_seen():
    """Bell correlators over N, which odd numbers of atoms have none of."""
    number = axis("atoms", np.arange(4.0, 61.0), "$N$", "model.atoms")
    data = sample([number], {"bell_final": lambda n: np.where(n % 2, np.nan, n)}, time=None)
    (line,) = (one for one in pairtwist.plot(data).axes[0].get_lines() if len(one.get_xdata()) > 2)
    assert line.get_marker() == "o" and np.isfinite(line.get_ydata()).sum() == 29


def test_what_a_spike_leaves_out_of_an_approximation_is_counted_too():
    """It leaves the range of the quantity itself, as short-time ones do."""
    figure = rising(lambda t: 4650 + 1e6 * t)
    assert figure.axes[0].get_ylim()[0] > 0.4
    assert "values are beyond the y axis" in text_of(figure)[1]
    assert "of 201 of the one-axis twisting" in text_of(figure)[1].replace("\n", " ")


def test_what_is_asked_for_shows_the_spike():
    for choices in ({"ylim": (None, 2e8)}, {"log": "y"}, {"xlim": (0.02, None)}):
        assert "beyond" not in text_of(pairtwist.plot(spiked(1.8e8), **choices))[1]


@pytest.mark.parametrize("height", [5.0, -9.0, np.nan])
def test_what_flattens_nothing_stays_in_the_picture(height):
    assert "beyond" not in text_of(pairtwist.plot(spiked(height)))[1]


def test_a_curve_that_grows_or_decays_is_no_spike():
    for law in (lambda t: np.exp(500 * t), lambda t: np.exp(-500 * t), lambda t: (t / 0.03) ** 9):
        data = sample([], {"squeezing": law}, time=time_axis(samples=101))
        assert text_of(pairtwist.plot(data))[1] == ""


def test_a_spike_of_a_map_saturates_its_colours(plane):
    plane["purity"] = plane["qfi"] / plane["qfi"].max()
    plane["purity"][4, 5] = 1e6
    figure = pairtwist.plot(plane, "purity")
    assert cells(figure)[1].get_clim()[1] < 2
    assert text_of(figure)[1] == "1 of 117 values is beyond the colour scale, up to 1e+06"


# ------------------------------------------------------------------------------------- what is lost


def test_samples_are_masked_by_their_quantitys_own_status(curves):
    codes = np.zeros((4, 31))
    codes[1, :5], codes[2, 0] = 2, 7
    data = with_status(curves, "qfi", codes, ("kappa_tau_Q", "time"))
    data["status"][1] = 6
    figure = pairtwist.plot(data)
    lines = panels(figure)[0].get_lines()
    assert [np.isnan(line.get_ydata()).sum() for line in lines[:4]] == [0, 5, 1, 0]
    assert text_of(figure)[1] == "6 of 124 samples missing: 5 below_precision, 1 undefined"
    assert text_of(pairtwist.plot(data, "qfi_oat"))[1] == ""


def test_a_code_without_a_name_is_still_said(curves):
    curves["qfi"][1] = np.nan
    curves["status"][1] = 99
    assert text_of(pairtwist.plot(curves))[1] == "1 of 4 points missing: 1 status 99"


def test_statuses_are_drawn_by_name(plane):
    plane["status"][2:4, 3] = [1, 3]
    figure = pairtwist.plot(plane, "status")
    bar = [a for a in figure.axes if a.get_label() == "<colorbar>"][0]
    names = [text.get_text() for text in bar.get_yticklabels()]
    assert names[:4] == ["good", "not_converged", "below_precision", "diverged"]
    assert len(names) == 7 and cells(figure)[1].get_clim() == (-0.5, 6.5)
    figure = pairtwist.plot(plane, "status", at={"kappa": 0.1})
    assert "good" in [text.get_text() for text in panels(figure)[0].get_yticklabels()]


def test_an_empty_picture_is_an_error_that_says_why(curves):
    curves["qfi"][:] = np.nan
    curves["status"][:] = [3, 3, 1, 3]
    message = (
        "nothing to draw: qfi has no value: 4 of 4 points missing: 1 not_converged, 3 diverged"
    )
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(curves)
    with pytest.raises(pairtwist.ChoiceError, match="1 of 1 points missing: 1 diverged"):
        pairtwist.plot(curves, at={"kappa_tau_Q": 0})
    pairtwist.plot(curves, ["qfi", "qfi_oat"])  # something is there


def test_an_empty_picture_of_lost_samples_says_why(curves):
    data = with_status(curves, "qfi", np.full((4, 31), 2), ("kappa_tau_Q", "time"))
    data["qfi"][:] = np.nan
    message = "qfi has no value: 124 of 124 samples missing: 124 below_precision"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(data)


def with_place(data, extremum, codes, dims):
    data[f"{extremum}_place"] = coded(dims, codes, PLACES)
    return data


@pytest.mark.parametrize("shown", ["purity_max", "purity_max_time"])
def test_a_lost_extremum_of_good_status_is_said(shown):
    kappa = kappa_axis([0.0, 1.0, 2.0])
    data = sample([kappa], {"purity_max": lambda k: k + 1, "purity_max_time": lambda k: k + 1})
    for name in ("purity_max", "purity_max_time"):
        data[name][1:] = np.nan
    data = with_status(data, "purity", [0, 3, 0], ("kappa_tau_Q",))
    data = with_place(data, "purity_max", [1, 0, 4], ("kappa_tau_Q",))
    note = text_of(pairtwist.plot(data, shown))[1]
    assert note == "2 of 3 points missing: 1 diverged, 1 lost"


def test_an_extremum_is_hidden_by_its_own_loss_alone():
    """A status of "partly" says that one of largest, smallest and last value is lost."""
    kappa = kappa_axis(np.arange(4.0))
    names = ("purity_max", "purity_min", "purity_min_time", "purity_final")
    data = sample([kappa], {name: lambda k: k + 1 for name in names})
    data["purity_max"][[1, 3]] = data["purity_final"][2] = np.nan
    data = with_status(data, "purity", [0, 6, 6, 0], ("kappa_tau_Q",))
    for extremum, codes in (("purity_max", [1, 4, 1, 4]), ("purity_min", [1, 2, 1, 1])):
        data = with_place(data, extremum, codes, ("kappa_tau_Q",))
    for shown, count, note in (
        ("purity_min", 4, ""),
        ("purity_min_time", 4, ""),
        ("purity_max", 2, "2 of 4 points missing: 2 lost"),
        ("purity_final", 3, "1 of 4 points missing: 1 lost"),
    ):
        figure = pairtwist.plot(data, shown)
        assert np.isfinite(panels(figure)[0].get_lines()[0].get_ydata()).sum() == count
        assert text_of(figure)[1] == note


def test_an_extremum_of_what_is_undefined_at_all_times_is_said_to_be_that():
    """So it is of bell where N is odd; it was said to be "good"."""
    data = sample([kappa_axis([0.0, 1.0, 2.0])], {"bell_max": lambda k: k + 1})
    data["bell_max"][1:] = np.nan
    data = with_status(data, "bell", [0, 0, 0], ("kappa_tau_Q",))
    data = with_place(data, "bell_max", [1, 0, 0], ("kappa_tau_Q",))
    note = text_of(pairtwist.plot(data, "bell_max"))[1]
    assert note == "2 of 3 points missing: 2 undefined at all times"


def test_an_event_that_never_came_is_said():
    data = sample([kappa_axis([0.0, 1.0, 2.0])], {"half": lambda k: k + 1})
    event = 'events = [{ name = "half", quantity = "qfi", above = 0.5, scale = "N^2" }]'
    data.attrs["resolved_config"] += f"\n{event}\n"
    data["half"][1] = np.nan
    data = with_status(data, "half", [0, 0, 0], ("kappa_tau_Q",))
    assert text_of(pairtwist.plot(data, "half"))[1] == "never reached at 1 of 3 points"
    data["half"][2], data["half_status"][2] = np.nan, 2
    note = "1 of 3 points missing: 1 below_precision; never reached at 1 of 3 points"
    assert text_of(pairtwist.plot(data, "half"))[1] == note


def test_what_several_files_lack_alike_is_said_once_and_fits_the_picture():
    time = axis("time", [0.0, *np.linspace(1e-3, 1, 30)], "$t$", "time")
    files = [sample([], {"purity": lambda t, a=a: a - t / 9}, time=time) for a in (1.0, 2.0, 3.0)]
    note = text_of(pairtwist.plot(files, log="x"))[1]
    assert note == "1 of 31 values of time is not above 0: no logarithm, left out"
    figure = pairtwist.plot(files, log="x", size=(2.5, 2.5))
    assert max(map(len, figure._supxlabel.get_text().split("\n"))) < 45


def test_points_that_no_part_has_are_said_to_be_so_once(curves):
    curves["status"].attrs["flag_values"] = np.arange(10, dtype=np.int8)
    curves["status"].attrs["flag_meanings"] = f"{FLAGS} too_small missing"
    curves["qfi"][1:3] = np.nan
    curves["status"][1:3] = 9
    assert text_of(pairtwist.plot(curves))[1] == "2 of 4 points missing: not solved"
    curves["status"][1] = 3
    note = text_of(pairtwist.plot(curves))[1]
    assert note == "2 of 4 points missing: 1 diverged, 1 not solved"


def test_a_map_of_codes_that_are_not_counted_through_names_each_colour(plane):
    plane = plane.isel(kappa=slice(3), eta=slice(4))
    codes = np.array([0, 7, 10])
    plane["qfi_status"] = coded(("eta", "kappa"), np.broadcast_to(codes, (4, 3)), ["good", "undefined", "few"])
    plane["qfi_status"].attrs["flag_values"] = codes.astype(np.int8)
    ax, bar = pairtwist.plot(plane, "qfi_status").axes
    assert [text.get_text() for text in bar.get_yticklabels()] == ["good", "undefined", "few"]
    assert bar.get_ylim() == (-0.5, 2.5)
    np.testing.assert_array_equal(np.unique(ax.collections[0].get_array()), [0, 1, 2])


def thermal(last, limit=None):
    """P(n) of thermal light with one photon on average, half of which is at n = 0."""
    photons = axis("photons", range(last + 1), "$n$", "", units="1")
    data = sample(
        [], {"photon_distribution": (lambda t, n: 0.5 ** (n + 1) + 0 * t, "$P(n)$")},
        time=time_axis(samples=2), extra=[photons],
    )  # fmt: skip
    data.attrs["resolved_config"] += f"photons_max = {last if limit is None else limit}\n"
    return data


def test_photons_above_the_last_number_are_said():
    note = "of P(n) is above n = 3; a larger output.photons_max has more"
    assert text_of(pairtwist.plot(thermal(3)))[1] == f"up to 6.25 % {note}"
    assert text_of(pairtwist.plot(thermal(3), at={"time": 0.03}))[1] == f"6.25 % {note}"
    few = thermal(5).isel(photons=slice(3))
    assert text_of(pairtwist.plot(few))[1] == "up to 12.5 % of P(n) is above n = 2"
    assert text_of(pairtwist.plot(thermal(20)))[1] == ""
    assert text_of(pairtwist.plot(thermal(3), at={"photons": 2}))[1] == ""


def test_photons_of_a_lost_sample_are_not_above():
    data = with_status(thermal(20), "photon_distribution", [1, 0], "time")
    data["photon_distribution"][0] = 0.01
    assert text_of(pairtwist.plot(data))[1] == "1 of 2 samples missing: 1 not_converged"


def test_an_empty_picture_of_odd_n_says_why():
    data = sample([], {"bell": lambda t: -np.inf + t}, atoms=21, time=time_axis())
    message = (
        "bell has no finite value; bell of odd N is -inf by symmetry, which is no failure; an even "
        "N has values"
    )
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(data)
    data.attrs["resolved_config"] = data.attrs["resolved_config"].replace("21", "20")
    with pytest.raises(pairtwist.ChoiceError, match="nothing to draw: bell has no finite value$"):
        pairtwist.plot(data)


def test_an_empty_picture_of_pumps_that_never_end_says_what_helps(curves):
    curves["qfi"][:] = np.nan
    curves["status"][:] = 5
    for name in ("method", "cutoff", "runtime", "error_estimate"):
        curves[name] = curves["status"] * 0
    curves.attrs["resolved_config"] += "[time]\nstop = 0.03\n"
    message = "4 of 4 points F_Q has no maximum until time.stop = 0.03, .* a longer time.stop would"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(curves, "qfi")


def rounded(t):
    """1, off by rounding."""
    return 1 + 1e-15 * np.sin(1e5 * t)


@pytest.mark.parametrize(
    ("values", "choices", "limits"),
    [
        (rounded, {}, (0.95, 1.05)),
        (rounded, {"xlim": (0, 0.01)}, (0.95, 1.05)),
        (lambda t: 0.7 + 0 * t, {"xlim": (0, 0.01)}, (0.665, 0.735)),
        (lambda t: np.where(t > 0.02, t, rounded(t)), {"xlim": (0, 0.015)}, (0.95, 1.05)),
        (lambda t: 1e-17 * np.sin(1e5 * t), {}, (-0.05, 0.05)),
        (rounded, {"log": "y"}, (0.1, 10)),
        (rounded, {"hline": 0.5}, (0.475, 1.025)),
        (rounded, {"ylim": (0, None)}, (0, 1.05)),
    ],
)
def test_a_constant_has_an_axis_round_it_and_no_rounding(values, choices, limits):
    (axes,) = panels(pairtwist.plot(sample([], {"purity": values}, time=time_axis()), **choices))
    assert axes.get_ylim() == pytest.approx(limits)
    axes.figure.canvas.draw()
    assert axes.yaxis.get_offset_text().get_text() == ""


@pytest.mark.parametrize("values", [lambda t: 1 - 1e-5 * t, lambda t: 1e-15 * t])
def test_a_small_change_is_none_of_rounding(values):
    (axes,) = panels(pairtwist.plot(sample([], {"purity": values}, time=time_axis())))
    assert np.ptp(axes.get_ylim()) < 1e-6


def test_an_approximation_beside_a_constant_is_seen(curves):
    curves["qfi"][:] = 5000.0
    (axes,) = panels(pairtwist.plot(curves))
    assert axes.get_ylim()[1] > 0.3


@pytest.mark.parametrize("log", ["none", "z"])
def test_the_colours_of_a_constant_map_are_not_of_its_rounding(plane, log):
    plane["purity"] = 1 + 1e-15 * np.sin(plane["qfi"])
    low, high = cells(pairtwist.plot(plane, "purity", log=log))[1].get_clim()
    assert (low, high) == pytest.approx((0.95, 1.05) if log == "none" else (0.1, 10))


def test_constants_that_differ_by_rounding_lie_on_each_other(curves):
    curves["purity"] = 1 + 1e-14 * np.sin(1e4 * curves["qfi"])
    (axes,) = panels(pairtwist.plot(curves, "purity"))
    assert [line.is_dashed() for line in axes.get_lines()] == [False, True, True, True]


@pytest.mark.parametrize("log", ["", "y"])
@pytest.mark.filterwarnings("error")
def test_infinite_values_are_counted_and_no_warning(log, write, plot_command):
    """As of a ratio of quantities one of which begins at 0."""

    def mine(kappa, time):
        return np.where(time < 0.0015, np.where(kappa == 2, -np.inf, np.inf), 1 + kappa + time)

    data = sample([kappa_axis([0.0, 0.0, 2.0])], {"mine": mine}, time=time_axis())
    data["kappa_tau_Q"] = kappa_axis([0.0, 1.0, 2.0])
    figure = pairtwist.plot(data, log=log, fit="power")
    assert text_of(figure)[1].startswith("6 of 93 values are infinite and not drawn")
    done = plot_command(write(data), "--log", log or "none")
    assert done.stderr.splitlines()[0] == "6 of 93 values are infinite and not drawn"
    assert "Warning" not in done.stderr


@pytest.mark.filterwarnings("error")
def test_infinite_cells_of_a_map_are_counted_and_have_no_part_in_its_contours():
    axes = [axis("eta", [1, 2, 3], r"$\eta$", "model.eta"), kappa_axis([0.0, 1.0, 2.0])]
    data = sample(axes, {"mine": lambda eta, k: eta / np.where(k == 0, np.nan, k) + k})
    data["mine"][:, 0] = np.inf
    figure = pairtwist.plot(data, contour=3.2)
    ax, drawn = cells(figure)
    assert np.ma.getmaskarray(drawn.get_array()).sum() == 3
    assert text_of(figure)[1] == "3 of 9 values are infinite and not drawn"
    assert [one.get_text() for one in ax.texts] == ["3.2"]


def test_holes_of_a_join_are_counted(curves, write):
    """What a mask or an outer join left out has NaN for a status; of which it is xarray tells, or not."""
    curves = pairtwist.open(write(curves))
    held = curves.where(curves[curves.status.dims[0]] != curves[curves.status.dims[0]][0])
    assert "1 masked" in text_of(pairtwist.plot(held))[1]
    saved = pairtwist.open(write(held, "held.h5"))
    assert "1 never solved or masked" in text_of(pairtwist.plot(saved))[1]
