# SPDX-License-Identifier: BSD-3-Clause
"""Extrema at the last time, which may be none: they are seen in every kind of picture, and counted."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import PathPatch

import pairtwist
from conftest import PLACES, axis, coded, kappa_axis, sample, time_axis
from figures import cells, panels, text_of

NOTE = (
    "{}: at {} points the largest value is the last in time, beyond which there may be larger ones"
)


def extrema(axes, codes, extremum="purity_max"):
    """An extremum and its time over axes, and where each lies: 1 inside, 2 start, 3 end, 4 lost."""
    names = (extremum, f"{extremum}_time")
    data = sample(axes, {name: lambda *x: sum(x) + 1 for name in names})
    data[f"{extremum}_place"] = coded(data[extremum].dims, codes, PLACES)
    return data


def hollow(axes):
    """The places along x of each curve's hollow markers."""
    open_ones = [one for one in axes.get_lines() if one.get_markerfacecolor() == (1, 1, 1, 1)]
    for one in open_ones:
        assert one.get_linestyle() == "None"
    return [one.get_xdata()[np.isfinite(one.get_ydata())].tolist() for one in open_ones]


@pytest.mark.parametrize("shown", ["purity_max", "purity_max_time"])
def test_markers_of_a_curve_are_hollow_there(shown):
    data = extrema([kappa_axis([0.0, 1.0, 2.0, 4.0])], [1, 3, 2, 3])
    figure = pairtwist.plot(data, shown)
    assert hollow(figure.axes[0]) == [[1, 4]]
    assert text_of(figure)[1] == NOTE.format("hollow", "2 of 4")


def test_long_curves_have_markers_there_alone():
    count = 60
    data = extrema([kappa_axis(np.arange(count))], [1] * (count - 1) + [3])
    assert hollow(pairtwist.plot(data, "purity_max").axes[0]) == [[count - 1]]


def test_each_curve_has_its_own_in_its_colour():
    data = extrema([axis("eta", [1, 2], r"$\eta$", "model.eta"), kappa_axis([1, 2, 4])],
                   [[1, 1, 3], [3, 1, 1]])  # fmt: skip
    (axes,) = panels(pairtwist.plot(data, "purity_max", at={"eta": [1, 2]}))
    assert hollow(axes) == [[4], [1]]
    first, second, *marks = axes.get_lines()
    assert [one.get_color() for one in marks] == [first.get_color(), second.get_color()]


def test_a_smallest_value_is_said_to_be_one_and_no_other_picture_says_anything():
    data = extrema([kappa_axis([0.0, 1.0])], [3, 1], "purity_min")
    assert "smallest value is the last in time" in text_of(pairtwist.plot(data, "purity_min"))[1]
    for codes in ([1, 2], [1, 4]):
        data = extrema([kappa_axis([0.0, 1.0])], codes)
        figure = pairtwist.plot(data, "purity_max")
        assert hollow(figure.axes[0]) == [] and text_of(figure)[1] == ""


@pytest.mark.parametrize("shown", ["purity_max", "purity_max_time"])
@pytest.mark.parametrize("log", [(), "x"])
def test_cells_of_a_map_are_hatched_there(shown, log):
    axes = [axis("eta", [1, 2, 3], r"$\eta$", "model.eta"), kappa_axis([1, 2, 4, 8])]
    data = extrema(axes, [[1, 3, 3, 1], [3, 1, 1, 3], [1, 1, 1, 4]])
    figure = pairtwist.plot(data, shown, log=log)
    ax, _ = cells(figure)
    (patch,) = [one for one in ax.patches if isinstance(one, PathPatch)]
    assert patch.get_hatch()

    shape = patch.get_path()
    found = [[shape.contains_point((kappa, eta)) for kappa in (1, 2, 4, 8)] for eta in (1, 2, 3)]
    assert found == (data.purity_max_place == 3).values.tolist()
    assert text_of(figure)[1] == NOTE.format("hatched", "4 of 12")


def test_the_moment_of_one_as_a_line_is_said():
    curves = sample([kappa_axis([0.0, 1.0])], {"purity": lambda k, t: 1 - k * t}, time=time_axis())
    moments = extrema([kappa_axis([0.0, 1.0])], [1, 3]) * 1e-3
    data = curves.merge(moments[["purity_max_time"]], combine_attrs="override")
    data["purity_max_place"] = extrema([kappa_axis([0.0, 1.0])], [1, 3])["purity_max_place"]
    figure = pairtwist.plot(data, "purity", vline="purity_max_time")
    assert text_of(figure)[1] == NOTE.format("purity_max_time", "1 of 2")


def test_the_callers_axes_have_the_markers_and_the_note():
    data = extrema([kappa_axis([0.0, 1.0, 2.0])], [1, 3, 3])
    _, ax = plt.subplots()
    pairtwist.plot(data, "purity_max", ax=ax)
    assert hollow(ax) == [[1, 2]]
    assert [text.get_text().replace("\n", " ") for text in ax.texts] == [
        NOTE.format("hollow", "2 of 3")
    ]


def test_no_power_law_goes_through_them(write, plot_command):
    """What is the largest so far is below the law of the others."""
    data = extrema([kappa_axis([1.0, 2.0, 4.0, 8.0, 16.0])], [1, 1, 1, 3, 3])
    data["purity_max"][:] = [1.0, 4.0, 16.0, 17.0, 18.0]
    figure = pairtwist.plot(data, "purity_max", fit="power")
    (law,) = [one for one in figure.axes[0].get_lines() if "propto" in str(one.get_label())]
    np.testing.assert_allclose(law.get_ydata(), law.get_xdata() ** 2)
    assert law.get_xdata().max() == pytest.approx(4.0) and hollow(figure.axes[0]) == [[8, 16]]
    done = plot_command(write(data), "--quantity", "purity_max", "--fit", "power")
    assert "b = 2.00000, 3 points, without 2 at the last time" in done.stderr
    with pytest.raises(pairtwist.ChoiceError, match="1 point above 0, without 4 at the last time, needed are 2"):
        pairtwist.plot(data.assign(purity_max_place=coded(data["purity_max"].dims, [1, 3, 3, 3, 3], PLACES)),
                       "purity_max", fit="power")  # fmt: skip


def test_each_curve_has_a_law_without_them():
    data = extrema([axis("eta", [1, 2], r"$\eta$", "model.eta"), kappa_axis([1, 2, 4, 8])],
                   [[1, 1, 1, 3], [1, 1, 1, 1]])  # fmt: skip
    data["purity_max"][:] = [[1.0, 4.0, 16.0, 17.0], [3.0, 6.0, 12.0, 24.0]]
    figure = pairtwist.plot(data, "purity_max", at={"eta": [1, 2]}, fit="power")
    laws = [one for one in figure.axes[0].get_lines() if "propto" in str(one.get_label())]
    for law, factor, exponent in zip(laws, (1, 3), (2, 1)):
        np.testing.assert_allclose(law.get_ydata(), factor * law.get_xdata() ** exponent)
