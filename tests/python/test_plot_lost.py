# SPDX-License-Identifier: BSD-3-Clause
"""What a picture says of values that it lacks, and of pictures that would be empty."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

import pairtwist
from conftest import PLACES, axis, coded, kappa_axis, sample, thermal, time_axis
from figures import cells, panels, text_of

FLAGS = "good not_converged below_precision diverged out_of_memory no_maximum partly undefined"


def with_status(data, quantity, codes, dims):
    """Gives a quantity a status of its own."""
    data[f"{quantity}_status"] = coded(dims, codes, FLAGS.split())
    return data


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


def test_a_sample_between_lost_ones_is_marked_since_no_line_goes_through_it(curves):
    codes = np.zeros((4, 31))
    codes[1, [3, 5, 6]] = codes[2, 29] = 2
    data = with_status(curves, "qfi", codes, ("kappa_tau_Q", "time"))
    assert marked(pairtwist.plot(data)) == {1: [4], 2: [30]}
    assert marked(pairtwist.plot(data, at={"kappa_tau_Q": data.kappa_tau_Q[1]})) == {0: [4]}
    data["qfi"][3, 1::2] = 0.0  # has no logarithm
    assert marked(pairtwist.plot(data, log="y")) == {
        1: [4], 2: [30], 3: np.flatnonzero(data.qfi[3] > 0).tolist(),
    }  # fmt: skip
    figure, axes = plt.subplots()
    for _ in range(2):
        pairtwist.plot(data, ax=axes)
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert len(legend) == len(set(legend)) and len(marked(figure)) == 4
    plt.close(figure)


def marked(figure):
    """{curve: [sample]} of a panel's points without a line."""
    points = [line for line in panels(figure)[0].get_lines() if line.get_marker() == "o"]
    found = [np.flatnonzero(np.isfinite(line.get_ydata())).tolist() for line in points]
    return {curve: samples for curve, samples in enumerate(found) if samples}


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
